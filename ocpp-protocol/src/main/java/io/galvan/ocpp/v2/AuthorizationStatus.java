package io.galvan.ocpp.v2;

/** Authorization Status, in Authorize, SendLocalList, TransactionEvent (since OCPP 2.0.1). */
public enum AuthorizationStatus {
  Accepted,
  Blocked,
  ConcurrentTx,
  Expired,
  Invalid,
  NoCredit,
  NotAllowedTypeEVSE,
  NotAtThisLocation,
  NotAtThisTime,
  Unknown
}
