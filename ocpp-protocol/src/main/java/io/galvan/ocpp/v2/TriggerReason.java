package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Trigger Reason, in TransactionEvent (since OCPP 2.0.1). */
public enum TriggerReason {
  AbnormalCondition,
  Authorized,
  CablePluggedIn,
  ChargingRateChanged,
  ChargingStateChanged,
  @Since(OcppVersion.V2_1)
  CostLimitReached,
  Deauthorized,
  EnergyLimitReached,
  EVCommunicationLost,
  EVConnectTimeout,
  EVDeparted,
  EVDetected,
  @Since(OcppVersion.V2_1)
  LimitSet,
  MeterValueClock,
  MeterValuePeriodic,
  @Since(OcppVersion.V2_1)
  OperationModeChanged,
  RemoteStart,
  RemoteStop,
  ResetCommand,
  @Since(OcppVersion.V2_1)
  RunningCost,
  SignedDataReceived,
  @Since(OcppVersion.V2_1)
  SoCLimitReached,
  StopAuthorized,
  @Since(OcppVersion.V2_1)
  TariffChanged,
  @Since(OcppVersion.V2_1)
  TariffNotAccepted,
  TimeLimitReached,
  Trigger,
  @Since(OcppVersion.V2_1)
  TxResumed,
  UnlockCommand
}
