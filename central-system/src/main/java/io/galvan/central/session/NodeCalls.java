package io.galvan.central.session;

import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.ocpp.v16.GetConfigurationRequest;
import io.galvan.ocpp.v16.GetConfigurationResponse;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.ConfigurationKey;
import io.galvan.platform.contract.Chargers.ConfigurationReport;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.CallOutcome;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Commands.NodeAnswer;
import io.galvan.platform.contract.Commands.NodeCall;
import io.galvan.platform.contract.Done;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Happening;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that other nodes (or this one) want put on this node's sessions, and what follows from
 * their answers.
 */
public final class NodeCalls {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCalls.class);
  private static final String PASSWORD_KEY = "AuthorizationKey";

  private final Bus bus;
  private final SessionRegistry registry;

  public NodeCalls(Bus bus, SessionRegistry registry) {
    this.bus = bus;
    this.registry = registry;
  }

  /** Serves this node's addresses, and ends the sessions of stations that are removed. */
  public void serve(String nodeId) {
    bus.listen(batch -> batch.events().forEach(this::onEvent));
    bus.serveAt(Commands.NODE_CALL, nodeId, this::call);
    bus.serveAt(Commands.NODE_EVICT, nodeId, this::evict);
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
    Future<NodeAnswer> answered =
        session == null || session.epoch() != call.epoch()
            ? Future.succeededFuture(
                new NodeAnswer(CallOutcome.NotSent, null, null, "the connection was just lost"))
            : session.call(call.action(), call.payload(), call.commandId(), call.timeoutMs());
    return answered.compose(
        answer -> {
          if (answer.outcome() == CallOutcome.NotSent && call.mayWait()) {
            String why = answer.errorDescription();
            return bus.request(
                Commands.RELEASE,
                new Commands.Release(call.commandId(), why == null ? "not sent" : why));
          }
          return bus.request(Commands.CLOSE, CommandVerdict.close(call.commandId(), answer))
              .compose(command -> follow(call, command, answer).map(command));
        });
  }

  /** What an answer changes on our side; a failure here does not change what the station did. */
  private Future<Done> follow(NodeCall call, Command command, NodeAnswer answer) {
    String payload = answer.payload();
    if (command.state() != CommandState.Accepted || payload == null) {
      return Future.succeededFuture(Done.DONE);
    }
    Future<Done> followed =
        switch (call.action()) {
          case "GetConfiguration" -> configurationRead(call, payload);
          case "ChangeConfiguration" -> configurationChanged(call, command);
          case "SetVariables" -> variablesSet(call, payload);
          case "SetNetworkProfile" ->
              announced(
                  call,
                  NewPassword.ofProfile(
                      read(SetNetworkProfileRequest.class, call.payload()), call.chargerId()));
          default -> Future.succeededFuture(Done.DONE);
        };
    return followed.recover(
        failure -> {
          LOG.warn(
              "{} of {} was accepted, but could not be stored: {}",
              call.action(),
              call.chargerId(),
              failure.getMessage());
          return Future.succeededFuture(Done.DONE);
        });
  }

  private Future<Done> configurationRead(NodeCall call, String payload) {
    GetConfigurationResponse response = read(GetConfigurationResponse.class, payload);
    GetConfigurationRequest request = read(GetConfigurationRequest.class, call.payload());
    List<ConfigurationKey> keys =
        response.configurationKey() == null
            ? List.of()
            : response.configurationKey().stream()
                .map(
                    key ->
                        new ConfigurationKey(
                            key.key(),
                            key.readonly(),
                            key.key().equalsIgnoreCase(PASSWORD_KEY) ? null : key.value()))
                .toList();
    List<String> unknown = response.unknownKey() == null ? List.of() : response.unknownKey();
    boolean complete = request.key() == null || request.key().isEmpty();
    return bus.request(
        Chargers.STORE_CONFIGURATION,
        new ConfigurationReport(call.chargerId(), keys, unknown, complete, List.of()));
  }

  private Future<Done> configurationChanged(NodeCall call, Command command) {
    ChangeConfigurationRequest request = read(ChangeConfigurationRequest.class, call.payload());
    boolean password = request.key().equalsIgnoreCase(PASSWORD_KEY);
    ChargerSession session = registry.find(call.chargerId());
    if (request.key().equalsIgnoreCase("HeartbeatInterval")
        && "Accepted".equals(command.status())
        && request.value().matches("[1-9][0-9]{0,6}")
        && session != null) {
      session.heartbeatEvery(Integer.parseInt(request.value()));
    }
    List<String> reboot =
        "RebootRequired".equals(command.status()) ? List.of(request.key()) : List.of();
    Future<Done> stored =
        bus.request(
            Chargers.STORE_CONFIGURATION,
            new ConfigurationReport(
                call.chargerId(),
                List.of(
                    new ConfigurationKey(request.key(), false, password ? null : request.value())),
                List.of(),
                false,
                reboot));
    // From its answer on the station uses the new password, and the old one must not open the door
    // any more.
    return password
        ? stored.compose(
            ok ->
                bus.request(
                    Auth.SET_CREDENTIALS,
                    new Auth.NewCredentials(call.chargerId(), request.value())))
        : stored;
  }

  /**
   * Only here the password is known. Each message is judged by the station's own word: the old
   * password opens the door until the station has taken the new one (TC_A_09, TC_A_10).
   */
  private Future<Done> variablesSet(NodeCall call, String payload) {
    SetVariablesRequest request = read(SetVariablesRequest.class, call.payload());
    SetVariablesResponse answer = read(SetVariablesResponse.class, payload);
    String password = NewPassword.taken(request, answer);
    return (password == null
            ? Future.succeededFuture(Done.DONE)
            : bus.request(
                Auth.SET_CREDENTIALS, new Auth.NewCredentials(call.chargerId(), password)))
        .compose(ok -> announced(call, NewPassword.ofProfile(request, answer)));
  }

  /** The password of a profile opens the door beside the old one until the station uses it. */
  private Future<Done> announced(NodeCall call, @Nullable String password) {
    return password == null
        ? Future.succeededFuture(Done.DONE)
        : bus.request(
            Auth.ANNOUNCE_CREDENTIALS, new Auth.NewCredentials(call.chargerId(), password));
  }

  private static <T extends Record> T read(Class<T> type, String json) {
    return Shape.of(type).read(json, Reading.TOLERANT, new ArrayList<>());
  }

  private Future<Done> evict(Commands.Evict evict) {
    ChargerSession session = registry.find(evict.chargerId());
    if (session != null && session.epoch() == evict.epoch()) {
      session.close(CloseReason.Replaced);
    }
    return Future.succeededFuture(Done.DONE);
  }
}
