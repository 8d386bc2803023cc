package io.galvan.ocpp.v16;

/** The availability that is asked for (OCPP 1.6, section 7). */
public enum AvailabilityType {
  Inoperative,
  Operative
}
