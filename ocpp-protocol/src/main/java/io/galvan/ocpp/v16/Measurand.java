package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.WireText;

/** What a value measures (OCPP 1.6, section 7). */
public enum Measurand {
  @WireText("Energy.Active.Export.Register")
  EnergyActiveExportRegister,
  @WireText("Energy.Active.Import.Register")
  EnergyActiveImportRegister,
  @WireText("Energy.Reactive.Export.Register")
  EnergyReactiveExportRegister,
  @WireText("Energy.Reactive.Import.Register")
  EnergyReactiveImportRegister,
  @WireText("Energy.Active.Export.Interval")
  EnergyActiveExportInterval,
  @WireText("Energy.Active.Import.Interval")
  EnergyActiveImportInterval,
  @WireText("Energy.Reactive.Export.Interval")
  EnergyReactiveExportInterval,
  @WireText("Energy.Reactive.Import.Interval")
  EnergyReactiveImportInterval,
  @WireText("Power.Active.Export")
  PowerActiveExport,
  @WireText("Power.Active.Import")
  PowerActiveImport,
  @WireText("Power.Offered")
  PowerOffered,
  @WireText("Power.Reactive.Export")
  PowerReactiveExport,
  @WireText("Power.Reactive.Import")
  PowerReactiveImport,
  @WireText("Power.Factor")
  PowerFactor,
  @WireText("Current.Import")
  CurrentImport,
  @WireText("Current.Export")
  CurrentExport,
  @WireText("Current.Offered")
  CurrentOffered,
  Voltage,
  Frequency,
  Temperature,
  SoC,
  RPM
}
