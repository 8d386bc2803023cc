package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
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
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant closedAt) {
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
          command.createdAt(),
          command.sentAt(),
          command.closedAt());
    }
  }

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
    operations.add(of("listCommands", Access.VIEWER, this::list));
    operations.add(of("getCommand", Access.VIEWER, this::get));
    return operations;
  }

  /** Only the shape of the payload is checked; what is wise is for the operator to know. */
  private Future<?> send(Call call, Action<?, ?> action) {
    String payload = normalised(call, action.request());
    CommandRequest request =
        new CommandRequest(
            call.path("chargerId", ChargerApi.ID),
            action.name(),
            payload,
            call.user().email(),
            call.header("Idempotency-Key", 128));
    return commands
        .execute(request)
        .onSuccess(
            outcome -> {
              if (outcome.command().state() == CommandState.Unknown) {
                Problem.unknown(call.context(), outcome.command());
              } else {
                call.ok(CommandView.of(outcome.command()));
              }
            });
  }

  private static <T extends Record> String normalised(Call call, Class<T> type) {
    return Shape.of(type).write(call.body(type));
  }

  private Future<?> list(Call call) {
    Commands.CommandQuery query =
        new Commands.CommandQuery(
            call.path("chargerId", ChargerApi.ID), null, null, call.limit(), call.cursor());
    return bus.request(Commands.LIST, query)
        .onSuccess(
            page ->
                call.ok(
                    new CommandViews(
                        page.items().stream().map(CommandView::of).toList(), page.next())));
  }

  private Future<?> get(Call call) {
    Commands.CommandKey key =
        new Commands.CommandKey(call.path("chargerId", ChargerApi.ID), call.path("commandId", 64));
    return bus.request(Commands.GET, key).onSuccess(command -> call.ok(CommandView.of(command)));
  }
}
