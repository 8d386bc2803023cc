package io.galvan.platform.lease;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wants one lease for one node: takes it when it can be had, renews it four times a term, and tells
 * of both. For one event loop.
 */
public final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int LOOKS_A_RENEWAL = 2;

  /** Hears what becomes of the lease. */
  public interface Owner {
    /** The lease was taken; its fence is a new one. */
    void gained(Lease lease);

    /** The lease was renewed after the database could not be asked for some time. */
    default void reached() {}

    /** Another node has taken the lease. */
    default void lost(Lease lease) {}
  }

  private final Vertx vertx;
  private final Leases leases;
  private final String name;
  private final String node;
  private final Owner owner;
  private long timer = -1;
  private long looks;
  private boolean asking;
  private boolean unreached;
  private boolean stopped;
  private @Nullable Lease lease;
  private long renewedNanos;

  /**
   * @param name of the lease
   * @param node that wants it
   */
  public LeaseKeeper(Vertx vertx, Leases leases, String name, String node, Owner owner) {
    this.vertx = vertx;
    this.leases = leases;
    this.name = name;
    this.node = node;
    this.owner = owner;
  }

  /** Tries to take it, which must not fail but may come too late, and goes on with that. */
  public Future<?> start() {
    return ask()
        .onSuccess(
            first ->
                timer =
                    vertx.setPeriodic(
                        Math.max(1, leases.term().toMillis() / Leases.LOOKS_A_TERM), id -> look()));
  }

  /**
   * The lease, when this node has it for all it knows: it was renewed within a term. Null: it may
   * be another's.
   */
  public @Nullable Lease held() {
    return System.nanoTime() - renewedNanos < leases.term().toNanos() ? lease : null;
  }

  private void look() {
    looks++;
    if (!asking && (held() == null || looks % LOOKS_A_RENEWAL == 0)) {
      ask().onFailure(failure -> LOG.debug("{} is not renewed now", name, failure));
    }
  }

  private Future<?> ask() {
    asking = true;
    long askedNanos = System.nanoTime();
    return leases
        .acquire(name, node)
        .onComplete(
            (answer, failure) -> {
              asking = false;
              if (failure != null) {
                if (!unreached && !stopped) {
                  LOG.warn("the lease {} cannot be renewed now: {}", name, failure.getMessage());
                }
                unreached = true;
              } else if (!stopped) {
                answered(answer, askedNanos);
              }
            });
  }

  private void answered(@Nullable Lease now, long askedNanos) {
    Lease before = lease;
    boolean back = unreached;
    unreached = false;
    lease = now;
    renewedNanos = askedNanos;
    if (before != null && (now == null || now.fence() != before.fence())) {
      LOG.warn("the lease {} was lost", name);
      owner.lost(before);
    }
    if (now != null && (before == null || now.fence() != before.fence())) {
      LOG.info("the lease {} is this node's, with fence {}", name, now.fence());
      owner.gained(now);
    } else if (now != null && back) {
      owner.reached();
    }
  }

  /** Wants it no longer, and lets it lapse. */
  public Future<?> leave() {
    stopped = true;
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  /** Gives the lease back. */
  public Future<?> stop() {
    Lease held = lease;
    lease = null;
    leave();
    return held == null ? Future.succeededFuture() : leases.release(held).otherwiseEmpty();
  }
}
