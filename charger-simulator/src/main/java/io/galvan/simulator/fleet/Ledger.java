package io.galvan.simulator.fleet;

import io.galvan.simulator.station.EndedTransaction;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All transactions that a fleet has ended, as its stations know them. */
public final class Ledger {
  private static final int MOST = 2_000_000;

  private final ConcurrentLinkedQueue<EndedTransaction> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong energyWh = new AtomicLong();

  /** Writes one down. */
  public void add(EndedTransaction transaction) {
    if (count.incrementAndGet() > MOST) {
      throw new IllegalStateException("a run of more than " + MOST + " transactions");
    }
    ended.add(transaction);
    energyWh.addAndGet(transaction.energyWh());
  }

  /** How many there are. */
  public int transactions() {
    return count.get();
  }

  /** Their energy, in Wh. */
  public long energyWh() {
    return energyWh.get();
  }

  /** All, in the order of their ends. */
  public List<EndedTransaction> all() {
    return List.copyOf(ended);
  }

  /** How many began in each hour of the day, in UTC. */
  public static long[] startsByHour(List<EndedTransaction> transactions) {
    long[] hours = new long[24];
    transactions.forEach(each -> hours[each.startedAt().atOffset(ZoneOffset.UTC).getHour()]++);
    return hours;
  }
}
