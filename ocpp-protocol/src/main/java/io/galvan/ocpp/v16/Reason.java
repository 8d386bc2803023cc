package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Fallback;

/** Why a transaction stopped (OCPP 1.6, section 7). */
public enum Reason {
  EmergencyStop,
  EVDisconnected,
  HardReset,
  Local,
  @Fallback
  Other,
  PowerLoss,
  Reboot,
  Remote,
  SoftReset,
  UnlockCommand,
  DeAuthorized
}
