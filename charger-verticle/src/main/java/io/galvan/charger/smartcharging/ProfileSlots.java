package io.galvan.charger.smartcharging;

import io.galvan.charger.block.Payload;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.RemoteStartTransactionRequest;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.ocpp.v2.RequestStartTransactionRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The places in stations' stacks of charging profiles, each with one owner: a command with a
 * profile is stored and sent only if nobody greater holds its place, or is about to, and its number
 * is not one of another source (ADR 31).
 */
public final class ProfileSlots {
  static final String SET = "SetChargingProfile";
  static final String REMOTE_START = "RemoteStartTransaction";
  static final String REQUEST_START = "RequestStartTransaction";

  private static final String TX_PROFILE = "TxProfile";

  private ProfileSlots() {}

  /**
   * Where a command puts a profile.
   *
   * @param evseId of 1.6 the connector; 0 is the whole station, or for the profile of a remote
   *     start the EVSE that the station chooses
   */
  public record Slot(
      int profileId,
      int evseId,
      String purpose,
      int stackLevel,
      @Nullable String stationTransactionId) {
    /** Whether a profile here would replace one there. */
    boolean meets(Slot other) {
      boolean sameEvse =
          evseId == other.evseId
              || (purpose.equals(TX_PROFILE) && (evseId == 0 || other.evseId == 0));
      return sameEvse
          && purpose.equals(other.purpose)
          && stackLevel == other.stackLevel
          && (stationTransactionId == null
              || other.stationTransactionId == null
              || stationTransactionId.equals(other.stationTransactionId));
    }
  }

  /** Of a command that carries a profile; empty for all others. */
  public static Optional<Slot> of(String action, @Nullable OcppVersion version, String request) {
    boolean first = version == null || version == OcppVersion.V1_6;
    return switch (action) {
      case SET ->
          first
              ? Payload.read(request, SetChargingProfileRequest.class)
                  .map(set -> slot(set.connectorId(), set.csChargingProfiles()))
              : Payload.read(request, io.galvan.ocpp.v2.SetChargingProfileRequest.class)
                  .map(set -> slot(set.evseId(), set.chargingProfile()));
      case REMOTE_START ->
          Payload.read(request, RemoteStartTransactionRequest.class)
              .flatMap(
                  start ->
                      Optional.ofNullable(start.chargingProfile())
                          .map(profile -> slot(orAny(start.connectorId()), profile)));
      case REQUEST_START ->
          Payload.read(request, RequestStartTransactionRequest.class)
              .flatMap(
                  start ->
                      Optional.ofNullable(start.chargingProfile())
                          .map(profile -> slot(orAny(start.evseId()), profile)));
      default -> Optional.empty();
    };
  }

  /** The station chooses the EVSE of a remote start that names none. */
  static int orAny(@Nullable Integer evseId) {
    return evseId == null ? 0 : evseId;
  }

  private static Slot slot(int connectorId, io.galvan.ocpp.v16.ChargingProfile profile) {
    return new Slot(
        profile.chargingProfileId(),
        connectorId,
        profile.chargingProfilePurpose().name(),
        profile.stackLevel(),
        profile.transactionId() == null ? null : profile.transactionId().toString());
  }

  private static Slot slot(int evseId, io.galvan.ocpp.v2.ChargingProfile profile) {
    return new Slot(
        profile.id(),
        evseId,
        Wire.text(profile.chargingProfilePurpose()),
        profile.stackLevel(),
        profile.transactionId());
  }
}
