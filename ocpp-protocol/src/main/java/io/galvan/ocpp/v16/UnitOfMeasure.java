package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Tolerated;

/** The unit of a value; both spellings of Celsius are legal on the wire (OCPP 1.6, section 7). */
public enum UnitOfMeasure {
  Wh,
  kWh,
  varh,
  kvarh,
  W,
  kW,
  VA,
  kVA,
  var,
  kvar,
  A,
  V,
  K,
  Celcius,
  Celsius,
  Fahrenheit,
  Percent,
  @Tolerated
  mA,
  @Tolerated
  mV,
  @Tolerated
  MWh,
  @Tolerated
  MW
}
