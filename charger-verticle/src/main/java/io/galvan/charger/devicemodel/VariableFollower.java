package io.galvan.charger.devicemodel;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.ReportKind;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.GetBaseReportRequest;
import io.galvan.ocpp.v2.GetMonitoringReportRequest;
import io.galvan.ocpp.v2.GetReportRequest;
import io.galvan.ocpp.v2.GetVariableResult;
import io.galvan.ocpp.v2.GetVariablesResponse;
import io.galvan.ocpp.v2.ReportBase;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stations answer to commands about their variables: values read and set, and reports that
 * will come or not.
 */
final class VariableFollower implements Follower {
  private static final VariableName PRIORITY =
      VariableNames.key(VariableName.of("OCPPCommCtrlr", "NetworkConfigurationPriority"));

  private final VariableStore variables;
  private final ReportStore store;
  private final ReportService reports;
  private final NetworkProfileService profiles;

  VariableFollower(
      VariableStore variables,
      ReportStore store,
      ReportService reports,
      NetworkProfileService profiles) {
    this.variables = variables;
    this.store = store;
    this.reports = reports;
    this.profiles = profiles;
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        PlanService.GET,
        PlanService.SET,
        "GetBaseReport",
        "GetReport",
        "GetMonitoringReport",
        "SetNetworkProfile");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    return switch (command.action()) {
      case PlanService.GET -> read(unit, command);
      case PlanService.SET -> set(unit, command);
      case "SetNetworkProfile" -> profile(unit, command);
      default -> asked(unit, command);
    };
  }

  private record Key(VariableName name, AttributeType type) {
    static Key of(VariableName name, @Nullable Attribute type) {
      return new Key(VariableNames.key(name), typeOf(type));
    }
  }

  private static AttributeType typeOf(@Nullable Attribute type) {
    return type == null ? AttributeType.Actual : AttributeType.valueOf(type.name());
  }

  private Future<?> read(UnitOfWork unit, Command command) {
    GetVariablesResponse answer =
        Payload.read(command.response(), GetVariablesResponse.class).orElse(null);
    if (answer == null) {
      return Future.succeededFuture();
    }
    Map<Key, VariableStore.Value> known = new LinkedHashMap<>();
    List<VariableName> unknown = new ArrayList<>();
    for (GetVariableResult result : answer.getVariableResult()) {
      VariableName name = Stored.name(VariableNames.of(result.component(), result.variable()));
      switch (result.attributeStatus()) {
        case Accepted ->
            known.put(
                Key.of(name, result.attributeType()),
                value(
                    command, name, typeOf(result.attributeType()), result.attributeValue(), false));
        case UnknownComponent, UnknownVariable -> unknown.add(name);
        case Rejected, NotSupportedAttributeType -> {
          // What is known of it stays: a rejected one may be write-only.
        }
      }
    }
    return write(unit, command, List.copyOf(known.values()), unknown);
  }

  private Future<?> set(UnitOfWork unit, Command command) {
    SetVariablesRequest request =
        Payload.read(command.request(), SetVariablesRequest.class).orElse(null);
    SetVariablesResponse answer =
        Payload.read(command.response(), SetVariablesResponse.class).orElse(null);
    if (request == null || answer == null) {
      return Future.succeededFuture();
    }
    Map<Key, String> asked = new HashMap<>();
    for (SetVariableData data : request.setVariableData()) {
      asked.put(
          Key.of(VariableNames.of(data.component(), data.variable()), data.attributeType()),
          data.attributeValue());
    }
    Map<Key, VariableStore.Value> set = new LinkedHashMap<>();
    List<VariableName> unknown = new ArrayList<>();
    Future<?> announced = Future.succeededFuture();
    for (SetVariableResult result : answer.setVariableResult()) {
      VariableName name = Stored.name(VariableNames.of(result.component(), result.variable()));
      Key key = Key.of(name, result.attributeType());
      String value = asked.get(key);
      if (value == null) {
        continue;
      }
      switch (result.attributeStatus()) {
        case Accepted, RebootRequired -> {
          boolean reboot = result.attributeStatus() == SetVariableStatus.RebootRequired;
          set.put(key, value(command, name, key.type(), value, reboot));
          if (key.name().equals(PRIORITY)) {
            announced = profiles.prioritised(unit, command.chargerId(), value);
          }
        }
        case UnknownComponent, UnknownVariable -> unknown.add(name);
        case Rejected, NotSupportedAttributeType -> {
          // The value is as it was.
        }
      }
    }
    Future<?> before = announced;
    return before.compose(ok -> write(unit, command, List.copyOf(set.values()), unknown));
  }

  private static VariableStore.Value value(
      Command command,
      VariableName name,
      AttributeType type,
      @Nullable String value,
      boolean reboot) {
    return new VariableStore.Value(
        command.chargerId(), name, type, Sql.text(value, Stored.VALUE), null, false, false, reboot);
  }

  private Future<?> write(
      UnitOfWork unit,
      Command command,
      List<VariableStore.Value> values,
      List<VariableName> unknown) {
    String chargerId = command.chargerId();
    if (values.isEmpty() && unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    unit.emit(chargerId, new ChargerUpdated(ChargerChange.Configuration, null));
    Map<VariableName, VariableStore.Told> told = new LinkedHashMap<>();
    values.forEach(
        value ->
            told.put(
                VariableNames.key(value.name()),
                new VariableStore.Told(chargerId, value.name(), null, null)));
    Future<?> removed =
        unknown.isEmpty()
            ? Future.succeededFuture()
            : variables.remove(unit.sql(), chargerId, unknown);
    return values.isEmpty()
        ? removed
        : removed
            .compose(
                ok -> variables.putVariables(unit.sql(), List.copyOf(told.values()), unit.now()))
            .compose(ok -> variables.putValues(unit.sql(), values, unit.now()));
  }

  private Future<?> profile(UnitOfWork unit, Command command) {
    return command.state() == CommandState.Accepted
        ? Payload.read(command.request(), SetNetworkProfileRequest.class)
            .<Future<?>>map(request -> profiles.accepted(unit, command, request))
            .orElseGet(Future::succeededFuture)
        : Future.succeededFuture();
  }

  /** What a request for a report asked for. */
  private record Asked(ReportKind kind, int requestId, @Nullable String base, boolean whole) {
    static @Nullable Asked of(Command command) {
      return switch (command.action()) {
        case "GetBaseReport" ->
            Payload.read(command.request(), GetBaseReportRequest.class)
                .map(
                    request ->
                        new Asked(
                            ReportKind.Variables,
                            request.requestId(),
                            request.reportBase().name(),
                            request.reportBase() != ReportBase.SummaryInventory))
                .orElse(null);
        case "GetReport" ->
            Payload.read(command.request(), GetReportRequest.class)
                .map(request -> new Asked(ReportKind.Variables, request.requestId(), null, false))
                .orElse(null);
        default ->
            Payload.read(command.request(), GetMonitoringReportRequest.class)
                .map(
                    request ->
                        new Asked(
                            ReportKind.Monitors,
                            request.requestId(),
                            null,
                            request.componentVariable() == null
                                && request.monitoringCriteria() == null))
                .orElse(null);
      };
    }
  }

  private Future<?> asked(UnitOfWork unit, Command command) {
    Asked asked = Asked.of(command);
    String status = command.status() == null ? command.errorCode() : command.status();
    if (asked == null || status == null) {
      return Future.succeededFuture();
    }
    return store
        .asked(
            unit.sql(),
            command.chargerId(),
            asked.kind(),
            asked.requestId(),
            asked.base(),
            asked.whole(),
            Sql.required(status, 100),
            command.sentAt() == null ? command.createdAt() : command.sentAt(),
            unit.now())
        .compose(
            id -> {
              if (id == null) {
                return Future.succeededFuture();
              }
              Future<?> finished =
                  asked.kind() == ReportKind.Variables
                      ? reports.finish(unit, id)
                      : reports.finishMonitoring(unit, id);
              return finished.mapEmpty();
            });
  }
}
