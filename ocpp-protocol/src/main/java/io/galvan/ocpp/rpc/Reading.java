package io.galvan.ocpp.rpc;

/** How strictly a text is read. */
public enum Reading {
  /** Exactly after the standard: every deviation is refused. */
  STRICT,
  /** Known deviations whose meaning is clear are repaired and reported; the rest is refused. */
  TOLERANT
}
