package io.galvan.ocpp.v2;

/** Report Base, in GetBaseReport (since OCPP 2.0.1). */
public enum ReportBase {
  ConfigurationInventory,
  FullInventory,
  SummaryInventory
}
