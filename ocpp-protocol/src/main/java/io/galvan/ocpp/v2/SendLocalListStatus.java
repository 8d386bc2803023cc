package io.galvan.ocpp.v2;

/** Send Local List Status, in SendLocalList (since OCPP 2.0.1). */
public enum SendLocalListStatus {
  Accepted,
  Failed,
  VersionMismatch
}
