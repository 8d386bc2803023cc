package io.galvan.charger.monitoring;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Payload;
import io.galvan.charger.devicemodel.PlanService;
import io.galvan.charger.devicemodel.ReportService;
import io.galvan.charger.devicemodel.Stored;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.MonitorKind;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.ClearMonitoringResult;
import io.galvan.ocpp.v2.ClearMonitoringStatus;
import io.galvan.ocpp.v2.ClearVariableMonitoringResponse;
import io.galvan.ocpp.v2.MonitoringBase;
import io.galvan.ocpp.v2.SetMonitoringBaseRequest;
import io.galvan.ocpp.v2.SetMonitoringData;
import io.galvan.ocpp.v2.SetMonitoringLevelRequest;
import io.galvan.ocpp.v2.SetMonitoringResult;
import io.galvan.ocpp.v2.SetMonitoringStatus;
import io.galvan.ocpp.v2.SetVariableMonitoringRequest;
import io.galvan.ocpp.v2.SetVariableMonitoringResponse;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stations answer to commands about their monitors. */
final class MonitorFollower implements Follower {
  private final MonitorStore store;

  MonitorFollower(MonitorStore store) {
    this.store = store;
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        PlanService.SET_MONITORS,
        PlanService.CLEAR_MONITORS,
        "SetMonitoringBase",
        "SetMonitoringLevel");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    if (command.state() != CommandState.Accepted) {
      return Future.succeededFuture();
    }
    unit.emit(command.chargerId(), new ChargerUpdated(ChargerChange.Configuration, null));
    return switch (command.action()) {
      case PlanService.SET_MONITORS -> set(unit, command);
      case PlanService.CLEAR_MONITORS -> cleared(unit, command);
      case "SetMonitoringBase" -> base(unit, command);
      default -> level(unit, command);
    };
  }

  /** Results say which monitor they are of; where the station changed the order, by what it is. */
  private Future<?> set(UnitOfWork unit, Command command) {
    SetVariableMonitoringRequest request =
        Payload.read(command.request(), SetVariableMonitoringRequest.class).orElse(null);
    SetVariableMonitoringResponse answer =
        Payload.read(command.response(), SetVariableMonitoringResponse.class).orElse(null);
    if (request == null || answer == null) {
      return Future.succeededFuture();
    }
    Map<Integer, Monitor> monitors = new LinkedHashMap<>();
    List<SetMonitoringResult> results = answer.setMonitoringResult();
    for (int i = 0; i < results.size(); i++) {
      SetMonitoringResult result = results.get(i);
      SetMonitoringData data = asked(request.setMonitoringData(), result, i);
      Integer id = result.id() == null && data != null ? data.id() : result.id();
      if (result.status() == SetMonitoringStatus.Accepted && id != null && data != null) {
        Monitor monitor =
            new Monitor(
                id,
                VariableNames.of(data.component(), data.variable()),
                Wire.text(data.type()),
                data.value(),
                data.severity(),
                data.transaction() != null && data.transaction(),
                MonitorKind.CustomMonitor);
        monitors.put(id, Stored.monitor(monitor));
      }
    }
    return monitors.isEmpty()
        ? Future.succeededFuture()
        : store
            .put(unit.sql(), command.chargerId(), List.copyOf(monitors.values()), null, unit.now())
            .compose(
                ok -> store.bound(unit.sql(), command.chargerId(), ReportService.MOST_MONITORS));
  }

  private static @Nullable SetMonitoringData asked(
      List<SetMonitoringData> all, SetMonitoringResult result, int index) {
    if (index < all.size() && same(all.get(index), result)) {
      return all.get(index);
    }
    return all.stream().filter(data -> same(data, result)).findFirst().orElse(null);
  }

  private static boolean same(SetMonitoringData data, SetMonitoringResult result) {
    return data.type() == result.type()
        && data.severity() == result.severity()
        && VariableNames.key(VariableNames.of(data.component(), data.variable()))
            .equals(VariableNames.key(VariableNames.of(result.component(), result.variable())));
  }

  private Future<?> cleared(UnitOfWork unit, Command command) {
    List<Integer> gone =
        Payload.read(command.response(), ClearVariableMonitoringResponse.class)
            .map(
                answer ->
                    answer.clearMonitoringResult().stream()
                        .filter(result -> result.status() != ClearMonitoringStatus.Rejected)
                        .map(ClearMonitoringResult::id)
                        .toList())
            .orElse(List.of());
    return gone.isEmpty()
        ? Future.succeededFuture()
        : store.remove(unit.sql(), command.chargerId(), gone);
  }

  /**
   * The defaults have no custom monitors any more; hard-wired ones only, no preconfigured ones
   * either (2.0.1 part 2, N05).
   */
  private Future<?> base(UnitOfWork unit, Command command) {
    MonitoringBase base =
        Payload.read(command.request(), SetMonitoringBaseRequest.class)
            .map(SetMonitoringBaseRequest::monitoringBase)
            .orElse(null);
    if (base == null) {
      return Future.succeededFuture();
    }
    List<MonitorKind> gone =
        switch (base) {
          case All -> List.of();
          case FactoryDefault -> List.of(MonitorKind.CustomMonitor);
          case HardWiredOnly ->
              List.of(MonitorKind.CustomMonitor, MonitorKind.PreconfiguredMonitor);
        };
    return store
        .removeKinds(unit.sql(), command.chargerId(), gone)
        .compose(ok -> store.accepted(unit.sql(), command.chargerId(), base.name(), null));
  }

  private Future<?> level(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), SetMonitoringLevelRequest.class)
        .<Future<?>>map(
            request -> store.accepted(unit.sql(), command.chargerId(), null, request.severity()))
        .orElseGet(Future::succeededFuture);
  }
}
