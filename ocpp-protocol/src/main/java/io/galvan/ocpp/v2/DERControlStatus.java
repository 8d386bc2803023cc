package io.galvan.ocpp.v2;

/** DER Control Status, in ClearDERControl, GetDERControl, SetDERControl (since OCPP 2.1). */
public enum DERControlStatus {
  Accepted,
  Rejected,
  NotSupported,
  NotFound
}
