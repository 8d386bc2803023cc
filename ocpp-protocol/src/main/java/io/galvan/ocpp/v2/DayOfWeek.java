package io.galvan.ocpp.v2;

/** Day Of Week, in Authorize, ChangeTransactionTariff, SetDefaultTariff (since OCPP 2.1). */
public enum DayOfWeek {
  Monday,
  Tuesday,
  Wednesday,
  Thursday,
  Friday,
  Saturday,
  Sunday
}
