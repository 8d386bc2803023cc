package io.galvan.ocpp.v2;

/** Power During Cessation, in ReportDERControl, SetDERControl (since OCPP 2.1). */
public enum PowerDuringCessation {
  Active,
  Reactive
}
