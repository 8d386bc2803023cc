package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.Reason;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.StationModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a product's model changes in a device model. */
final class Product {
  private static final Settings ANY =
      new Settings(
          OcppVersion.V2_1,
          "CS-1",
          "",
          "",
          "",
          1,
          1,
          0,
          0,
          PowerCurve.AC_22,
          1,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  private Product() {}

  /** Whether it is a variable of the standard, in any version. */
  static boolean isStandard(String path) {
    return StandardModel.of(ANY).find(path).isPresent();
  }

  /** Why a variable cannot be so at first; empty when it can. */
  static Optional<String> fault(String path, String value) {
    Optional<ModelVariable> variable = StandardModel.of(ANY).find(path);
    if (variable.isEmpty()) {
      return Optional.of("is no variable of the station; those of a maker are own-variables");
    }
    return variable.get().allowed(value)
        ? Optional.empty()
        : Optional.of("cannot be '" + value + "'");
  }

  /** Sets variables that the station's version has. */
  static void set(
      DeviceModel model, Map<String, String> variables, Map<String, StationModel.Own> own) {
    own.forEach(model::own);
    variables.forEach(
        (path, value) -> {
          if (model.find(path).isPresent()) {
            model.become(path, value);
          }
        });
  }

  /** A running station becomes another product. */
  static void change(Station2 station, StationModel before, StationModel now) {
    DeviceModel model = station.model();
    station.become(station.settings().as(now));
    model.become("ChargingStation.VendorName", now.vendor());
    model.become("ChargingStation.Model", now.model());
    if (!now.firmwareVersion().equals(before.firmwareVersion())) {
      model.become("Controller.FirmwareVersion", now.firmwareVersion());
    }
    set(
        model,
        StationModel.since(before.variables(), now.variables()),
        StationModel.since(before.ownVariables(), now.ownVariables()));
    if (!now.meterInterval().equals(before.meterInterval())) {
      model.become(
          "SampledDataCtrlr.TxUpdatedInterval", Long.toString(now.meterInterval().toSeconds()));
    }
    if (now.bootsAfter(before)) {
      station.restarts().restart(BootReason.LocalReset, Reason.Reboot);
    }
  }
}
