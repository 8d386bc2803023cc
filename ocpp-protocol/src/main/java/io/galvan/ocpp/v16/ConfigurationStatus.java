package io.galvan.ocpp.v16;

/** The outcome of ChangeConfiguration (OCPP 1.6, section 7). */
public enum ConfigurationStatus {
  Accepted,
  Rejected,
  RebootRequired,
  NotSupported
}
