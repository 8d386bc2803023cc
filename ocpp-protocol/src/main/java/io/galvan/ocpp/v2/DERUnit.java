package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** DER Unit, in ReportDERControl, SetDERControl (since OCPP 2.1). */
public enum DERUnit {
  @WireText("Not_Applicable")
  NotApplicable,
  PctMaxW,
  PctMaxVar,
  PctWAvail,
  PctVarAvail,
  PctEffectiveV
}
