package io.galvan.ocpp.v2;

/** Payment Status, in NotifySettlement (since OCPP 2.1). */
public enum PaymentStatus {
  Settled,
  Canceled,
  Rejected,
  Failed
}
