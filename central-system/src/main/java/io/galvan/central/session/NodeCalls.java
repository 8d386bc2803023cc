package io.galvan.central.session;

import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.command.Commands.NodeCall;
import io.galvan.contract.connection.Nodes;
import io.galvan.contract.event.Happening;
import io.galvan.contract.station.StationCredentials;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Set;

/**
 * Commands that other nodes (or this one) want put on this node's sessions, and what became of
 * them.
 */
public final class NodeCalls {
  private static final Set<String> MAY_BRING_PASSWORDS =
      Set.of("ChangeConfiguration", "SetVariables", "SetNetworkProfile");

  private final Bus bus;
  private final CommandAnswers answers;
  private final SessionRegistry registry;

  public NodeCalls(Vertx vertx, SessionRegistry registry) {
    this.bus = Bus.of(vertx);
    this.answers = CommandAnswers.of(vertx);
    this.registry = registry;
  }

  /** Serves this node's addresses, and ends the sessions of stations that are removed. */
  public void serve(String nodeId) {
    bus.listen(batch -> batch.events().forEach(this::onEvent));
    bus.serveAt(Nodes.PING, nodeId, ping -> Future.succeededFuture(Done.DONE));
    bus.serveAt(Commands.NODE_CALL, nodeId, this::call);
    bus.serveAt(Commands.NODE_EVICT, nodeId, this::evict);
    bus.serveAt(Commands.NODE_ALIVE, nodeId, this::alive);
  }

  private void onEvent(Event event) {
    boolean removed =
        event.happening() instanceof Happening.ChargerUpdated update
            && update.change() == Happening.ChargerChange.Deleted;
    ChargerSession session =
        removed && event.chargerId() != null ? registry.find(event.chargerId()) : null;
    if (session != null) {
      session.close(CloseReason.Removed);
    }
  }

  /** Puts the CALL on its session and writes what came of it; may be called from any thread. */
  public Future<Command> call(NodeCall call) {
    ChargerSession session = registry.find(call.chargerId());
    String obstacle =
        session == null || session.epoch() != call.epoch() ? null : session.obstacle(call.action());
    if (obstacle != null && !call.mayWait()) {
      NodeAnswer refused = new NodeAnswer(CallOutcome.NotSent, null, null, obstacle);
      return answers
          .close(CommandVerdict.close(call.commandId(), refused))
          .compose(closed -> Future.failedFuture(new GalvanException(Fault.CONFLICT, obstacle)));
    }
    Future<NodeAnswer> answered =
        session == null || session.epoch() != call.epoch()
            ? Future.succeededFuture(
                new NodeAnswer(CallOutcome.NotSent, null, null, "the connection was just lost"))
            : session.call(call.action(), call.payload(), call.commandId(), call.timeoutMs());
    return answered.compose(
        answer -> {
          if (answer.outcome() == CallOutcome.NotSent && call.mayWait()) {
            String why = answer.errorDescription();
            return answers.release(
                new Commands.Release(
                    call.commandId(), why == null ? "not sent" : why, call.takenAt()));
          }
          CloseCommand close = CommandVerdict.close(call.commandId(), answer);
          if ("Accepted".equals(close.status()) && call.action().equals("ChangeConfiguration")) {
            configurationChanged(call);
          }
          return answers.close(close).compose(this::told);
        });
  }

  /** Whoever asked may go by the password's new state; should this fail, it comes by the event. */
  private Future<Command> told(Command command) {
    return MAY_BRING_PASSWORDS.contains(command.action())
        ? bus.request(StationCredentials.ANSWERED, command)
            .transform(told -> Future.succeededFuture(command))
        : Future.succeededFuture(command);
  }

  /** What this node goes by; all that is stored follows from the command's end. */
  private void configurationChanged(NodeCall call) {
    ChangeConfigurationRequest request =
        Shape.of(ChangeConfigurationRequest.class)
            .read(call.payload(), Reading.TOLERANT, new ArrayList<>());
    ChargerSession session = registry.find(call.chargerId());
    if (request.key().equalsIgnoreCase("HeartbeatInterval")
        && request.value().matches("[1-9][0-9]{0,6}")
        && session != null) {
      session.heartbeatEvery(Integer.parseInt(request.value()));
    }
  }

  private Future<Commands.SignOfLife> alive(Commands.AskForLife asked) {
    ChargerSession session = registry.find(asked.chargerId());
    return session == null || session.epoch() != asked.epoch()
        ? Future.succeededFuture(new Commands.SignOfLife(false))
        : session.isAlive().map(Commands.SignOfLife::new);
  }

  private Future<Done> evict(Commands.Evict evict) {
    ChargerSession session = registry.find(evict.chargerId());
    if (session != null && session.epoch() == evict.epoch()) {
      session.close(CloseReason.Replaced);
    }
    return Future.succeededFuture(Done.DONE);
  }
}
