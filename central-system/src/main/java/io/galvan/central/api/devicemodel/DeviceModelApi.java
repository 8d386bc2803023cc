package io.galvan.central.api.devicemodel;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.CommandService;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.EventQuery;
import io.galvan.contract.devicemodel.DeviceModels.FleetQuery;
import io.galvan.contract.devicemodel.DeviceModels.NewMonitor;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.ReportKind;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Device models of stations of 2.x: variables, monitors, events, reports, network profiles. */
public final class DeviceModelApi {
  private static final int NAME = 50;
  private static final int VALUE = 2_500;
  private static final int MOST = 2_000;

  record VariableWish(
      @MaxLength(NAME) String component,
      @MaxLength(NAME) @Nullable String componentInstance,
      @Range(min = 0, max = 1_000) @Nullable Integer evseId,
      @Range(min = 0, max = 1_000) @Nullable Integer connectorId,
      @MaxLength(NAME) String variable,
      @MaxLength(NAME) @Nullable String variableInstance,
      @Nullable AttributeType attributeType) {
    Wish wish() {
      return new Wish(
          name(component, componentInstance, evseId, connectorId, variable, variableInstance),
          attributeType);
    }
  }

  public record ReadVariablesBody(@Items(min = 1, max = MOST) List<VariableWish> variables) {}

  record VariableValue(
      @MaxLength(NAME) String component,
      @MaxLength(NAME) @Nullable String componentInstance,
      @Range(min = 0, max = 1_000) @Nullable Integer evseId,
      @Range(min = 0, max = 1_000) @Nullable Integer connectorId,
      @MaxLength(NAME) String variable,
      @MaxLength(NAME) @Nullable String variableInstance,
      @Nullable AttributeType attributeType,
      @MaxLength(VALUE) String value) {
    NewValue newValue() {
      return new NewValue(
          name(component, componentInstance, evseId, connectorId, variable, variableInstance),
          attributeType,
          value);
    }
  }

  public record SetVariablesBody(@Items(min = 1, max = MOST) List<VariableValue> variables) {}

  record NewMonitorBody(
      @MaxLength(NAME) String component,
      @MaxLength(NAME) @Nullable String componentInstance,
      @Range(min = 0, max = 1_000) @Nullable Integer evseId,
      @Range(min = 0, max = 1_000) @Nullable Integer connectorId,
      @MaxLength(NAME) String variable,
      @MaxLength(NAME) @Nullable String variableInstance,
      @Range(min = 0) @Nullable Integer id,
      @MaxLength(NAME) String type,
      BigDecimal value,
      @Range(min = 0, max = 9) int severity,
      @Nullable Boolean transaction) {
    NewMonitor newMonitor() {
      return new NewMonitor(
          name(component, componentInstance, evseId, connectorId, variable, variableInstance),
          id,
          type,
          value,
          severity,
          transaction);
    }
  }

  public record SetMonitorsBody(@Items(min = 1, max = MOST) List<NewMonitorBody> monitors) {}

  public record ClearMonitorsBody(@Items(min = 1, max = MOST) List<Integer> ids) {}

  enum ReportBase {
    FullInventory,
    ConfigurationInventory,
    SummaryInventory
  }

  /** Which report a station is asked for; of monitors always all. */
  public record DeviceReportBody(ReportKind kind, @Nullable ReportBase reportBase) {}

  /** A network profile with its data as JSON instead of text. */
  record NetworkProfileView(int slot, @JsonRawValue String profile, Instant updatedAt) {}

  record NetworkProfileViews(List<NetworkProfileView> items) {}

  private static VariableName name(
      String component,
      @Nullable String componentInstance,
      @Nullable Integer evseId,
      @Nullable Integer connectorId,
      String variable,
      @Nullable String variableInstance) {
    return new VariableName(
        component,
        componentInstance,
        evseId == null ? 0 : evseId,
        connectorId == null ? 0 : connectorId,
        variable,
        variableInstance);
  }

  private final Bus bus;
  private final DeviceCommands commands;

  public DeviceModelApi(Bus bus, CommandService commands) {
    this.bus = bus;
    this.commands = new DeviceCommands(bus, commands);
  }

  public List<Operation> operations() {
    return List.of(
        of("listVariables", Access.VIEWER, this::variables),
        of("readVariables", Access.OPERATOR, this::read),
        of("setVariables", Access.OPERATOR, this::set),
        of("searchVariables", Access.VIEWER, this::fleet),
        of(
            "listMonitors",
            Access.VIEWER,
            call -> bus.request(DeviceModels.MONITORS, ChargerApi.key(call)).onSuccess(call::ok)),
        of("setMonitors", Access.OPERATOR, this::setMonitors),
        of("clearMonitors", Access.OPERATOR, this::clearMonitors),
        of(
            "listChargerDeviceEvents",
            Access.VIEWER,
            call -> events(call, call.path("chargerId", ChargerApi.ID))),
        of(
            "listDeviceEvents",
            Access.VIEWER,
            call -> events(call, call.text("chargerId", ChargerApi.ID))),
        of(
            "listDeviceReports",
            Access.VIEWER,
            call -> bus.request(DeviceModels.REPORTS, ChargerApi.key(call)).onSuccess(call::ok)),
        of("requestDeviceReport", Access.OPERATOR, this::report),
        of("listNetworkProfiles", Access.VIEWER, this::networkProfiles));
  }

  private Future<?> variables(Call call) {
    VariableQuery query =
        new VariableQuery(
            call.path("chargerId", ChargerApi.ID),
            call.text("component", NAME),
            call.text("variable", NAME),
            call.number("evseId", 0, 1_000),
            call.text("q", 100),
            call.limit(),
            call.cursor());
    return bus.request(DeviceModels.VARIABLES, query).onSuccess(call::ok);
  }

  private Future<?> read(Call call) {
    ReadVariablesBody body = call.body(ReadVariablesBody.class);
    return commands
        .read(
            call.path("chargerId", ChargerApi.ID),
            body.variables().stream().map(VariableWish::wish).toList(),
            call.user().email())
        .onSuccess(call::ok);
  }

  private Future<?> set(Call call) {
    SetVariablesBody body = call.body(SetVariablesBody.class);
    return commands
        .set(
            call.path("chargerId", ChargerApi.ID),
            body.variables().stream().map(VariableValue::newValue).toList(),
            call.user().email())
        .onSuccess(call::ok);
  }

  private Future<?> setMonitors(Call call) {
    SetMonitorsBody body = call.body(SetMonitorsBody.class);
    return commands
        .setMonitors(
            call.path("chargerId", ChargerApi.ID),
            body.monitors().stream().map(NewMonitorBody::newMonitor).toList(),
            call.user().email())
        .onSuccess(call::ok);
  }

  private Future<?> clearMonitors(Call call) {
    ClearMonitorsBody body = call.body(ClearMonitorsBody.class);
    return commands
        .clearMonitors(call.path("chargerId", ChargerApi.ID), body.ids(), call.user().email())
        .onSuccess(call::ok);
  }

  private Future<?> report(Call call) {
    DeviceReportBody body = call.body(DeviceReportBody.class);
    boolean variables = body.kind() == ReportKind.Variables;
    if (variables != (body.reportBase() != null)) {
      throw GalvanException.invalid("reportBase", "is for a report of variables, and then needed");
    }
    return commands
        .report(
            call.path("chargerId", ChargerApi.ID),
            body.reportBase() == null ? null : body.reportBase().name(),
            call.user().email())
        .onSuccess(command -> call.ok(CommandApi.CommandView.of(command)));
  }

  private Future<?> fleet(Call call) {
    String component = call.text("component", NAME);
    String variable = call.text("variable", NAME);
    if (component == null || variable == null) {
      throw GalvanException.invalid(
          component == null ? "component" : "variable", "say which variable to look for");
    }
    FleetQuery query =
        new FleetQuery(
            component,
            variable,
            call.choice("attributeType", AttributeType.class),
            call.text("value", VALUE),
            call.limit(),
            call.cursor());
    return bus.request(DeviceModels.FLEET, query).onSuccess(call::ok);
  }

  private enum Trigger {
    Alerting,
    Delta,
    Periodic
  }

  private Future<?> events(Call call, @Nullable String chargerId) {
    Trigger trigger = call.choice("trigger", Trigger.class);
    EventQuery query =
        new EventQuery(
            chargerId,
            call.text("component", NAME),
            call.text("variable", NAME),
            trigger == null ? null : trigger.name(),
            call.flag("cleared"),
            call.limit(),
            call.cursor());
    return bus.request(DeviceModels.LIST_EVENTS, query).onSuccess(call::ok);
  }

  private Future<?> networkProfiles(Call call) {
    return bus.request(DeviceModels.NETWORK_PROFILES, ChargerApi.key(call))
        .onSuccess(
            profiles ->
                call.ok(
                    new NetworkProfileViews(
                        profiles.items().stream()
                            .map(
                                one ->
                                    new NetworkProfileView(
                                        one.slot(), one.profile(), one.updatedAt()))
                            .toList())));
  }
}
