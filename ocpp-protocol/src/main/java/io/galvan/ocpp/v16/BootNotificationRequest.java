package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import org.jspecify.annotations.Nullable;

/** Tells who a charge point is, at every start (OCPP 1.6, section 6). */
public record BootNotificationRequest(
    @MaxLength(20) @Truncatable String chargePointVendor,
    @MaxLength(20) @Truncatable String chargePointModel,
    @MaxLength(25) @Truncatable @Nullable String chargePointSerialNumber,
    @MaxLength(25) @Truncatable @Nullable String chargeBoxSerialNumber,
    @MaxLength(50) @Truncatable @Nullable String firmwareVersion,
    @MaxLength(20) @Truncatable @Nullable String iccid,
    @MaxLength(20) @Truncatable @Nullable String imsi,
    @MaxLength(25) @Truncatable @Nullable String meterType,
    @MaxLength(25) @Truncatable @Nullable String meterSerialNumber) {
  /** A boot that names vendor and model alone. */
  public static BootNotificationRequest of(String vendor, String model) {
    return new BootNotificationRequest(vendor, model, null, null, null, null, null, null, null);
  }
}
