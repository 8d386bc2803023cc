package io.galvan.ocpp.v2;

/** Tariff Get Status, in GetTariffs (since OCPP 2.1). */
public enum TariffGetStatus {
  Accepted,
  Rejected,
  NoTariff
}
