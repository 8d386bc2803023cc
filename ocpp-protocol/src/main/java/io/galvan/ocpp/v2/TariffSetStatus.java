package io.galvan.ocpp.v2;

/** Tariff Set Status, in SetDefaultTariff (since OCPP 2.1). */
public enum TariffSetStatus {
  Accepted,
  Rejected,
  TooManyElements,
  ConditionNotSupported,
  DuplicateTariffId
}
