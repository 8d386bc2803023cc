package io.galvan.charger.connection;

import io.galvan.contract.connection.Nodes;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.lease.Lease;
import io.galvan.platform.lease.LeaseKeeper;
import io.galvan.platform.lease.Leases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease by which this node owns its connections, and the end of those of other nodes whose
 * leases have lapsed. Who finds a lapsed one takes it, gives away what it owned, and lets it go.
 * For one event loop.
 */
final class NodeLeases {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLeases.class);

  /** A lease for each node, with the node's id behind this. */
  static final String PREFIX = "node/";

  private static final int LOOKS_A_TERM = 8;
  private static final long ROLL_CALL_MS = 60_000;
  private static final long ANSWER_MS = 30_000;

  private final Vertx vertx;
  private final Bus bus;
  private final String nodeId;
  private final String nodeName;
  private final Leases leases;
  private final LeaseKeeper own;
  private final Map<String, Lease> ending = new HashMap<>();
  private Function<String, Future<Boolean>> end = gone -> Future.succeededFuture(true);
  private long looking = -1;
  private long calling = -1;
  private boolean busy;
  private boolean started;

  NodeLeases(Vertx vertx, Platform platform, Leases leases) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.nodeId = platform.nodeId();
    this.nodeName = platform.settings().nodeName();
    this.leases = leases;
    this.own =
        new LeaseKeeper(
            vertx,
            leases,
            PREFIX + nodeId,
            nodeId,
            new LeaseKeeper.Owner() {
              @Override
              public void gained(Lease lease) {
                compare();
              }

              @Override
              public void reached() {
                compare();
              }

              @Override
              public void lost(Lease lease) {
                LOG.warn("this node was not heard of for too long; its stations count as offline");
              }
            });
  }

  /** This node's lease; null: it may have none. */
  @Nullable Lease own() {
    return own.held();
  }

  /**
   * Takes this node's lease, and ends what others leave from now on.
   *
   * @param endOf gives away what a node owned; false: not all of it yet
   * @param withoutLease nodes that own something and have no lease
   */
  Future<?> start(
      Function<String, Future<Boolean>> endOf, Supplier<Future<List<String>>> withoutLease) {
    end = endOf;
    return own.start()
        .compose(ok -> leases.list(PREFIX + nodeName + "."))
        .onSuccess(
            same -> {
              if (same.size() > 1) {
                LOG.info("a node of the name {} is there, or stopped without a word", nodeName);
              }
            })
        .compose(ok -> withoutLease.get())
        .compose(nodes -> Future.all(nodes.stream().map(endOf).toList()))
        .onSuccess(
            ok -> {
              started = true;
              long lookMs = Math.max(1, leases.term().toMillis() / LOOKS_A_TERM);
              looking = vertx.setPeriodic(lookMs, id -> look());
              calling = vertx.setPeriodic(ROLL_CALL_MS, id -> callTheRoll());
            });
  }

  private void look() {
    if (busy) {
      return;
    }
    busy = true;
    leases
        .lapsed(PREFIX)
        .compose(
            lapsed -> {
              Future<?> ended = Future.succeededFuture();
              for (Lease lease : lapsed) {
                ended = ended.compose(ok -> take(lease));
              }
              for (Lease lease : List.copyOf(ending.values())) {
                ended = ended.compose(ok -> endOf(lease));
              }
              return ended;
            })
        .onComplete(
            (ok, failure) -> {
              busy = false;
              if (failure != null) {
                LOG.debug("lapsed leases wait", failure);
              }
            });
  }

  private Future<?> take(Lease lapsed) {
    if (lapsed.name().equals(PREFIX + nodeId)) {
      return Future.succeededFuture();
    }
    return leases
        .acquire(lapsed.name(), nodeId)
        .compose(
            taken -> {
              if (taken == null) {
                return Future.succeededFuture();
              }
              LOG.warn(
                  "{} was not heard of: its stations count as offline until they are",
                  goneNode(taken));
              return endOf(taken);
            });
  }

  /** The end may take longer than a term, and more than one try. */
  private Future<?> endOf(Lease taken) {
    ending.put(taken.name(), taken);
    return leases
        .acquire(taken.name(), nodeId)
        .compose(
            still -> {
              if (still == null || still.fence() != taken.fence()) {
                ending.remove(taken.name());
                return Future.succeededFuture();
              }
              return end.apply(goneNode(taken))
                  .compose(
                      all -> {
                        if (!all) {
                          return Future.succeededFuture();
                        }
                        ending.remove(taken.name());
                        return leases.release(taken).mapEmpty();
                      });
            });
  }

  private static String goneNode(Lease lease) {
    return lease.name().substring(PREFIX.length());
  }

  /**
   * What this node's sessions are, and what is stored of them, may differ now; of those that were
   * opened just before, nothing can be said yet.
   */
  private void compare() {
    callTheRoll();
    vertx.setTimer(leases.term().toMillis() * 3 / 2, id -> callTheRoll());
  }

  private void callTheRoll() {
    if (started) {
      bus.requestAt(Nodes.ROLL_CALL, nodeId, new Nodes.RollCall(), ANSWER_MS)
          .onFailure(failure -> LOG.debug("the roll is called again later", failure));
    }
  }

  /** Gives away what is left of this node, and its lease. */
  Future<?> stop() {
    vertx.cancelTimer(looking);
    vertx.cancelTimer(calling);
    return (started ? end.apply(nodeId) : Future.succeededFuture(true))
        .otherwise(false)
        .compose(all -> (all ? own.stop() : own.leave()).mapEmpty());
  }
}
