package io.galvan.contract.reservation;

import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reservations of connectors, kept by the charger service. Stations are told by commands; what they
 * answer moves the reservation.
 */
public final class Reservations {
  public static final BusAddress<NewReservation, Reservation> REQUEST =
      new BusAddress<>("reservation.request", NewReservation.class, Reservation.class);
  public static final BusAddress<ReservationKey, Reservation> GET =
      new BusAddress<>("reservation.get", ReservationKey.class, Reservation.class);
  public static final BusAddress<ReservationQuery, ReservationPage> LIST =
      new BusAddress<>("reservation.list", ReservationQuery.class, ReservationPage.class);

  private Reservations() {}

  /** Where a reservation stands; {@link #mayBecome} is the table of legal moves. */
  public enum ReservationState {
    /** Stored; the station has not answered yet, or nobody knows what it answered. */
    Requested,
    /** The station holds the connector. */
    Active,
    /** The station did not take it. */
    Refused,
    /** A transaction started on it. */
    Used,
    Cancelled,
    Expired;

    /**
     * Whether a reservation may go from this state to the next. A transaction may be told long
     * after it started, so it uses a reservation that has ended by the clock since.
     */
    public boolean mayBecome(ReservationState next) {
      return switch (this) {
        case Requested -> next != Requested;
        case Active -> next == Active || next == Used || next == Cancelled || next == Expired;
        case Cancelled, Expired -> next == Used;
        case Refused, Used -> false;
      };
    }

    /** Whether the connector is held, or may be. */
    public boolean open() {
      return this == Requested || this == Active;
    }
  }

  /**
   * @param id unique for its charger; ours are unique for all chargers, but an operator may send
   *     any
   * @param connectorId of 1.6, 0 is any connector of the charger; 0 for a station of 2.x
   * @param status the station's last word on it
   * @param transactionId the transaction that used it
   * @param evseId of 1.6 the connector; 0 is any EVSE of the charger
   * @param connectorType of 2.x, when any connector of this type will do
   * @param idTokenType of 2.x
   */
  public record Reservation(
      int id,
      String chargerId,
      int connectorId,
      String idToken,
      @Nullable String parentIdToken,
      Instant expiresAt,
      ReservationState state,
      @Nullable String status,
      @Nullable Long transactionId,
      Instant createdAt,
      Instant updatedAt,
      int evseId,
      @Nullable String connectorType,
      @Nullable String idTokenType) {}

  /** Stores a reservation under a new id, in state Requested. */
  public record NewReservation(
      String chargerId,
      int connectorId,
      String idToken,
      @Nullable String parentIdToken,
      Instant expiresAt,
      int evseId,
      @Nullable String connectorType,
      @Nullable String idTokenType) {
    /** Of a connector of 1.6. */
    public NewReservation(
        String chargerId,
        int connectorId,
        String idToken,
        @Nullable String parentIdToken,
        Instant expiresAt) {
      this(chargerId, connectorId, idToken, parentIdToken, expiresAt, connectorId, null, null);
    }
  }

  /**
   * @param chargerId needed only when several chargers have a reservation of this id
   */
  public record ReservationKey(int id, @Nullable String chargerId) {}

  public record ReservationQuery(
      @Nullable String chargerId,
      @Nullable ReservationState state,
      int limit,
      @Nullable String cursor) {}

  public record ReservationPage(List<Reservation> items, @Nullable String next) {}
}
