package io.galvan.central.api.command;

import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Problem;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands.Command;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.shape.Shape;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the commands that other operations are made of, in the name of who asks. */
public final class CommandSender {
  private final CommandService commands;

  public CommandSender(CommandService commands) {
    this.commands = commands;
  }

  /**
   * Sends a command and goes on with what the station answered; when it did not answer in time, the
   * caller is told so and nothing else is done.
   */
  public <Q extends Record> Future<?> send(
      Call call,
      String chargerId,
      Action<Q, ?> action,
      Q payload,
      Function<Command, Future<?>> then) {
    return send(call, chargerId, action, Shape.of(action.request()).write(payload), then);
  }

  /** As the first, in the terms of a version; a payload that the version has not is refused. */
  public <Q extends Record> Future<?> send(
      Call call,
      String chargerId,
      OcppVersion version,
      Action<Q, ?> action,
      Q payload,
      Function<Command, Future<?>> then) {
    Shape<Q> shape = Shape.of(action.request(), version);
    shape.check(payload);
    return send(call, chargerId, version, action, shape.write(payload), then);
  }

  /** As the other, with the payload as JSON. */
  public Future<?> send(
      Call call,
      String chargerId,
      Action<?, ?> action,
      String payload,
      Function<Command, Future<?>> then) {
    return send(call, chargerId, null, action, payload, then);
  }

  /** As the other, in the terms of a version; null is 1.6. */
  public Future<?> send(
      Call call,
      String chargerId,
      @Nullable OcppVersion version,
      Action<?, ?> action,
      String payload,
      Function<Command, Future<?>> then) {
    CommandRequest request =
        new CommandRequest(
            chargerId, action.name(), version, payload, call.user().email(), null, null);
    return commands
        .execute(request)
        .compose(
            outcome -> {
              if (outcome.command().state().isUnknown()) {
                Problem.unknown(call.context(), outcome.command());
                return Future.succeededFuture();
              }
              return then.apply(outcome.command()).mapEmpty();
            });
  }
}
