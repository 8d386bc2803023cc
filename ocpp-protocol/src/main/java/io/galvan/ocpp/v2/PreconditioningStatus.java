package io.galvan.ocpp.v2;

/** Preconditioning Status, in TransactionEvent (since OCPP 2.1). */
public enum PreconditioningStatus {
  Unknown,
  Ready,
  NotReady,
  Preconditioning
}
