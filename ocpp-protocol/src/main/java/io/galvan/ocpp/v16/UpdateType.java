package io.galvan.ocpp.v16;

/** Whether a local list replaces or amends the old one (OCPP 1.6, section 7). */
public enum UpdateType {
  Differential,
  Full
}
