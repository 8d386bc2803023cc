package io.galvan.charger.connection;

import io.galvan.contract.connection.Nodes;
import io.galvan.contract.connection.Nodes.Session;
import io.galvan.contract.connection.Nodes.Sessions;
import io.galvan.contract.connection.Nodes.StoredQuery;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.lease.Lease;
import io.galvan.platform.lease.Leases;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which connections stand. Those of a node that lost its lease are given away; when the node has a
 * lease again, or a station is heard on such a connection, it is open again, unless a newer one
 * came.
 */
final class StandingService {
  private static final int PIECE = Nodes.PIECE;

  /** As reasons of {@code charger_disconnected}. */
  private static final String NODE_GONE = "NodeGone";

  private static final String UNSEEN = "the node has no such session";

  private final String nodeId;

  /** A connection is stored before its session is there, but not for longer than this. */
  private final Duration settled;

  private final Clock clock;
  private final Pool pool;
  private final Writer writer;
  private final StandingStore store;
  private final Supplier<@Nullable Lease> lease;

  /**
   * @param lease this node's; null: it has none now, and opens no connections
   */
  StandingService(
      Platform platform,
      Pool pool,
      Writer writer,
      StandingStore store,
      Supplier<@Nullable Lease> lease) {
    this.nodeId = platform.nodeId();
    this.settled = platform.settings().cluster().lease();
    this.clock = platform.clock();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.lease = lease;
  }

  /** What a node opens belongs to its lease: when that is gone, nobody would close it. */
  Future<Boolean> mayOpen(UnitOfWork unit) {
    Lease held = lease.get();
    return held == null ? Future.succeededFuture(false) : Leases.holds(unit.sql(), held);
  }

  /** On these connections something was heard: they stand, whatever was taken for true. */
  Future<?> heard(UnitOfWork unit, List<Session> heard) {
    return store
        .givenAway(unit.sql(), heard)
        .compose(given -> given.isEmpty() ? Future.succeededFuture() : reopen(unit, given));
  }

  /**
   * Gives away all connections of a node that is gone for all that is known, with their events;
   * false: some are written by others now, and are left for the next time.
   */
  Future<Boolean> giveAway(String goneNodeId) {
    return giveAway(goneNodeId, "")
        .compose(ok -> store.hasAny(pool, goneNodeId))
        .map(left -> !left);
  }

  private Future<?> giveAway(String goneNodeId, String after) {
    return writer
        .write(
            unit ->
                store
                    .giveAway(unit.sql(), goneNodeId, after, unit.now(), PIECE)
                    .onSuccess(
                        all ->
                            all.forEach(
                                closed -> ConnectionService.emitClosed(unit, closed, NODE_GONE))))
        .compose(
            closed ->
                closed.size() < PIECE
                    ? Future.succeededFuture()
                    : giveAway(goneNodeId, closed.get(closed.size() - 1).chargerId()));
  }

  /** The nodes that have connections and no lease. */
  Future<List<String>> nodesWithoutLease() {
    return store.nodesWithoutLease(pool);
  }

  /** Answers {@code charger.sessions.standing}. */
  Future<Sessions> standing(Sessions sessions) {
    return writer.write(
        unit ->
            reopen(unit, sessions.items())
                .compose(ok -> store.replaced(unit.sql(), sessions.items()))
                .map(replaced -> new Sessions(sessions.nodeId(), replaced)));
  }

  private Future<?> reopen(UnitOfWork unit, List<Session> standing) {
    return mayOpen(unit)
        .compose(
            may ->
                may
                    ? store.reopen(unit.sql(), standing)
                    : Future.succeededFuture(List.<StandingStore.Reopened>of()))
        .onSuccess(
            reopened ->
                reopened.forEach(
                    one ->
                        unit.emit(
                            one.chargerId(),
                            new ChargerConnected(
                                nodeId, one.epoch(), one.transport(), one.version()))));
  }

  /** Answers {@code charger.sessions.stored}. */
  Future<Sessions> stored(StoredQuery query) {
    return store
        .stored(pool, query.nodeId(), query.after(), clock.instant().minus(settled), Nodes.PIECE)
        .map(stored -> new Sessions(query.nodeId(), stored));
  }

  /** Answers {@code charger.sessions.missing}. */
  Future<Done> missing(Sessions sessions) {
    return writer.write(
        unit ->
            store
                .missing(unit.sql(), sessions.items(), unit.now())
                .onSuccess(
                    all ->
                        all.forEach(closed -> ConnectionService.emitClosed(unit, closed, UNSEEN)))
                .map(Done.DONE));
  }
}
