package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.WireText;

/** The phase a value is measured on (OCPP 1.6, section 7). */
public enum Phase {
  L1,
  L2,
  L3,
  N,
  @WireText("L1-N")
  L1N,
  @WireText("L2-N")
  L2N,
  @WireText("L3-N")
  L3N,
  @WireText("L1-L2")
  L1L2,
  @WireText("L2-L3")
  L2L3,
  @WireText("L3-L1")
  L3L1
}
