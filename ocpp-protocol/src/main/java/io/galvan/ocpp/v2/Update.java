package io.galvan.ocpp.v2;

/** Update, in SendLocalList (since OCPP 2.0.1). */
public enum Update {
  Differential,
  Full
}
