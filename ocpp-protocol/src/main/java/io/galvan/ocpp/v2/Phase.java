package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** Phase, in MeterValues, TransactionEvent (since OCPP 2.0.1). */
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
