package io.galvan.ocpp.v2;

/** Tariff Change Status, in ChangeTransactionTariff (since OCPP 2.1). */
public enum TariffChangeStatus {
  Accepted,
  Rejected,
  TooManyElements,
  ConditionNotSupported,
  TxNotFound,
  NoCurrencyChange
}
