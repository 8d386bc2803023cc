package io.galvan.ocpp.v2;

/**
 * Generic Status, in AFRRSignal, AdjustPeriodicEventStream, GetCompositeSchedule and others (since
 * OCPP 2.0.1).
 */
public enum GenericStatus {
  Accepted,
  Rejected
}
