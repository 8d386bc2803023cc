package io.galvan.charger.block;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes a batch that may name the same row more than once. A multi-row statement takes a row once
 * only, so the first items of all rows go in one statement, the second ones in the next, and so on;
 * nearly every batch is one round. All rounds are sent at once.
 */
public final class Rounds {
  private Rounds() {}

  /**
   * @param statement writes items of different keys and tells what came of each; a key it does not
   *     name has no outcome
   * @return the outcomes in the order of the batch
   */
  public static <Q, K, V> Future<List<Optional<V>>> write(
      List<Q> batch, Function<Q, K> key, Function<List<Q>, Future<Map<K, V>>> statement) {
    List<List<Q>> rounds = new ArrayList<>();
    int[] roundOf = new int[batch.size()];
    Map<K, Integer> times = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      int round = times.merge(key.apply(batch.get(i)), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(batch.get(i));
      roundOf[i] = round;
    }
    List<Future<Map<K, V>>> written = rounds.stream().map(statement).toList();
    return Future.all(written)
        .map(
            all -> {
              List<Optional<V>> outcomes = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                Map<K, V> round = all.resultAt(roundOf[i]);
                outcomes.add(Optional.ofNullable(round.get(key.apply(batch.get(i)))));
              }
              return outcomes;
            });
  }
}
