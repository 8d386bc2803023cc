package io.galvan.charger;

import io.galvan.platform.contract.Brokers.Beat;
import io.galvan.platform.contract.Brokers.Leave;
import io.galvan.platform.contract.Brokers.Turn;
import io.galvan.platform.contract.Done;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;

/** Whose turn it is to read the chargers of an external MQTT broker. */
final class BrokerService {
  private final Writer writer;
  private final BrokerStore store;

  BrokerService(Writer writer, BrokerStore store) {
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code broker.beat}: the reader stays it as long as it is heard of. */
  Future<Turn> beat(Beat beat) {
    return writer.write(
        unit ->
            store
                .lock(unit.sql())
                .compose(ok -> store.forget(unit.sql()))
                .compose(ok -> store.seen(unit.sql(), beat.nodeId()))
                .compose(ok -> store.turn(unit.sql())));
  }

  /** Answers {@code broker.leave}. */
  Future<Done> leave(Leave leave) {
    return writer
        .write(
            unit -> store.lock(unit.sql()).compose(ok -> store.remove(unit.sql(), leave.nodeId())))
        .map(Done.DONE);
  }
}
