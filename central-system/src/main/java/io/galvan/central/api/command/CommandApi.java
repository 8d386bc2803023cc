package io.galvan.central.api.command;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.operation.Problem;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.ProfileClauses;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.Outcome;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.PlanParts;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands to charging stations: one operation for every action that the central system sends. */
public final class CommandApi {
  /**
   * A command with its payloads as JSON instead of text.
   *
   * @param parts all commands that it took, where it took more than one; null elsewhere
   */
  public record CommandView(
      String id,
      String chargerId,
      String action,
      @Nullable OcppVersion version,
      @JsonRawValue String request,
      CommandState state,
      @Nullable String status,
      @JsonRawValue @Nullable String response,
      @Nullable String errorCode,
      @Nullable String errorDescription,
      @Nullable String requestedBy,
      @Nullable String campaignId,
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant closedAt,
      @Nullable Instant expiresAt,
      @Nullable Outcome outcome,
      @Nullable List<CommandView> parts) {
    public static CommandView of(Command command) {
      return of(command, null);
    }

    /** The last of several that were given as one. */
    public static CommandView of(Command command, @Nullable List<CommandView> parts) {
      return new CommandView(
          command.id(),
          command.chargerId(),
          command.action(),
          command.version(),
          command.request(),
          command.state(),
          command.status(),
          command.response(),
          command.errorCode(),
          command.errorDescription(),
          command.requestedBy(),
          command.campaignId(),
          command.createdAt(),
          command.sentAt(),
          command.closedAt(),
          command.expiresAt(),
          command.outcome(),
          parts);
    }
  }

  /** Of these a station says how much it takes at once (2.0.1 part 2, B05 and B06). */
  private static final Set<String> PARTED = Set.of("GetVariables", "SetVariables");

  public static final int MAX_WAIT_S = 30 * 86_400;
  private static final long DEFAULT_WAIT_S = 3_600;

  /**
   * @param action of the version that the station speaks
   * @param request its payload
   */
  public record SendCommandBody(@MaxLength(64) String action, Json request) {}

  record CommandViews(List<CommandView> items, @Nullable String next) {}

  private final Bus bus;
  private final CommandService commands;
  private final ProfileClauses clauses;

  public CommandApi(Bus bus, CommandService commands, ProfileClauses clauses) {
    this.bus = bus;
    this.commands = commands;
    this.clauses = clauses;
  }

  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Action<?, ?> action : Actions16.TABLE.all()) {
      if (action.direction() != Direction.FROM_CHARGER) {
        operations.add(of("send" + action.name(), Access.OPERATOR, call -> send(call, action)));
      }
    }
    operations.add(of("sendCommand", Access.OPERATOR, this::sendAny));
    operations.add(of("listCommands", Access.VIEWER, this::list));
    operations.add(of("getCommand", Access.VIEWER, this::get));
    operations.add(of("cancelCommand", Access.OPERATOR, this::cancel));
    return operations;
  }

  /** The payload's shape is checked and what it SHALL not be; the rest is the operator's. */
  private Future<?> send(Call call, Action<?, ?> action) {
    return send(call, action, null, normalised(call, action.request()));
  }

  /** The action is one of the version that the station speaks, or spoke last. */
  private Future<?> sendAny(Call call) {
    SendCommandBody body = call.body(SendCommandBody.class);
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .compose(
            charger -> {
              OcppVersion version = version(charger);
              Action<?, ?> action = SentActions.of(version, body.action());
              String payload =
                  SentActions.payload(
                      version, action, body.request(), call.header("Idempotency-Key", 128));
              if (!PARTED.contains(action.name()) || isNonConformant(call)) {
                return send(call, action, version, payload).mapEmpty();
              }
              return bus.request(
                      DeviceModels.PLAN_PARTS, new PlanParts(charger.id(), action.name(), payload))
                  .compose(plan -> sendParts(call, action, version, plan.payloads()).mapEmpty());
            });
  }

  /** Whether what breaks a SHALL of the standard is to be sent all the same. */
  public static boolean isNonConformant(Call call) {
    return Boolean.TRUE.equals(call.flag("allowNonConformant"));
  }

  /** The version that the station speaks, or spoke last, or is expected to speak. */
  public static OcppVersion version(Chargers.Charger charger) {
    OcppVersion version = charger.version() == null ? charger.defaultVersion() : charger.version();
    if (version == null) {
      throw new GalvanException(
          Fault.CONFLICT, "the station never connected: its version is not known");
    }
    return version;
  }

  /** The same; 1.6 for a station that never connected, since it will not be reached anyway. */
  public static OcppVersion versionOr16(Chargers.Charger charger) {
    return charger.version() == null && charger.defaultVersion() == null
        ? OcppVersion.V1_6
        : version(charger);
  }

  /**
   * Sends it, and answers with the command as it then is; refuses what breaks a clause of the
   * standard.
   */
  public Future<?> send(
      Call call, Action<?, ?> action, @Nullable OcppVersion version, String payload) {
    String key = call.header("Idempotency-Key", 128);
    return (isNonConformant(call)
            ? Future.<Void>succeededFuture()
            : clauses.check(call.path("chargerId", ChargerApi.ID), action.name(), version, payload))
        .compose(ok -> commands.execute(request(call, action, version, payload, key)))
        .onSuccess(outcome -> answer(call, outcome.command(), null));
  }

  private static CommandRequest request(
      Call call,
      Action<?, ?> action,
      @Nullable OcppVersion version,
      String payload,
      @Nullable String key) {
    return new CommandRequest(
        call.path("chargerId", ChargerApi.ID),
        action.name(),
        version,
        payload,
        call.user().email(),
        key,
        waitS(call));
  }

  private static void answer(Call call, Command command, @Nullable List<CommandView> parts) {
    switch (command.state()) {
      case TimedOut, Unknown -> Problem.unknown(call.context(), command);
      case Queued, Sent -> call.accepted(CommandView.of(command, parts));
      case Accepted, Rejected, Failed, Expired, Cancelled ->
          call.ok(CommandView.of(command, parts));
    }
  }

  /** Sends one message after the other, and none after one without answer. */
  private Future<?> sendParts(
      Call call, Action<?, ?> action, OcppVersion version, List<String> payloads) {
    return payloads.size() == 1
        ? send(call, action, version, payloads.get(0))
        : sendParts(call, action, version, payloads, new ArrayList<>());
  }

  private Future<?> sendParts(
      Call call,
      Action<?, ?> action,
      OcppVersion version,
      List<String> payloads,
      List<CommandView> sent) {
    String key = partKey(call.header("Idempotency-Key", 128), sent.size());
    return commands
        .execute(request(call, action, version, payloads.get(sent.size()), key))
        .compose(
            outcome -> {
              Command command = outcome.command();
              sent.add(CommandView.of(command));
              if (sent.size() < payloads.size() && !command.state().isUnknown()) {
                return sendParts(call, action, version, payloads, sent);
              }
              answer(call, command, sent);
              return Future.succeededFuture();
            });
  }

  /** A key of its own for each message, the same for the same key. */
  private static @Nullable String partKey(@Nullable String key, int part) {
    return key == null || part == 0
        ? key
        : UUID.nameUUIDFromBytes((key + "#" + part).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** What happens to a command while its station is not connected. */
  public enum WhenOffline {
    fail,
    wait
  }

  private static @Nullable Long waitS(Call call) {
    Integer expiresInS = call.number("expiresInS", 1, MAX_WAIT_S);
    return waitS(call.choice("whenOffline", WhenOffline.fail), expiresInS);
  }

  public static @Nullable Long waitS(WhenOffline whenOffline, @Nullable Integer expiresInS) {
    if (whenOffline == WhenOffline.fail) {
      return null;
    }
    return expiresInS == null ? DEFAULT_WAIT_S : expiresInS.longValue();
  }

  private static <T extends Record> String normalised(Call call, Class<T> type) {
    return Shape.of(type).write(call.body(type));
  }

  /** The command, when it left; the connection may have been lost before its turn. */
  public static Future<Command> sent(CommandService.Outcome outcome) {
    Command command = outcome.command();
    if (command.state() != CommandState.Failed || command.errorCode() != null) {
      return Future.succeededFuture(command);
    }
    String why = command.errorDescription();
    return Future.failedFuture(
        new GalvanException(
            Fault.NOT_CONNECTED, why == null ? "the charging station was not reached" : why));
  }

  private Future<?> list(Call call) {
    Commands.CommandQuery query =
        new Commands.CommandQuery(
            call.path("chargerId", ChargerApi.ID),
            call.text("action", 64),
            call.choice("state", CommandState.class),
            call.limit(),
            call.cursor());
    return bus.request(Commands.LIST, query)
        .onSuccess(
            page ->
                call.ok(
                    new CommandViews(
                        page.items().stream().map(CommandView::of).toList(), page.next())));
  }

  private Future<?> get(Call call) {
    return bus.request(Commands.GET, key(call))
        .onSuccess(command -> call.ok(CommandView.of(command)));
  }

  private Future<?> cancel(Call call) {
    return bus.request(Commands.CANCEL, key(call))
        .onSuccess(command -> call.ok(CommandView.of(command)));
  }

  private static Commands.CommandKey key(Call call) {
    return new Commands.CommandKey(
        call.path("chargerId", ChargerApi.ID), call.path("commandId", 64));
  }
}
