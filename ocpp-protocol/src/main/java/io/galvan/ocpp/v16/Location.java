package io.galvan.ocpp.v16;

/** Where a value is measured (OCPP 1.6, section 7). */
public enum Location {
  Cable,
  EV,
  Inlet,
  Outlet,
  Body
}
