package io.galvan.ocpp.v2;

/** Attribute, in GetVariables, NotifyReport, SetVariables (since OCPP 2.0.1). */
public enum Attribute {
  Actual,
  Target,
  MinSet,
  MaxSet
}
