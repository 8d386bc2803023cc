package io.galvan.central.api.devicemodel;

import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.NewMonitor;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.Plan;
import io.galvan.contract.devicemodel.DeviceModels.PlanClear;
import io.galvan.contract.devicemodel.DeviceModels.PlanMonitors;
import io.galvan.contract.devicemodel.DeviceModels.PlanRead;
import io.galvan.contract.devicemodel.DeviceModels.PlanWrite;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.ClearVariableMonitoringResponse;
import io.galvan.ocpp.v2.GetVariablesResponse;
import io.galvan.ocpp.v2.SetVariableMonitoringResponse;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an operator wishes of a station's variables and monitors, as many messages as it takes
 * one after the other, and gathers what the station said of each.
 */
final class DeviceCommands {
  /**
   * @param status the station's word
   * @param value as read
   */
  record VariableResult(
      VariableName name,
      AttributeType type,
      String status,
      @Nullable String value,
      @Nullable String reason,
      String commandId) {}

  /** What became of one message. */
  record Sent(
      String commandId,
      CommandState state,
      @Nullable String errorCode,
      @Nullable String errorDescription) {}

  /**
   * @param items what the station said, of the messages that it answered
   * @param commands the messages that were sent; after one without answer no more are
   */
  record VariableResults(List<VariableResult> items, List<Sent> commands) {}

  /**
   * @param name null: of a monitor that was to be cleared
   */
  record MonitorResult(
      @Nullable Integer id,
      @Nullable VariableName name,
      @Nullable String type,
      String status,
      @Nullable String reason,
      String commandId) {}

  record MonitorResults(List<MonitorResult> items, List<Sent> commands) {}

  private final Bus bus;
  private final CommandService commands;

  DeviceCommands(Bus bus, CommandService commands) {
    this.bus = bus;
    this.commands = commands;
  }

  Future<VariableResults> read(String chargerId, List<Wish> wishes, String requestedBy) {
    return run(
            new Run(chargerId, "GetVariables", requestedBy),
            DeviceModels.PLAN_READ,
            version -> new PlanRead(chargerId, wishes))
        .map(
            sent ->
                new VariableResults(
                    results(sent, GetVariablesResponse.class, DeviceCommands::read),
                    sent.stream().map(DeviceCommands::sent).toList()));
  }

  private static List<VariableResult> read(Command command, GetVariablesResponse answer) {
    return answer.getVariableResult().stream()
        .map(
            one ->
                new VariableResult(
                    VariableNames.of(one.component(), one.variable()),
                    type(one.attributeType()),
                    Wire.text(one.attributeStatus()),
                    one.attributeValue(),
                    reason(one.attributeStatusInfo()),
                    command.id()))
        .toList();
  }

  Future<VariableResults> set(String chargerId, List<NewValue> values, String requestedBy) {
    return run(
            new Run(chargerId, "SetVariables", requestedBy),
            DeviceModels.PLAN_WRITE,
            version -> new PlanWrite(chargerId, version, values))
        .map(
            sent ->
                new VariableResults(
                    results(sent, SetVariablesResponse.class, DeviceCommands::set),
                    sent.stream().map(DeviceCommands::sent).toList()));
  }

  private static List<VariableResult> set(Command command, SetVariablesResponse answer) {
    return answer.setVariableResult().stream()
        .map(
            one ->
                new VariableResult(
                    VariableNames.of(one.component(), one.variable()),
                    type(one.attributeType()),
                    Wire.text(one.attributeStatus()),
                    null,
                    reason(one.attributeStatusInfo()),
                    command.id()))
        .toList();
  }

  Future<MonitorResults> setMonitors(
      String chargerId, List<NewMonitor> monitors, String requestedBy) {
    return run(
            new Run(chargerId, "SetVariableMonitoring", requestedBy),
            DeviceModels.PLAN_MONITORS,
            version -> new PlanMonitors(chargerId, monitors))
        .map(
            sent ->
                new MonitorResults(
                    results(sent, SetVariableMonitoringResponse.class, DeviceCommands::monitors),
                    sent.stream().map(DeviceCommands::sent).toList()));
  }

  private static List<MonitorResult> monitors(
      Command command, SetVariableMonitoringResponse answer) {
    return answer.setMonitoringResult().stream()
        .map(
            one ->
                new MonitorResult(
                    one.id(),
                    VariableNames.of(one.component(), one.variable()),
                    Wire.text(one.type()),
                    Wire.text(one.status()),
                    reason(one.statusInfo()),
                    command.id()))
        .toList();
  }

  Future<MonitorResults> clearMonitors(String chargerId, List<Integer> ids, String requestedBy) {
    return run(
            new Run(chargerId, "ClearVariableMonitoring", requestedBy),
            DeviceModels.PLAN_CLEAR,
            version -> new PlanClear(chargerId, ids))
        .map(
            sent ->
                new MonitorResults(
                    results(sent, ClearVariableMonitoringResponse.class, DeviceCommands::cleared),
                    sent.stream().map(DeviceCommands::sent).toList()));
  }

  private static List<MonitorResult> cleared(
      Command command, ClearVariableMonitoringResponse answer) {
    return answer.clearMonitoringResult().stream()
        .map(
            one ->
                new MonitorResult(
                    one.id(),
                    null,
                    null,
                    Wire.text(one.status()),
                    reason(one.statusInfo()),
                    command.id()))
        .toList();
  }

  /**
   * Asks for a report, with a number that was not used yet.
   *
   * @param base of variables; null: all monitors
   */
  Future<Command> report(String chargerId, @Nullable String base, String requestedBy) {
    return Future.all(
            bus.request(DeviceModels.INVENTORY, new ChargerKey(chargerId)), version(chargerId))
        .compose(
            both -> {
              DeviceModels.Inventory inventory = both.resultAt(0);
              OcppVersion version = both.resultAt(1);
              Map<String, Object> request = new LinkedHashMap<>();
              request.put("requestId", inventory.requestId());
              if (base != null) {
                request.put("reportBase", base);
              }
              return execute(
                  new Run(
                      chargerId,
                      base == null ? "GetMonitoringReport" : "GetBaseReport",
                      requestedBy),
                  version,
                  Mapper.write(request));
            });
  }

  private record Run(String chargerId, String action, String requestedBy) {}

  /** Learns what the station takes at once where that matters, then sends all messages. */
  private <Q extends Record> Future<List<Command>> run(
      Run run, BusAddress<Q, Plan> address, Function<OcppVersion, Q> request) {
    return version(run.chargerId())
        .compose(
            version ->
                bus.request(address, request.apply(version))
                    .compose(
                        plan ->
                            plan.limits().isEmpty()
                                ? Future.succeededFuture(plan)
                                : learn(run, version, plan.limits())
                                    .compose(ok -> bus.request(address, request.apply(version))))
                    .compose(plan -> sendAll(run, version, plan.payloads(), new ArrayList<>())));
  }

  private Future<?> learn(Run run, OcppVersion version, List<Wish> limits) {
    return bus.request(DeviceModels.PLAN_READ, new PlanRead(run.chargerId(), limits))
        .compose(
            plan ->
                execute(
                    new Run(run.chargerId(), "GetVariables", run.requestedBy()),
                    version,
                    plan.payloads().get(0)));
  }

  private Future<OcppVersion> version(String chargerId) {
    return bus.request(Chargers.GET, new ChargerKey(chargerId))
        .map(
            charger -> {
              OcppVersion version =
                  charger.version() == null ? charger.defaultVersion() : charger.version();
              if (version == null || version == OcppVersion.V1_6) {
                throw new GalvanException(
                    Fault.CONFLICT, "the station speaks no OCPP 2.x, so it has no device model");
              }
              return version;
            });
  }

  private Future<List<Command>> sendAll(
      Run run, OcppVersion version, List<String> payloads, List<Command> sent) {
    if (sent.size() == payloads.size()) {
      return Future.succeededFuture(sent);
    }
    return execute(run, version, payloads.get(sent.size()))
        .compose(
            command -> {
              if (sent.isEmpty() && command.state().isUnknown()) {
                throw new GalvanException(
                    Fault.TIMEOUT,
                    "the charging station did not answer in time; see command " + command.id());
              }
              sent.add(command);
              boolean answered = command.response() != null || command.errorCode() != null;
              return answered
                  ? sendAll(run, version, payloads, sent)
                  : Future.succeededFuture(sent);
            });
  }

  private Future<Command> execute(Run run, OcppVersion version, String payload) {
    return commands
        .execute(
            new CommandRequest(
                run.chargerId(), run.action(), version, payload, run.requestedBy(), null, null))
        .map(CommandService.Outcome::command);
  }

  private static Sent sent(Command command) {
    return new Sent(command.id(), command.state(), command.errorCode(), command.errorDescription());
  }

  private interface Told<R, T> {
    List<T> of(Command command, R answer);
  }

  private static <R extends Record, T> List<T> results(
      List<Command> sent, Class<R> type, Told<R, T> told) {
    List<T> results = new ArrayList<>();
    for (Command command : sent) {
      answer(command, type).ifPresent(answer -> results.addAll(told.of(command, answer)));
    }
    return results;
  }

  private static <R extends Record> Optional<R> answer(Command command, Class<R> type) {
    if (command.response() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Shape.of(type).read(command.response(), Reading.TOLERANT, new ArrayList<>()));
    } catch (Violation unreadable) {
      return Optional.empty();
    }
  }

  private static AttributeType type(@Nullable Attribute type) {
    return type == null ? AttributeType.Actual : AttributeType.valueOf(type.name());
  }

  private static @Nullable String reason(@Nullable StatusInfo info) {
    if (info == null) {
      return null;
    }
    return info.additionalInfo() == null
        ? info.reasonCode()
        : info.reasonCode() + ": " + info.additionalInfo();
  }
}
