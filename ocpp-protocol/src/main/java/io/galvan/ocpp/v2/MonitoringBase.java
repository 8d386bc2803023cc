package io.galvan.ocpp.v2;

/** Monitoring Base, in SetMonitoringBase (since OCPP 2.0.1). */
public enum MonitoringBase {
  All,
  FactoryDefault,
  HardWiredOnly
}
