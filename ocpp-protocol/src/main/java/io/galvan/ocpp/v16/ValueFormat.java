package io.galvan.ocpp.v16;

/** Whether a value is plain or signed (OCPP 1.6, section 7). */
public enum ValueFormat {
  Raw,
  SignedData
}
