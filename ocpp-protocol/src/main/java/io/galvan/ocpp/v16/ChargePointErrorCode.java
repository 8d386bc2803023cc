package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Fallback;

/** What is wrong with a connector (OCPP 1.6, section 7). */
public enum ChargePointErrorCode {
  ConnectorLockFailure,
  EVCommunicationError,
  GroundFailure,
  HighTemperature,
  InternalError,
  LocalListConflict,
  NoError,
  @Fallback
  OtherError,
  OverCurrentFailure,
  PowerMeterFailure,
  PowerSwitchFailure,
  ReaderFailure,
  ResetFailure,
  UnderVoltage,
  OverVoltage,
  WeakSignal
}
