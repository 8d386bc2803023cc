package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Fallback;
import io.galvan.ocpp.shape.WireText;

/** Why a value was sampled (OCPP 1.6, section 7). */
public enum ReadingContext {
  @WireText("Interruption.Begin")
  InterruptionBegin,
  @WireText("Interruption.End")
  InterruptionEnd,
  @WireText("Sample.Clock")
  SampleClock,
  @WireText("Sample.Periodic")
  SamplePeriodic,
  @WireText("Transaction.Begin")
  TransactionBegin,
  @WireText("Transaction.End")
  TransactionEnd,
  Trigger,
  @Fallback
  Other
}
