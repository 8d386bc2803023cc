package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** Mobility Needs Mode, in NotifyEVChargingNeeds (since OCPP 2.1). */
public enum MobilityNeedsMode {
  EVCC,
  @WireText("EVCC_SECC")
  EVCCSECC
}
