package io.galvan.transaction;

import io.galvan.platform.contract.Transactions.InferredEnd;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Happening;
import io.galvan.platform.event.Happening.ChargerChange;
import java.time.Instant;
import java.util.Optional;

/**
 * When a charging station becomes unavailable, its running transactions are closed: on a connector
 * (or with connector 0 the whole station) that reports Unavailable, on a station that was removed,
 * and on one that was gone for longer than the operator waits. Such an end is marked as inferred,
 * and a true StopTransaction that comes later replaces it.
 */
final class UnavailablePolicy {
  private static final String UNAVAILABLE = "Unavailable";

  private UnavailablePolicy() {}

  /**
   * @param connectorId 0 is the whole station
   * @param before only transactions that started no later than this end
   */
  record Ending(String chargerId, int connectorId, Instant before, InferredEnd why) {}

  /**
   * What the event ends, if anything. The same event ends nothing twice, because ended transactions
   * do not run.
   */
  static Optional<Ending> judge(Event event) {
    String chargerId = event.chargerId();
    if (chargerId == null) {
      return Optional.empty();
    }
    if (event.happening() instanceof Happening.ConnectorUpdated update
        && update.status().equals(UNAVAILABLE)) {
      return Optional.of(
          new Ending(chargerId, update.connectorId(), update.statusAt(), InferredEnd.Unavailable));
    }
    if (event.happening() instanceof Happening.ChargerUpdated update
        && update.change() == ChargerChange.Lost) {
      return Optional.of(new Ending(chargerId, 0, event.at(), InferredEnd.Disconnected));
    }
    if (event.happening() instanceof Happening.ChargerUpdated update
        && update.change() == ChargerChange.Deleted) {
      return Optional.of(new Ending(chargerId, 0, event.at(), InferredEnd.Unavailable));
    }
    return Optional.empty();
  }
}
