package io.galvan.central.gateway.mqtt;

import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what a station did over MQTT that it may not do, as its security event. */
final class Breaches implements Shareable {
  private static final Logger LOG = LoggerFactory.getLogger(Breaches.class);
  private static final int DETAIL_LENGTH = 255;

  enum Breach {
    /** It published on a topic that is not its own. */
    ForeignTopicPublish,
    /** It subscribed to a topic that is not its own. */
    ForeignTopicSubscribe,
    /** Its last will is for a topic that is not its own. */
    ForeignTopicWill,
    /** It subscribed to, or published on, topics of another version than its connection speaks. */
    SecondVersion,
    /** It asked for a version that is not spoken here. */
    UnknownVersion,
    /** It sent what is no text. */
    BrokenPayload,
    /** It sent more than a frame may have. */
    OversizedPayload,
    /** It sends more than is taken up. */
    TooManyMessages
  }

  private static final int MOST_COUNTED = 10_000;
  private static final long QUIET_MS = 60_000;

  private record Key(String chargerId, Breach breach) {}

  private final Vertx vertx;
  private final Bus bus;
  private final ConcurrentHashMap<Key, Integer> untold = new ConcurrentHashMap<>();

  private Breaches(Vertx vertx) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
  }

  /** Those of this node, whatever the event loop. */
  static Breaches of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Breaches>getLocalMap("galvan.mqtt")
        .computeIfAbsent("breaches", key -> new Breaches(vertx));
  }

  /**
   * Tells the first breach of a station and kind at once, and those of the next minute as one, with
   * their count.
   */
  void record(String chargerId, Breach breach, String topic) {
    Key key = new Key(chargerId, breach);
    if (untold.computeIfPresent(key, (known, count) -> count + 1) != null) {
      return;
    }
    if (untold.size() < MOST_COUNTED && untold.putIfAbsent(key, 0) == null) {
      vertx.setTimer(QUIET_MS, id -> tellCounted(key, topic));
    }
    tell(key, topic);
  }

  private void tellCounted(Key key, String topic) {
    Integer count = untold.remove(key);
    if (count != null && count > 0) {
      tell(key, count + " more within a minute, such as " + topic);
    }
  }

  private void tell(Key key, String detail) {
    LOG.warn("{}: {} on {}", key.chargerId, key.breach, detail);
    bus.request(
            Chargers.NOTICE,
            new Notice(
                key.chargerId,
                NoticeKind.SecurityEvent,
                key.breach.name(),
                null,
                detail.length() > DETAIL_LENGTH ? detail.substring(0, DETAIL_LENGTH) : detail,
                null))
        .onFailure(failure -> LOG.warn("that could not be recorded: {}", failure.getMessage()));
  }
}
