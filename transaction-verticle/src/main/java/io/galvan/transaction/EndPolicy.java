package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.ConnectorUpdated;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.platform.event.Event;
import io.galvan.transaction.EndStore.Ending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events say that running transactions are over: a connector (or with connector 0 the whole
 * station) that reports Unavailable, a connector that is Available again after the start, a station
 * that was removed, and one that was gone for longer than the operator waits. Preparing says
 * nothing: a station may report it with the next vehicle's cable or with this one's. Such an end is
 * marked as inferred, and a true StopTransaction that comes later replaces it.
 *
 * <p>Times of a status and of a start are both the station's own, so its clock may be wrong. Told
 * twice or late an event ends nothing more, since ended transactions do not run and newer ones
 * started after it.
 */
final class EndPolicy {
  private EndPolicy() {}

  /** What the event ends, if anything. */
  static Optional<Ending> judge(Event event) {
    String chargerId = event.chargerId();
    if (chargerId == null) {
      return Optional.empty();
    }
    if (event.happening() instanceof ConnectorUpdated update) {
      return Optional.ofNullable(judge(chargerId, update));
    }
    if (event.happening() instanceof Happening.ChargerUpdated update) {
      return switch (update.change()) {
        case Lost -> Optional.of(station(chargerId, event.at(), InferredEnd.Disconnected));
        case Deleted -> Optional.of(station(chargerId, event.at(), InferredEnd.Removed));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static @Nullable Ending judge(String chargerId, ConnectorUpdated update) {
    int connector = update.evseId();
    Instant at = update.statusAt();
    if (update.status().equals("Unavailable")) {
      return new Ending(chargerId, connector, at, at, false, true, InferredEnd.Unavailable);
    }
    if (update.status().equals("Available") && connector > 0) {
      // At the very time of the start it is the status from before. After a boot all connectors are
      // told, and the stop comes after that.
      Instant before = at.minus(1, ChronoUnit.MICROS);
      return new Ending(chargerId, connector, before, at, true, false, InferredEnd.Available);
    }
    return null;
  }

  private static Ending station(String chargerId, Instant at, InferredEnd why) {
    return new Ending(chargerId, 0, at, at, false, true, why);
  }
}
