package io.galvan.central.gateway.mqtt;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a station's messages in order over the end of its session. When a session ends, messages
 * that it had not handled fail and are handed over again, in the next round; one of the same round
 * that arrives only then would be handled before them by the next session. So it fails, too, and
 * comes again behind them. For one event loop.
 */
final class HandOvers {
  /** Rounds that are under way or failed; one that is forgotten protects no longer. */
  private static final int MOST = 100_000;

  private static final class Round {
    private final long number;
    private Object holder;
    private int underWay;
    private boolean failed;

    Round(long number, Object holder) {
      this.number = number;
      this.holder = holder;
    }
  }

  private final Map<String, Round> rounds =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Round> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Whether a message may be handled now.
   *
   * @param number of the round in which it is handed over
   * @param holder who would handle it; null for one that is yet to be made
   */
  boolean admits(String station, long number, @Nullable Object holder) {
    Round round = rounds.get(station);
    return round == null
        || round.number != number
        || (!round.failed && (round.underWay == 0 || round.holder == holder));
  }

  /** A message that was admitted is being handled; gives what becomes of it. */
  <T> Future<T> watch(String station, long number, Object holder, Future<T> handled) {
    Round known = rounds.get(station);
    Round round = known != null && known.number == number ? known : new Round(number, holder);
    round.holder = holder;
    round.underWay++;
    rounds.put(station, round);
    return handled.onComplete(
        (done, failure) -> {
          round.underWay--;
          round.failed |= failure != null;
          if (round.underWay == 0 && !round.failed) {
            rounds.remove(station, round);
          }
        });
  }

  /** How many stations have a round that is under way or failed. */
  int size() {
    return rounds.size();
  }
}
