package io.galvan.ocpp.v2;

/** Connector Status, in StatusNotification (since OCPP 2.0.1). */
public enum ConnectorStatus {
  Available,
  Occupied,
  Reserved,
  Unavailable,
  Faulted
}
