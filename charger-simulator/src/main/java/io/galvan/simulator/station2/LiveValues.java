package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.Variable;
import io.galvan.simulator.behaviour.Battery;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The variables of the device model that show what the station does at the moment. */
final class LiveValues {
  private static final double IDLE_CELSIUS = 24;
  private static final double WATT_A_DEGREE = 2_000;

  private final DeviceModel model;

  private LiveValues(DeviceModel model) {
    this.model = model;
  }

  static void show(Station2 station) {
    LiveValues values = new LiveValues(station.model());
    values.show(
        null, "ChargingStation", "AvailabilityState", () -> overall(station.evses()).name());
    values.show(
        null,
        "ChargingStation",
        "Problem",
        () -> Boolean.toString(overall(station.evses()) == ConnectorStatus.Faulted));
    values.show(null, "ClockCtrlr", "DateTime", () -> station.timeline().timestamp().toString());
    values.show(
        null,
        "TemperatureSensor",
        "Temperature",
        () -> decimal(IDLE_CELSIUS + watt(station) / WATT_A_DEGREE));
    station.evses().forEach(values::show);
  }

  private static double watt(Station2 station) {
    return station.evses().stream().mapToDouble(evse -> Math.abs(evse.energy().watt())).sum();
  }

  private void show(Evse evse) {
    EVSE place = new EVSE(null, evse.id(), null);
    show(place, "EVSE", "AvailabilityState", () -> of(evse.connectors()).name());
    show(
        place,
        "EVSE",
        "Problem",
        () -> Boolean.toString(of(evse.connectors()) == ConnectorStatus.Faulted));
    show(place, "EVSE", "Power", () -> decimal(evse.energy().watt()));
    show(place, "EVSE", "ChargingState", () -> evse.state().name());
    show(
        place,
        "EVSE",
        "ActiveTransactionId",
        () -> {
          Session session = evse.session();
          return session == null ? "" : session.id;
        });
    show(
        place,
        "FiscalMetering",
        "EnergyImportRegister",
        () -> Long.toString(evse.energy().registerWh()));
    show(
        place,
        "ConnectedEV",
        "StateOfCharge",
        () -> {
          Battery battery = evse.vehicle();
          return battery == null ? "0" : Integer.toString((int) battery.socPercent());
        });
    for (Connector connector : evse.connectors()) {
      EVSE outlet = new EVSE(connector.number(), evse.id(), null);
      show(outlet, "Connector", "AvailabilityState", () -> connector.status().name());
      show(
          outlet,
          "Connector",
          "Problem",
          () -> Boolean.toString(connector.status() == ConnectorStatus.Faulted));
    }
  }

  private void show(
      @Nullable EVSE evse, String component, String variable, Supplier<String> source) {
    model
        .find(new Component(evse, null, component, null), new Variable(null, variable, null))
        .ifPresent(each -> each.shows(source));
  }

  /** The state of what has several parts: that of the best of them. */
  private static ConnectorStatus of(List<Connector> connectors) {
    return best(connectors.stream().map(Connector::status).toList());
  }

  private static ConnectorStatus overall(List<Evse> evses) {
    return best(evses.stream().map(evse -> of(evse.connectors())).toList());
  }

  private static ConnectorStatus best(List<ConnectorStatus> states) {
    for (ConnectorStatus status :
        List.of(
            ConnectorStatus.Occupied,
            ConnectorStatus.Available,
            ConnectorStatus.Reserved,
            ConnectorStatus.Unavailable)) {
      if (states.contains(status)) {
        return status;
      }
    }
    return ConnectorStatus.Faulted;
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
