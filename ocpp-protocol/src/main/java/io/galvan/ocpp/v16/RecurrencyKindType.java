package io.galvan.ocpp.v16;

/** How often a recurring schedule starts anew (OCPP 1.6, section 7). */
public enum RecurrencyKindType {
  Daily,
  Weekly
}
