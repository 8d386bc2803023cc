package io.galvan.ocpp.v2;

/** Get Variable Status, in GetVariables (since OCPP 2.0.1). */
public enum GetVariableStatus {
  Accepted,
  Rejected,
  UnknownComponent,
  UnknownVariable,
  NotSupportedAttributeType
}
