package io.galvan.ocpp.v2;

/** Event Notification, in NotifyEvent, NotifyMonitoringReport (since OCPP 2.0.1). */
public enum EventNotification {
  HardWiredNotification,
  HardWiredMonitor,
  PreconfiguredMonitor,
  CustomMonitor
}
