package io.galvan.central.command;

import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.contract.locallist.LocalLists.ListUpdate;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.locallist.LocalLists.LocalListState;
import io.galvan.contract.locallist.LocalLists.LocalListStatus;
import io.galvan.contract.locallist.LocalLists.PlanUpdate;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.UpdateStatus;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a station's local authorization list to the stored idTokens: asks for its version, so that
 * changes are sent only to a list that is known, then sends one update after another. A station
 * that finds its version does not match, or fails to apply changes, is sent the whole list, once
 * (1.6 part 2, 5.15; 2.0.1 part 2, D01).
 */
public final class LocalListSync {
  private final Bus bus;
  private final CommandService commands;

  public LocalListSync(Bus bus, CommandService commands) {
    this.bus = bus;
    this.commands = commands;
  }

  /** One run for one station, by one user. */
  private record Run(String chargerId, OcppVersion version, @Nullable String requestedBy) {}

  /**
   * @param updateType null: the smaller one that will do
   * @return where the list stands after it; fails with NOT_CONNECTED, or TIMEOUT when an answer did
   *     not come
   */
  public Future<LocalListStatus> sync(
      String chargerId, @Nullable ListUpdateType updateType, @Nullable String requestedBy) {
    return SpokenVersion.of(bus, chargerId)
        .compose(version -> sync(new Run(chargerId, version, requestedBy), updateType));
  }

  private Future<LocalListStatus> sync(Run run, @Nullable ListUpdateType updateType) {
    return send(run, Actions16.GET_LOCAL_LIST_VERSION.name(), "{}")
        .compose(told -> status(run.chargerId()))
        .compose(
            status ->
                status.state() == LocalListState.NotSupported
                    ? Future.succeededFuture(status)
                    : update(run, updateType, true).compose(ok -> status(run.chargerId())));
  }

  private Future<LocalListStatus> status(String chargerId) {
    return bus.request(LocalLists.GET, new ChargerKey(chargerId));
  }

  private Future<Void> update(Run run, @Nullable ListUpdateType type, boolean mayRetry) {
    return bus.request(LocalLists.PLAN, new PlanUpdate(run.chargerId(), type))
        .compose(plan -> sendAll(run, plan.updates(), 0, mayRetry));
  }

  private Future<Void> sendAll(Run run, List<ListUpdate> updates, int next, boolean mayRetry) {
    if (next == updates.size()) {
      return Future.succeededFuture();
    }
    ListUpdate update = updates.get(next);
    return send(run, Actions16.SEND_LOCAL_LIST.name(), update.request())
        .compose(
            command -> {
              if (command.state() == CommandState.Accepted) {
                return sendAll(run, updates, next + 1, mayRetry);
              }
              return mayRetry && asksForTheWhole(command, update)
                  ? update(run, ListUpdateType.Full, false)
                  : Future.succeededFuture();
            });
  }

  private static boolean asksForTheWhole(Command command, ListUpdate update) {
    String status = command.status();
    return UpdateStatus.VersionMismatch.name().equals(status)
        || (UpdateStatus.Failed.name().equals(status)
            && update.updateType() == ListUpdateType.Differential);
  }

  private Future<Command> send(Run run, String action, String payload) {
    return commands
        .execute(
            new CommandRequest(
                run.chargerId(), action, run.version(), payload, run.requestedBy(), null, null))
        .map(
            outcome -> {
              if (outcome.command().state().isUnknown()) {
                throw new GalvanException(
                    Fault.TIMEOUT, "the charging station did not answer " + action + " in time");
              }
              return outcome.command();
            });
  }
}
