package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.ConnectorUpdated;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.platform.event.Event;
import io.galvan.transaction.EndStore.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events say that running transactions are over: a connector (or with connector 0 the whole
 * station) that reports Unavailable, a connector that is Available again after the start, a station
 * that was removed, and one that was gone for longer than the operator waits. Preparing says
 * nothing: a station may report it with the next vehicle's cable or with this one's. What a status
 * says waits for a reading or a status that says otherwise, see {@link #waitFor}. An inferred end
 * is marked, and a true StopTransaction that comes later replaces it.
 *
 * <p>Times of a status and of a start are both the station's own, so its clock may be wrong. Told
 * twice or late an event ends nothing more, since ended transactions do not run and newer ones
 * started after it.
 */
final class EndPolicy {
  /** The shortest time that a status is given to be contradicted. */
  static final Duration LEAST_WAIT = Duration.ofMinutes(10);

  private static final Duration LONGEST_WAIT = Duration.ofHours(2);

  /** How long an inferred end may be taken back before it is told as the end. */
  static final Duration FINAL_AFTER = Duration.ofHours(1);

  /** The ends that a station's word takes back. The others have a reason of their own. */
  static final Set<InferredEnd> TAKEN_BACK =
      Set.of(
          InferredEnd.Available,
          InferredEnd.Unavailable,
          InferredEnd.Boot,
          InferredEnd.Disconnected,
          InferredEnd.NotOngoing);

  private EndPolicy() {}

  /**
   * How long a status that says the transaction is over waits for a reading that says otherwise.
   *
   * @param intervalS between readings, in seconds
   */
  static Duration waitFor(long intervalS) {
    Duration two = Duration.ofSeconds(2 * Math.min(intervalS, LONGEST_WAIT.toSeconds()));
    Duration wait = two.compareTo(LEAST_WAIT) > 0 ? two : LEAST_WAIT;
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** What the event ends, if anything. */
  static Optional<Ending> judge(Event event) {
    String chargerId = event.chargerId();
    if (chargerId == null) {
      return Optional.empty();
    }
    if (event.happening() instanceof ConnectorUpdated update) {
      return Optional.ofNullable(judge(chargerId, update, event.at()));
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

  private static @Nullable Ending judge(String chargerId, ConnectorUpdated update, Instant toldAt) {
    int connector = update.evseId();
    Instant at = update.statusAt();
    if (update.status().equals("Unavailable")) {
      return new Ending(chargerId, connector, at, at, toldAt, true, InferredEnd.Unavailable);
    }
    if (update.status().equals("Available") && connector > 0) {
      // At the very time of the start it is the status from before. After a boot all connectors are
      // told, and the stop comes after that.
      Instant before = at.minus(1, ChronoUnit.MICROS);
      return new Ending(chargerId, connector, before, at, toldAt, false, InferredEnd.Available);
    }
    return null;
  }

  private static Ending station(String chargerId, Instant at, InferredEnd why) {
    return new Ending(chargerId, 0, at, at, at, true, why);
  }
}
