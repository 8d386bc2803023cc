package io.galvan.ocpp.v2;

/** Tariff Clear Status, in ClearTariffs (since OCPP 2.1). */
public enum TariffClearStatus {
  Accepted,
  Rejected,
  NoTariff
}
