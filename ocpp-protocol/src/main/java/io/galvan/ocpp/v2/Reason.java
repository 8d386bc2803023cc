package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Reason, in TransactionEvent (since OCPP 2.0.1). */
public enum Reason {
  DeAuthorized,
  EmergencyStop,
  EnergyLimitReached,
  EVDisconnected,
  GroundFault,
  ImmediateReset,
  MasterPass,
  Local,
  LocalOutOfCredit,
  Other,
  OvercurrentFault,
  PowerLoss,
  PowerQuality,
  Reboot,
  Remote,
  SOCLimitReached,
  StoppedByEV,
  TimeLimitReached,
  Timeout,
  @Since(OcppVersion.V2_1)
  ReqEnergyTransferRejected
}
