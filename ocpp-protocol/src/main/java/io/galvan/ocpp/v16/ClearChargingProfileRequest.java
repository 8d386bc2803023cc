package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Removes the charging profiles that match every given field (OCPP 1.6, section 6). */
public record ClearChargingProfileRequest(
    @Nullable Integer id,
    @Nullable Integer connectorId,
    @Nullable ChargingProfilePurposeType chargingProfilePurpose,
    @Nullable Integer stackLevel) {
  /** Clears every profile. */
  public static ClearChargingProfileRequest all() {
    return new ClearChargingProfileRequest(null, null, null, null);
  }
}
