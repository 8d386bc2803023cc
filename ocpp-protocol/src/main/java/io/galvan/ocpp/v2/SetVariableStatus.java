package io.galvan.ocpp.v2;

/** Set Variable Status, in SetVariables (since OCPP 2.0.1). */
public enum SetVariableStatus {
  Accepted,
  Rejected,
  UnknownComponent,
  UnknownVariable,
  NotSupportedAttributeType,
  RebootRequired
}
