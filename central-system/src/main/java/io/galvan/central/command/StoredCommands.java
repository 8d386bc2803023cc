package io.galvan.central.command;

import io.galvan.central.session.Secrets;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.NodeCall;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The way of one command: stored first, then handed to the node that holds the station's
 * connection, which closes it with the answer. When that node cannot be reached or does not answer,
 * the command is Unknown, since the station may have acted; it is Failed only when it is not marked
 * as sent, which it is before it leaves.
 */
public final class StoredCommands implements CommandService {
  /** A command may wait behind another one on the connection before its own time runs. */
  private static final int TURNS = 2;

  private static final long MARGIN_MS = 2_000;
  private static final String NOT_CONNECTED = "the charging station is not connected";

  private static final String UNPROVEN =
      "the station's connection has proved nothing, so whoever holds it would get this secret: let"
          + " the station come with a password or certificate, or confirm the risk for this station"
          + " (POST /chargers/{chargerId}/unproven-secrets), which counts for an hour";

  private final Bus bus;
  private final NodeReach reach;
  private final Duration callTimeout;

  public StoredCommands(Bus bus, NodeReach reach, Duration callTimeout) {
    this.bus = bus;
    this.reach = reach;
    this.callTimeout = callTimeout;
  }

  @Override
  public Future<Outcome> execute(CommandRequest request) {
    try {
      PasswordBounds.check(request.action(), request.version(), request.request());
    } catch (GalvanException refused) {
      return Future.failedFuture(refused);
    }
    String stored = Secrets.mask(request.request());
    if (request.waitS() != null && !stored.equals(request.request())) {
      return Future.failedFuture(
          GalvanException.invalid(
              "whenOffline", "a command with a password cannot wait, since it is not stored"));
    }
    Commands.OpenCommand open =
        new Commands.OpenCommand(
            request.chargerId(),
            request.action(),
            request.version(),
            stored,
            request.requestedBy(),
            request.idempotencyKey(),
            request.waitS(),
            request.owner());
    return bus.request(Commands.OPEN, open)
        .compose(
            opened ->
                opened.repeated()
                    ? Future.succeededFuture(opened.command())
                    : send(opened.command(), request.request()))
        .map(Outcome::new);
  }

  private Future<Command> send(Command command, String payload) {
    boolean mayWait = command.expiresAt() != null;
    return bus.request(Connections.LOCATE, new Chargers.ChargerKey(command.chargerId()))
        .compose(
            location -> {
              String nodeId = location.nodeId();
              if (nodeId == null) {
                return mayWait ? release(command) : notConnected(command);
              }
              Integer proved = location.securityProfile();
              if (proved != null
                  && proved == 0
                  && !location.secretsConfirmed()
                  && Secrets.tells(payload)) {
                return refuse(command, Fault.CONFLICT, UNPROVEN);
              }
              long timeoutMs = callTimeout.toMillis();
              NodeCall call =
                  new NodeCall(
                      command.chargerId(),
                      location.epoch(),
                      command.id(),
                      command.action(),
                      payload,
                      timeoutMs,
                      mayWait,
                      command.createdAt());
              return reach
                  .orLost(
                      nodeId,
                      bus.requestAt(
                          Commands.NODE_CALL, nodeId, call, TURNS * timeoutMs + MARGIN_MS))
                  .recover(
                      failure ->
                          failure instanceof NodeReach.Lost lost
                              ? lost(command, lost)
                              : unknown(command, failure));
            });
  }

  private Future<Command> release(Command command) {
    return bus.request(
        Commands.RELEASE, new Commands.Release(command.id(), NOT_CONNECTED, command.createdAt()));
  }

  private Future<Command> notConnected(Command command) {
    return refuse(command, Fault.NOT_CONNECTED, NOT_CONNECTED);
  }

  private Future<Command> refuse(Command command, Fault fault, String why) {
    return bus.request(
            Commands.CLOSE,
            new CloseCommand(command.id(), CommandState.Failed, null, null, null, why))
        .compose(closed -> Future.failedFuture(new GalvanException(fault, why)));
  }

  /**
   * The node may work on, so nothing is stored: the command's state follows with what the node
   * stores, or with its lease. Whoever asked is told what is known now.
   */
  private Future<Command> lost(Command command, NodeReach.Lost lost) {
    return bus.request(Commands.GET, new Commands.CommandKey(command.chargerId(), command.id()))
        .otherwise(command)
        .map(
            stored -> {
              boolean waits = stored.state() == CommandState.Queued && stored.expiresAt() != null;
              return waits || stored.closedAt() != null ? stored : unknown(stored, lost);
            });
  }

  private static Command unknown(Command stored, NodeReach.Lost lost) {
    return new Command(
        stored.id(),
        stored.chargerId(),
        stored.action(),
        stored.version(),
        stored.request(),
        CommandState.Unknown,
        null,
        null,
        null,
        lost.getMessage(),
        stored.requestedBy(),
        stored.campaignId(),
        stored.createdAt(),
        stored.sentAt(),
        null,
        stored.expiresAt(),
        null);
  }

  private Future<Command> unknown(Command command, Throwable failure) {
    if (failure instanceof GalvanException known && known.fault() == Fault.CONFLICT) {
      // The station is there and may not be sent this; the node has closed the command.
      return Future.failedFuture(known);
    }
    String why = "the node did not tell what became of it: " + failure.getMessage();
    return bus.request(
        Commands.CLOSE,
        new CloseCommand(command.id(), CommandState.Unknown, null, null, null, why));
  }
}
