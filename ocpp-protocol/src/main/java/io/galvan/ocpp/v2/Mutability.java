package io.galvan.ocpp.v2;

/** Mutability, in NotifyReport (since OCPP 2.0.1). */
public enum Mutability {
  ReadOnly,
  WriteOnly,
  ReadWrite
}
