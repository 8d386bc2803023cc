package io.galvan.ocpp.v2;

/**
 * Generic Device Model Status, in GetBaseReport, GetMonitoringReport, GetReport and others (since
 * OCPP 2.0.1).
 */
public enum GenericDeviceModelStatus {
  Accepted,
  Rejected,
  NotSupported,
  EmptyResultSet
}
