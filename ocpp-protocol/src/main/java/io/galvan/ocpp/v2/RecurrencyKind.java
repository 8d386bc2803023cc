package io.galvan.ocpp.v2;

/**
 * Recurrency Kind, in ReportChargingProfiles, RequestStartTransaction, SetChargingProfile (since
 * OCPP 2.0.1).
 */
public enum RecurrencyKind {
  Daily,
  Weekly
}
