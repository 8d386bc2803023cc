package io.galvan.auth.block;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * Hashes secrets on threads of its own, so that neither the event loop nor other hashers wait. Work
 * beyond a bound is refused with UNAVAILABLE. Strangers take at most half of the places and are
 * served after all others, so however many they are, they keep nobody else out. Not thread-safe:
 * for one event loop.
 */
public final class PasswordHasher {
  private final WorkerExecutor executor;
  private final int threads;
  private final int iterations;
  private final int maxWaiting;
  private final Queue<Job<?>> others = new ArrayDeque<>();
  private final Queue<Job<?>> strangers = new ArrayDeque<>();
  private int running;
  private int waiting;
  private int waitingStrangers;

  /** For whom a secret is hashed. */
  public enum Asker {
    /** Anybody who can reach a port. */
    STRANGER,
    /** A user who is signed in, or was from the same network of late; a charging station. */
    KNOWN
  }

  private record Job<T>(boolean stranger, Callable<T> work, Promise<T> done) {}

  public PasswordHasher(Vertx vertx, String name, int threads, int iterations, int maxWaiting) {
    this.executor = vertx.createSharedWorkerExecutor(name, threads);
    this.threads = threads;
    this.iterations = iterations;
    this.maxWaiting = maxWaiting;
  }

  public Future<PasswordHash> hash(Asker asker, byte[] secret) {
    return work(asker, () -> PasswordHash.of(secret, iterations));
  }

  public Future<Boolean> matches(Asker asker, PasswordHash stored, byte[] secret) {
    return work(asker, () -> stored.matches(secret));
  }

  /** Takes the time of a check and answers false, so that nobody learns which users exist. */
  public Future<Boolean> matchesNothing(Asker asker, byte[] secret) {
    return work(asker, () -> PasswordHash.of(secret, iterations)).map(false);
  }

  private <T> Future<T> work(Asker asker, Callable<T> work) {
    boolean stranger = asker == Asker.STRANGER;
    if (waiting >= maxWaiting || stranger && waitingStrangers >= maxWaiting / 2) {
      return Future.failedFuture(
          new GalvanException(Fault.UNAVAILABLE, "too many passwords wait to be checked"));
    }
    waiting++;
    waitingStrangers += stranger ? 1 : 0;
    Job<T> job = new Job<>(stranger, work, Promise.promise());
    (stranger ? strangers : others).add(job);
    startNext();
    return job.done().future();
  }

  private void startNext() {
    while (running < threads) {
      Job<?> next = others.isEmpty() ? strangers.poll() : others.poll();
      if (next == null) {
        return;
      }
      running++;
      run(next);
    }
  }

  private <T> void run(Job<T> job) {
    executor
        .executeBlocking(job.work(), false)
        .onComplete(
            result -> {
              running--;
              waiting--;
              waitingStrangers -= job.stranger() ? 1 : 0;
              startNext();
              job.done().handle(result);
            });
  }

  /** What waits still is refused. */
  public Future<Void> close() {
    refuse(others);
    refuse(strangers);
    return executor.close();
  }

  private static void refuse(Queue<Job<?>> jobs) {
    for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
      job.done().fail(new GalvanException(Fault.UNAVAILABLE, "the node shuts down"));
    }
  }
}
