package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/**
 * Message State, in GetDisplayMessages, NotifyDisplayMessages, SetDisplayMessage (since OCPP
 * 2.0.1).
 */
public enum MessageState {
  Charging,
  Faulted,
  Idle,
  Unavailable,
  @Since(OcppVersion.V2_1)
  Suspended,
  @Since(OcppVersion.V2_1)
  Discharging
}
