package io.galvan.ocpp.v16;

/** Whether an idTag may charge (OCPP 1.6, section 7). */
public enum AuthorizationStatus {
  Accepted,
  Blocked,
  Expired,
  Invalid,
  ConcurrentTx
}
