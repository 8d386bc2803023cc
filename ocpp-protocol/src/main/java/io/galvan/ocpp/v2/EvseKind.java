package io.galvan.ocpp.v2;

/** Evse Kind, in Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1). */
public enum EvseKind {
  AC,
  DC
}
