package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.platform.db.Sql;
import org.jspecify.annotations.Nullable;

/** What stations say, as PostgreSQL can hold it: without U+0000 and within bounds. */
public final class Stored {
  static final int VALUE = 2_500;
  private static final int NAME = 50;
  private static final int TEXT = 500;
  private static final int VALUES = 1_000;

  private Stored() {}

  static VariableName name(VariableName name) {
    return new VariableName(
        Sql.required(name.component(), NAME),
        Sql.text(name.componentInstance(), NAME),
        name.evseId(),
        name.connectorId(),
        Sql.required(name.variable(), NAME),
        Sql.text(name.variableInstance(), NAME));
  }

  static @Nullable Characteristics characteristics(@Nullable Characteristics told) {
    return told == null
        ? null
        : new Characteristics(
            Sql.required(told.dataType(), NAME),
            Sql.text(told.unit(), NAME),
            told.minLimit(),
            told.maxLimit(),
            told.maxElements(),
            Sql.text(told.valuesList(), VALUES),
            told.supportsMonitoring());
  }

  public static Monitor monitor(Monitor monitor) {
    return new Monitor(
        monitor.id(),
        name(monitor.name()),
        Sql.required(monitor.type(), NAME),
        monitor.value(),
        monitor.severity(),
        monitor.transaction(),
        monitor.kind());
  }

  public static DeviceEvent event(DeviceEvent event) {
    return new DeviceEvent(
        event.eventId(),
        event.at(),
        Sql.required(event.trigger(), NAME),
        name(event.name()),
        Sql.text(event.actualValue(), VALUE),
        event.cause(),
        Sql.text(event.techCode(), NAME),
        Sql.text(event.techInfo(), TEXT),
        event.cleared(),
        Sql.text(event.stationTransactionId(), NAME),
        event.monitorId(),
        event.kind(),
        event.severity());
  }
}
