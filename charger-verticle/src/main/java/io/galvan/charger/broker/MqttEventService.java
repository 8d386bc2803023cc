package io.galvan.charger.broker;

import io.galvan.contract.broker.MqttEvents.Published;
import io.galvan.contract.broker.MqttEvents.Take;
import io.galvan.contract.broker.MqttEvents.Waiting;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.MqttSettings;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps events until an external MQTT broker has them; the oldest go when there are too many. */
final class MqttEventService {
  private static final Logger LOG = LoggerFactory.getLogger(MqttEventService.class);

  /** Rows of one transaction each. */
  static final int MOST = 100_000;

  private final boolean wanted;
  private final Pool pool;
  private final Writer writer;
  private final MqttEventStore store;

  MqttEventService(MqttSettings settings, Pool pool, Writer writer, MqttEventStore store) {
    this.wanted = settings.events() && settings.broker() != null;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Hears every event; keeps none when nobody publishes them. */
  Future<Done> hear(EventBatch batch) {
    return wanted
        ? writer
            .write(
                unit ->
                    store
                        .add(unit.sql(), batch)
                        .compose(number -> store.trim(unit.sql(), number - MOST)))
            .map(
                dropped -> {
                  if (dropped > 0) {
                    LOG.warn("the MQTT broker is away too long: {} events are dropped", dropped);
                  }
                  return Done.DONE;
                })
        : Future.succeededFuture(Done.DONE);
  }

  /** Answers {@code mqtt.events.take}. */
  Future<Waiting> take(Take take) {
    return store.oldest(pool, take.limit()).map(Waiting::new);
  }

  /** Answers {@code mqtt.events.published}. */
  Future<Done> published(Published published) {
    return store.trim(pool, published.number()).map(Done.DONE);
  }
}
