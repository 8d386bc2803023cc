package io.galvan.central.automation;

import io.galvan.central.automation.WantedVariableValues.Wanted;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.PlanRead;
import io.galvan.contract.devicemodel.DeviceModels.PlanWrite;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the variables of one station of 2.x to what its policy wants, as {@link Tuning} does with
 * the keys of 1.6: the stored model is compared, and only what differs is sent, one SetVariables
 * after the other. A variable that the model does not hold is read from the station first.
 */
final class Tuning2 {
  private static final int INSTANCES = 20;

  private final Bus bus;
  private final CommandService commands;
  private final Clock clock;
  private final String chargerId;
  private final OcppVersion version;

  /** The interval the station was told last; null when this is no time to tell another. */
  private final @Nullable Integer heartbeatTold;

  Tuning2(
      Bus bus,
      CommandService commands,
      Clock clock,
      String chargerId,
      OcppVersion version,
      @Nullable Integer heartbeatTold) {
    this.bus = bus;
    this.commands = commands;
    this.clock = clock;
    this.chargerId = chargerId;
    this.version = version;
    this.heartbeatTold = heartbeatTold;
  }

  /** Completes when the station has what it can have; fails when it could not be asked. */
  Future<?> run() {
    return bus.request(Policies.EFFECTIVE, new ChargerKey(chargerId))
        .compose(
            policy -> {
              List<Wanted> wanted = wanted(policy);
              return wanted.isEmpty()
                  ? Future.succeededFuture()
                  : bus.request(
                          Commands.LIST,
                          new Commands.CommandQuery(chargerId, null, null, PastCommands.READ, null))
                      .compose(page -> bring(wanted, page.items()));
            });
  }

  private List<Wanted> wanted(Policy policy) {
    List<Wanted> wanted = new ArrayList<>(WantedVariableValues.of(policy));
    Integer interval = policy.heartbeatIntervalS();
    if (heartbeatTold != null && interval != null && !heartbeatTold.equals(interval)) {
      wanted.add(new Wanted(WantedVariableValues.HEARTBEAT_INTERVAL, interval.toString(), false));
    }
    return wanted;
  }

  private Future<Void> bring(List<Wanted> wanted, List<Command> newestFirst) {
    PastCommands past = new PastCommands(newestFirst, clock.instant());
    PastVariables said = new PastVariables(newestFirst);
    Future<Void> known = readMissing(wanted, past);
    for (Wanted one : wanted) {
      known = known.compose(ok -> set(one, past, said));
    }
    return known;
  }

  /** The variable as far as the stored model tells; null when the station has none such. */
  private Future<@Nullable Variable> stored(VariableName name) {
    return bus.request(
            DeviceModels.VARIABLES,
            new VariableQuery(
                chargerId, name.component(), name.variable(), null, null, INSTANCES, null))
        .<@Nullable Variable>map(
            page ->
                page.items().stream()
                    .filter(each -> VariableNames.key(each.name()).equals(VariableNames.key(name)))
                    .findFirst()
                    .orElse(null));
  }

  private Future<Void> readMissing(List<Wanted> wanted, PastCommands past) {
    List<Wish> missing = new ArrayList<>();
    Future<Void> looked = Future.succeededFuture();
    for (Wanted one : wanted) {
      looked =
          looked
              .compose(ok -> stored(one.name()))
              .onSuccess(
                  found -> {
                    if (found == null) {
                      missing.add(new Wish(one.name(), AttributeType.Actual));
                    }
                  })
              .mapEmpty();
    }
    return looked.compose(
        ok ->
            missing.isEmpty()
                ? Future.<Void>succeededFuture()
                : bus.request(DeviceModels.PLAN_READ, new PlanRead(chargerId, missing))
                    .compose(plan -> sendAll("GetVariables", plan.payloads(), past)));
  }

  private Future<Void> set(Wanted wanted, PastCommands past, PastVariables said) {
    return stored(wanted.name())
        .compose(
            variable -> {
              Wanted fitting = variable == null ? null : fitting(wanted, variable);
              if (fitting == null || said.isRefused(fitting.name(), fitting.value())) {
                return Future.<Void>succeededFuture();
              }
              NewValue value = new NewValue(fitting.name(), null, fitting.value());
              return bus.request(
                      DeviceModels.PLAN_WRITE, new PlanWrite(chargerId, version, List.of(value)))
                  .map(DeviceModels.Plan::payloads)
                  .recover(Tuning2::impossible)
                  .compose(payloads -> sendAll("SetVariables", payloads, past));
            });
  }

  /** What is to be sent; null when the station is as wanted, or cannot be. */
  private static @Nullable Wanted fitting(Wanted wanted, Variable variable) {
    Attribute actual =
        variable.attributes().stream()
            .filter(attribute -> attribute.type() == AttributeType.Actual)
            .findFirst()
            .orElse(null);
    if (actual == null || actual.constant() || actual.mutability() == Mutability.ReadOnly) {
      return null;
    }
    Wanted fitting =
        wanted.within(
            variable.characteristics() == null ? null : variable.characteristics().valuesList());
    return fitting == null || fitting.isMet(actual.value()) ? null : fitting;
  }

  /** A value outside of what the station says it can have is not sent. */
  private static Future<List<String>> impossible(Throwable failure) {
    return failure instanceof GalvanException fault && fault.fault() == Fault.INVALID
        ? Future.succeededFuture(List.of())
        : Future.failedFuture(failure);
  }

  private Future<Void> sendAll(String action, List<String> payloads, PastCommands past) {
    Future<Void> sent = Future.succeededFuture();
    for (String payload : payloads) {
      sent = sent.compose(ok -> send(action, payload, past));
    }
    return sent;
  }

  private Future<Void> send(String action, String payload, PastCommands past) {
    if (past.enough()) {
      return Future.succeededFuture();
    }
    return commands
        .execute(
            new CommandRequest(
                chargerId, action, version, payload, PastCommands.POLICY, null, null))
        .compose(
            outcome -> {
              Command command = outcome.command();
              past.add(command);
              return command.response() == null && command.errorCode() == null
                  ? Future.<Void>failedFuture("the station did not answer")
                  : Future.<Void>succeededFuture();
            });
  }
}
