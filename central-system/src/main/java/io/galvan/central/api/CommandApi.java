package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Commands.Outcome;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands to charging stations: one operation for every action that the central system sends. */
final class CommandApi {
  /** A command with its payloads as JSON instead of text. */
  record CommandView(
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
      @Nullable Outcome outcome) {
    static CommandView of(Command command) {
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
          command.outcome());
    }
  }

  static final int MAX_WAIT_S = 30 * 86_400;
  private static final long DEFAULT_WAIT_S = 3_600;

  /**
   * @param action of the version that the station speaks
   * @param request its payload
   */
  record SendCommandBody(@MaxLength(64) String action, Json request) {}

  record CommandViews(List<CommandView> items, @Nullable String next) {}

  private final Bus bus;
  private final CommandService commands;

  CommandApi(Bus bus, CommandService commands) {
    this.bus = bus;
    this.commands = commands;
  }

  List<Operation> operations() {
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

  /** Only the shape of the payload is checked; what is wise is for the operator to know. */
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
              return send(call, action, version, payload);
            });
  }

  /** The version that the station speaks, or spoke last, or is expected to speak. */
  static OcppVersion version(Chargers.Charger charger) {
    OcppVersion version = charger.version() == null ? charger.defaultVersion() : charger.version();
    if (version == null) {
      throw new GalvanException(
          Fault.CONFLICT, "the station never connected: its version is not known");
    }
    return version;
  }

  /** The same; 1.6 for a station that never connected, since it will not be reached anyway. */
  static OcppVersion versionOr16(Chargers.Charger charger) {
    return charger.version() == null && charger.defaultVersion() == null
        ? OcppVersion.V1_6
        : version(charger);
  }

  /** Sends it, and answers with the command as it then is. */
  Future<?> send(Call call, Action<?, ?> action, @Nullable OcppVersion version, String payload) {
    CommandRequest request =
        new CommandRequest(
            call.path("chargerId", ChargerApi.ID),
            action.name(),
            version,
            payload,
            call.user().email(),
            call.header("Idempotency-Key", 128),
            waitS(call));
    return commands
        .execute(request)
        .onSuccess(
            outcome -> {
              Command command = outcome.command();
              switch (command.state()) {
                case TimedOut, Unknown -> Problem.unknown(call.context(), command);
                case Queued, Sent -> call.accepted(CommandView.of(command));
                case Accepted, Rejected, Failed, Expired, Cancelled ->
                    call.ok(CommandView.of(command));
              }
            });
  }

  /** What happens to a command while its station is not connected. */
  enum WhenOffline {
    fail,
    wait
  }

  private static @Nullable Long waitS(Call call) {
    Integer expiresInS = call.number("expiresInS", 1, MAX_WAIT_S);
    return waitS(call.choice("whenOffline", WhenOffline.fail), expiresInS);
  }

  static @Nullable Long waitS(WhenOffline whenOffline, @Nullable Integer expiresInS) {
    if (whenOffline == WhenOffline.fail) {
      return null;
    }
    return expiresInS == null ? DEFAULT_WAIT_S : expiresInS.longValue();
  }

  private static <T extends Record> String normalised(Call call, Class<T> type) {
    return Shape.of(type).write(call.body(type));
  }

  /** The command, when it left; the connection may have been lost before its turn. */
  static Future<Command> sent(CommandService.Outcome outcome) {
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
