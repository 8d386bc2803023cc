package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.platform.Platform;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what all stations tell of their transactions, of whatever kind, into common commits: a
 * commit costs the same for one message as for hundreds.
 */
final class Ledger {
  /** One way to write: all messages of its kind in a batch, answered in the same order. */
  @FunctionalInterface
  interface Page<Q, R> {
    Future<List<R>> write(UnitOfWork unit, List<Q> messages);
  }

  /** What waits or is being written, in characters of readings: their number is the station's. */
  private static final long MOST_CHARS = 32L << 20;

  private record Item(Page<Object, Object> page, Object message, long chars) {}

  private final GroupCommit<Item, Object> group;

  Ledger(Platform platform, Writer writer) {
    group =
        new GroupCommit<Item, Object>("ledger", writer, platform.meters(), this::write)
            .bounded(MOST_CHARS, Item::chars);
  }

  /**
   * Writes the message with the next commit; completes after it.
   *
   * @param readings that the message has
   */
  @SuppressWarnings("unchecked")
  <Q, R> Future<R> submit(Page<Q, R> page, Q message, List<Reading> readings) {
    return group
        .submit(new Item((Page<Object, Object>) page, message, chars(readings)))
        .map(answer -> (R) answer);
  }

  private static long chars(List<Reading> readings) {
    long chars = 0;
    for (Reading reading : readings) {
      for (Sample sample : reading.samples()) {
        chars +=
            sample.value().length()
                + sample.context().length()
                + sample.format().length()
                + sample.measurand().length()
                + (sample.phase() == null ? 0 : sample.phase().length())
                + sample.location().length()
                + sample.unit().length();
      }
    }
    return chars;
  }

  /** The kinds are written beside each other, each sending its statements without waiting. */
  private Future<List<Object>> write(UnitOfWork unit, List<Item> batch) {
    Map<Page<Object, Object>, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      positions.computeIfAbsent(batch.get(i).page, page -> new ArrayList<>()).add(i);
    }
    Object[] answers = new Object[batch.size()];
    List<Future<?>> written = new ArrayList<>(positions.size());
    positions.forEach(
        (page, of) ->
            written.add(
                page.write(unit, of.stream().map(i -> batch.get(i).message).toList())
                    .onSuccess(
                        all -> {
                          for (int i = 0; i < of.size(); i++) {
                            answers[of.get(i)] = all.get(i);
                          }
                        })));
    return Future.all(written).map(ok -> Arrays.asList(answers));
  }
}
