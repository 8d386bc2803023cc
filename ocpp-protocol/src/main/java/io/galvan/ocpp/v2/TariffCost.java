package io.galvan.ocpp.v2;

/** Tariff Cost, in TransactionEvent (since OCPP 2.1). */
public enum TariffCost {
  NormalCost,
  MinCost,
  MaxCost
}
