package io.galvan.ocpp.v2;

/** Customer Information Status, in CustomerInformation (since OCPP 2.0.1). */
public enum CustomerInformationStatus {
  Accepted,
  Rejected,
  Invalid
}
