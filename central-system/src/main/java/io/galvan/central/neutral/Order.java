package io.galvan.central.neutral;

import io.galvan.contract.smartcharging.ChargingProfiles.RateUnit;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an operator asks of a station, whatever version it speaks. */
public sealed interface Order {
  /**
   * A transaction is to start.
   *
   * @param remoteStartId by which a station of 2.x names this start
   * @param limit for the transaction
   * @param profile for the transaction as JSON, in the version's own terms; instead of a limit
   */
  record Start(
      String idToken,
      @Nullable String idTokenType,
      @Nullable String groupIdToken,
      Place place,
      int remoteStartId,
      @Nullable Rate limit,
      @Nullable String profile)
      implements Order {}

  /** A transaction is to end. */
  record Stop(TransactionName transaction) implements Order {}

  /** When a station resets itself. */
  enum ResetKind {
    immediate,
    /** After the transactions that run. */
    onIdle,
    /** At once; the transactions that run go on after it. */
    immediateAndResume
  }

  record Reset(ResetKind type, Place place) implements Order {}

  record Unlock(Place place) implements Order {}

  /** Whether a station, an EVSE or a connector serves. */
  enum Operational {
    Operative,
    Inoperative
  }

  record Availability(Operational status, Place place) implements Order {}

  /** A limit holds from now on. */
  record SetLimit(Scope scope, Rate rate, Instant from) implements Order {}

  /** A limit that was set goes. */
  record ClearLimit(Scope scope) implements Order {}

  /**
   * @param id Galvan's
   * @param stationId the station's own text
   */
  record TransactionName(long id, String stationId) {}

  /**
   * What a limit is for: a transaction, or the place without one.
   *
   * @param profileId of the charging profile that carries it
   * @param held whether the station is known to hold that profile
   */
  record Scope(
      Place place,
      @Nullable TransactionName transaction,
      int stackLevel,
      int profileId,
      boolean held) {}

  /**
   * @param durationS null: until it is cleared
   */
  record Rate(
      BigDecimal limit,
      RateUnit unit,
      @Nullable Integer numberPhases,
      @Nullable Integer durationS,
      int profileId) {}
}
