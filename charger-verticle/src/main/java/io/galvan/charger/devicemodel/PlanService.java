package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.NewMonitor;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.Plan;
import io.galvan.contract.devicemodel.DeviceModels.PlanClear;
import io.galvan.contract.devicemodel.DeviceModels.PlanMonitors;
import io.galvan.contract.devicemodel.DeviceModels.PlanParts;
import io.galvan.contract.devicemodel.DeviceModels.PlanRead;
import io.galvan.contract.devicemodel.DeviceModels.PlanWrite;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.station.Passwords;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.ClearVariableMonitoringRequest;
import io.galvan.ocpp.v2.GetVariableData;
import io.galvan.ocpp.v2.GetVariablesRequest;
import io.galvan.ocpp.v2.SetMonitoringData;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableMonitoringRequest;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an operator wishes of a station's variables and monitors into the messages to send:
 * held against what the station told of itself, and no more in one than it takes.
 */
public final class PlanService {
  static final String GET = "GetVariables";
  public static final String SET = "SetVariables";
  public static final String SET_MONITORS = "SetVariableMonitoring";
  public static final String CLEAR_MONITORS = "ClearVariableMonitoring";

  private static final int MOST_WISHES = 2_000;
  private static final int MOST_SEVERITY = 9;

  private final Pool pool;
  private final VariableStore store;

  PlanService(Pool pool, VariableStore store) {
    this.pool = pool;
    this.store = store;
  }

  /** Answers {@code device.plan.read}. */
  Future<Plan> read(PlanRead request) {
    check("variables", request.wishes());
    return limits(request.chargerId(), GET, List.of())
        .map(model -> plan(GET, model, request.wishes(), PlanService::reading));
  }

  /** Answers {@code device.plan.parts}; nothing but the number of messages changes. */
  Future<Plan> parts(PlanParts request) {
    return limits(request.chargerId(), request.action(), List.of())
        .map(
            model ->
                new Plan(parts(request, MessageLimits.told(request.action(), model)), List.of()));
  }

  private static List<String> parts(PlanParts request, MessageLimits limits) {
    if (request.action().equals(GET)) {
      Shape<GetVariablesRequest> shape = Shape.of(GetVariablesRequest.class);
      GetVariablesRequest whole = shape.read(request.payload(), Reading.STRICT, new ArrayList<>());
      return limits.cut(
          whole.getVariableData(),
          part -> shape.write(new GetVariablesRequest(part, whole.customData())));
    }
    Shape<SetVariablesRequest> shape = Shape.of(SetVariablesRequest.class);
    SetVariablesRequest whole = shape.read(request.payload(), Reading.STRICT, new ArrayList<>());
    return limits.cut(
        whole.setVariableData(),
        part -> shape.write(new SetVariablesRequest(part, whole.customData())));
  }

  /** The payload that reads these. */
  static String reading(List<Wish> wishes) {
    return Shape.of(GetVariablesRequest.class)
        .write(
            new GetVariablesRequest(
                wishes.stream()
                    .map(
                        wish ->
                            new GetVariableData(
                                attribute(wish.type()),
                                VariableNames.component(wish.name()),
                                VariableNames.variable(wish.name()),
                                null))
                    .toList(),
                null));
  }

  /** Answers {@code device.plan.write}; refuses what cannot be as the station told of itself. */
  Future<Plan> write(PlanWrite request) {
    check("variables", request.values());
    return limits(request.chargerId(), SET, request.values().stream().map(NewValue::name).toList())
        .map(
            model -> {
              for (int i = 0; i < request.values().size(); i++) {
                check("/variables/" + i, request.values().get(i), model, request.version());
              }
              return plan(SET, model, request.values(), PlanService::writing);
            });
  }

  /** The payload that sets these. */
  public static String writing(List<NewValue> values) {
    return Shape.of(SetVariablesRequest.class)
        .write(
            new SetVariablesRequest(
                values.stream()
                    .map(
                        value ->
                            new SetVariableData(
                                attribute(value.type()),
                                value.value(),
                                VariableNames.component(value.name()),
                                VariableNames.variable(value.name()),
                                null))
                    .toList(),
                null));
  }

  private static void check(
      String field,
      NewValue value,
      Map<VariableName, Variable> model,
      @Nullable OcppVersion version) {
    Variable known = model.get(VariableNames.key(value.name()));
    AttributeType type = value.type() == null ? AttributeType.Actual : value.type();
    if (known != null) {
      for (Attribute attribute : known.attributes()) {
        boolean closed = attribute.constant() || attribute.mutability() == Mutability.ReadOnly;
        if (attribute.type() == type && closed) {
          throw GalvanException.invalid(
              field, "the station does not let " + value.name().variable() + " be changed");
        }
      }
    }
    ValueText.check(
        field + "/value", known == null ? null : known.characteristics(), value.value());
    if (isPassword(value.name())) {
      Passwords.check(field + "/value", value.value(), version);
    }
  }

  private static boolean isPassword(VariableName name) {
    return name.component().equalsIgnoreCase("SecurityCtrlr")
        && name.variable().equalsIgnoreCase("BasicAuthPassword");
  }

  /** Answers {@code device.plan.monitors}. */
  Future<Plan> monitors(PlanMonitors request) {
    check("monitors", request.monitors());
    return limits(
            request.chargerId(),
            SET_MONITORS,
            request.monitors().stream().map(NewMonitor::name).toList())
        .map(
            model -> {
              for (int i = 0; i < request.monitors().size(); i++) {
                check("/monitors/" + i, request.monitors().get(i), model);
              }
              return plan(SET_MONITORS, model, request.monitors(), PlanService::monitoring);
            });
  }

  private static void check(String field, NewMonitor monitor, Map<VariableName, Variable> model) {
    if (monitor.severity() < 0 || monitor.severity() > MOST_SEVERITY) {
      throw GalvanException.invalid(
          field + "/severity", "severity must be from 0 to " + MOST_SEVERITY);
    }
    if (type(monitor) == null) {
      throw GalvanException.invalid(field + "/type", "is no type of monitor");
    }
    Variable known = model.get(VariableNames.key(monitor.name()));
    if (known != null
        && known.characteristics() != null
        && !known.characteristics().supportsMonitoring()) {
      throw GalvanException.invalid(
          field, "the station does not let " + monitor.name().variable() + " be monitored");
    }
  }

  private static io.galvan.ocpp.v2.@Nullable Monitor type(NewMonitor monitor) {
    return Wire.parse(io.galvan.ocpp.v2.Monitor.class, monitor.type()).orElse(null);
  }

  private static String monitoring(List<NewMonitor> monitors) {
    return Shape.of(SetVariableMonitoringRequest.class)
        .write(
            new SetVariableMonitoringRequest(
                monitors.stream().map(PlanService::monitoring).toList(), null));
  }

  private static SetMonitoringData monitoring(NewMonitor monitor) {
    io.galvan.ocpp.v2.Monitor type = type(monitor);
    if (type == null) {
      throw GalvanException.invalid("type", "is no type of monitor");
    }
    return new SetMonitoringData(
        VariableNames.component(monitor.name()),
        monitor.id(),
        null,
        monitor.severity(),
        monitor.transaction(),
        type,
        monitor.value(),
        VariableNames.variable(monitor.name()),
        null);
  }

  /** Answers {@code device.plan.clear}. */
  Future<Plan> clear(PlanClear request) {
    check("ids", request.ids());
    return limits(request.chargerId(), CLEAR_MONITORS, List.of())
        .map(
            model ->
                plan(
                    CLEAR_MONITORS,
                    model,
                    request.ids(),
                    ids ->
                        Shape.of(ClearVariableMonitoringRequest.class)
                            .write(new ClearVariableMonitoringRequest(ids, null))));
  }

  /** The stored variables of these names and those that tell the action's limits. */
  private Future<Map<VariableName, Variable>> limits(
      String chargerId, String action, List<VariableName> names) {
    List<VariableName> all =
        new ArrayList<>(
            Stream.concat(MessageLimits.names(action).stream(), names.stream())
                .map(VariableNames::key)
                .distinct()
                .toList());
    return store.find(pool, chargerId, all);
  }

  private static <T> Plan plan(
      String action,
      Map<VariableName, Variable> model,
      List<T> items,
      Function<List<T>, String> payload) {
    MessageLimits limits = MessageLimits.of(action, model);
    return new Plan(limits.cut(items, payload), limits.toLearn(items.size()));
  }

  private static void check(String field, List<?> items) {
    if (items.isEmpty() || items.size() > MOST_WISHES) {
      throw GalvanException.invalid(field, "must name 1 to " + MOST_WISHES);
    }
  }

  private static io.galvan.ocpp.v2.@Nullable Attribute attribute(@Nullable AttributeType type) {
    // Absent is Actual, and is what every station understands.
    return type == null || type == AttributeType.Actual
        ? null
        : io.galvan.ocpp.v2.Attribute.valueOf(type.name());
  }
}
