package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;
import io.galvan.ocpp.shape.WireText;

/**
 * Energy Transfer Mode, in Authorize, NotifyAllowedEnergyTransfer, NotifyEVChargingNeeds (since
 * OCPP 2.0.1).
 */
public enum EnergyTransferMode {
  @WireText("AC_single_phase")
  ACsinglephase,
  @WireText("AC_two_phase")
  ACtwophase,
  @WireText("AC_three_phase")
  ACthreephase,
  DC,
  @Since(OcppVersion.V2_1)
  @WireText("AC_BPT")
  ACBPT,
  @Since(OcppVersion.V2_1)
  @WireText("AC_BPT_DER")
  ACBPTDER,
  @Since(OcppVersion.V2_1)
  @WireText("AC_DER")
  ACDER,
  @Since(OcppVersion.V2_1)
  @WireText("DC_BPT")
  DCBPT,
  @Since(OcppVersion.V2_1)
  @WireText("DC_ACDP")
  DCACDP,
  @Since(OcppVersion.V2_1)
  @WireText("DC_ACDP_BPT")
  DCACDPBPT,
  @Since(OcppVersion.V2_1)
  WPT
}
