package io.galvan.ocpp.v2;

/** Tariff Kind, in GetTariffs (since OCPP 2.1). */
public enum TariffKind {
  DefaultTariff,
  DriverTariff
}
