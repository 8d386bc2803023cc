package io.galvan.charger.broker;

import io.galvan.charger.block.Identity;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.Mirrors.Mirrored;
import io.galvan.contract.broker.Mirrors.MirroredQuery;
import io.galvan.contract.broker.Mirrors.Mirroring;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** Which chargers are mirrored to MQTT. */
final class MirrorService {
  private final Pool pool;
  private final Writer writer;
  private final MirrorStore store;

  MirrorService(Pool pool, Writer writer, MirrorStore store) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code mirror.get}. */
  Future<Mirroring> get(ChargerKey key) {
    return store
        .get(pool, key.chargerId())
        .map(found -> found.orElseThrow(() -> Identity.unknown(key.chargerId())));
  }

  /** Answers {@code mirror.set}; nodes follow at once, on connections that stand too. */
  Future<Mirroring> set(Mirroring wanted) {
    return writer.write(
        unit ->
            store
                .get(unit.sql(), wanted.chargerId())
                .map(found -> found.orElseThrow(() -> Identity.unknown(wanted.chargerId())))
                .compose(
                    present ->
                        present.mirror() == wanted.mirror()
                            ? Future.succeededFuture(present)
                            : store
                                .set(unit.sql(), wanted)
                                .map(
                                    ok -> {
                                      unit.emit(
                                          wanted.chargerId(),
                                          new ChargerUpdated(
                                              ChargerChange.Edited, Mirrors.CHANGED));
                                      return wanted;
                                    })));
  }

  /** Answers {@code mirror.list}. */
  Future<Mirrored> list(MirroredQuery query) {
    return store.all(pool).map(Mirrored::new);
  }
}
