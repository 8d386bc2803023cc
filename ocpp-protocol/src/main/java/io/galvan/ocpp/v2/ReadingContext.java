package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** Reading Context, in MeterValues, TransactionEvent (since OCPP 2.0.1). */
public enum ReadingContext {
  @WireText("Interruption.Begin")
  InterruptionBegin,
  @WireText("Interruption.End")
  InterruptionEnd,
  Other,
  @WireText("Sample.Clock")
  SampleClock,
  @WireText("Sample.Periodic")
  SamplePeriodic,
  @WireText("Transaction.Begin")
  TransactionBegin,
  @WireText("Transaction.End")
  TransactionEnd,
  Trigger
}
