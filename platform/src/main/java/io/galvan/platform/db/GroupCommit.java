package io.galvan.platform.db;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * Gathers small writes of many chargers into few transactions. A batch is whatever waits when the
 * one before is done, so an idle system commits at once and a busy one in ever larger groups. Each
 * item's future completes after its commit.
 *
 * <p>When the database refuses a batch for what one item holds, the items are written one by one,
 * so only the bad one fails. Not thread-safe: for one event loop.
 */
public final class GroupCommit<Q, R> {
  private final Writer writer;
  private final BiFunction<UnitOfWork, List<Q>, Future<List<R>>> work;
  private final int maxBatch;
  private final int maxInFlight;
  private final int maxQueued;
  private final DistributionSummary batchSize;
  private final Timer batchTime;
  private final ArrayDeque<Item<Q, R>> queue = new ArrayDeque<>();
  private final Turn turn = new Turn();
  private int inFlight;
  private long maxChars = Long.MAX_VALUE;
  private ToLongFunction<Q> chars = request -> 0;
  private long heldChars;

  private record Item<Q, R>(Q request, Promise<R> answer) {}

  /**
   * @param name names the metric's tag
   * @param work writes all items of a batch in the given transaction and answers in the same order;
   *     must be safe to repeat
   * @param maxBatch items in a transaction
   * @param maxInFlight transactions at once
   * @param maxQueued items that wait; more are refused with UNAVAILABLE
   */
  public GroupCommit(
      String name,
      Writer writer,
      MeterRegistry meters,
      int maxBatch,
      int maxInFlight,
      int maxQueued,
      BiFunction<UnitOfWork, List<Q>, Future<List<R>>> work) {
    this.writer = writer;
    this.work = work;
    this.maxBatch = maxBatch;
    this.maxInFlight = maxInFlight;
    this.maxQueued = maxQueued;
    this.batchSize =
        DistributionSummary.builder("galvan.commit.items").tag("writer", name).register(meters);
    this.batchTime =
        Timer.builder("galvan.commit.time")
            .tag("writer", name)
            .publishPercentiles(0.5, 0.99)
            .register(meters);
  }

  /** As the long one, with 500 items a batch, one batch at a time, 50,000 items waiting. */
  public GroupCommit(
      String name,
      Writer writer,
      MeterRegistry meters,
      BiFunction<UnitOfWork, List<Q>, Future<List<R>>> work) {
    this(name, writer, meters, 500, 1, 50_000, work);
  }

  /**
   * Bounds the characters too of what waits or is being written, where others decide how long an
   * item is; more is refused with UNAVAILABLE, but an item is never refused for its own length.
   *
   * @param chars of the texts in an item
   */
  public GroupCommit<Q, R> bounded(long maxChars, ToLongFunction<Q> chars) {
    this.maxChars = maxChars;
    this.chars = chars;
    return this;
  }

  /** Writes the item with the next batch. */
  public Future<R> submit(Q request) {
    long length = chars.applyAsLong(request);
    if (queue.size() >= maxQueued || (heldChars > 0 && heldChars + length > maxChars)) {
      return Future.failedFuture(
          new GalvanException(Fault.UNAVAILABLE, "too many writes are waiting"));
    }
    Promise<R> answer = Promise.promise();
    if (length > 0) {
      heldChars += length;
      answer.future().onComplete(written -> heldChars -= length);
    }
    queue.add(new Item<>(request, answer));
    turn.end(this::pump);
    return answer.future();
  }

  private void pump() {
    while (inFlight < maxInFlight && !queue.isEmpty()) {
      List<Item<Q, R>> batch = new ArrayList<>(Math.min(queue.size(), maxBatch));
      while (batch.size() < maxBatch && !queue.isEmpty()) {
        batch.add(queue.poll());
      }
      inFlight++;
      long start = System.nanoTime();
      write(batch)
          .onComplete(
              ignored -> {
                inFlight--;
                batchSize.record(batch.size());
                batchTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                turn.end(this::pump);
              });
    }
  }

  private Future<?> write(List<Item<Q, R>> batch) {
    List<Q> requests = new ArrayList<>(batch.size());
    batch.forEach(item -> requests.add(item.request));
    return writer
        .write(unit -> work.apply(unit, requests))
        .onSuccess(
            answers -> {
              for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(answers.get(i));
              }
            })
        .recover(failure -> afterFailure(batch, failure));
  }

  private Future<List<R>> afterFailure(List<Item<Q, R>> batch, Throwable failure) {
    boolean databaseIsAway = failure instanceof GalvanException e && e.fault() == Fault.UNAVAILABLE;
    if (batch.size() == 1 || databaseIsAway) {
      batch.forEach(item -> item.answer.tryFail(failure));
      return Future.succeededFuture(List.of());
    }
    Future<?> oneByOne = Future.succeededFuture();
    for (Item<Q, R> item : batch) {
      oneByOne = oneByOne.compose(ok -> write(List.of(item)));
    }
    return oneByOne.map(List.of());
  }
}
