package io.galvan.ocpp.v16;

/** The kind of reset (OCPP 1.6, section 7). */
public enum ResetType {
  Hard,
  Soft
}
