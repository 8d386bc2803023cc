package io.galvan.auth;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Hashes secrets on threads of its own, so that neither the event loop nor other hashers wait. Work
 * beyond a bound is refused with UNAVAILABLE. Not thread-safe: for one event loop.
 */
final class PasswordHasher {
  private final WorkerExecutor threads;
  private final int iterations;
  private final int maxWaiting;
  private int waiting;

  PasswordHasher(Vertx vertx, String name, int threads, int iterations, int maxWaiting) {
    this.threads = vertx.createSharedWorkerExecutor(name, threads);
    this.iterations = iterations;
    this.maxWaiting = maxWaiting;
  }

  Future<PasswordHash> hash(byte[] secret) {
    return work(() -> PasswordHash.of(secret, iterations));
  }

  Future<Boolean> matches(PasswordHash stored, byte[] secret) {
    return work(() -> stored.matches(secret));
  }

  /** Takes the time of a check and answers false, so that nobody learns which users exist. */
  Future<Boolean> matchesNothing(byte[] secret) {
    return work(() -> PasswordHash.of(secret, iterations)).map(false);
  }

  private <T> Future<T> work(Callable<T> work) {
    if (waiting >= maxWaiting) {
      return Future.failedFuture(
          new GalvanException(Fault.UNAVAILABLE, "too many passwords wait to be checked"));
    }
    waiting++;
    return threads.executeBlocking(work, false).onComplete(done -> waiting--);
  }

  Future<Void> close() {
    return threads.close();
  }
}
