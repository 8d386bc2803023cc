package io.galvan.ocpp.v2;

/** Get Display Messages Status, in GetDisplayMessages (since OCPP 2.0.1). */
public enum GetDisplayMessagesStatus {
  Accepted,
  Unknown
}
