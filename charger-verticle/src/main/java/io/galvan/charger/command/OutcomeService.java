package io.galvan.charger.command;

import io.galvan.charger.block.Follower;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A remote start or stop is a saga: the charger says yes, then a transaction starts or stops, or
 * does not. What followed is written on the command. When nothing followed, or nobody knows whether
 * the charger got the command, it is asked for its connectors' status, so that what the operator
 * sees is what is.
 */
final class OutcomeService implements Follower {
  private static final int PIECE = 500;
  private static final long ASK_WAITS_S = 600;
  private static final String ASKED_BY = "galvan";

  private final Settings settings;
  private final Writer writer;
  private final CommandStore commands;
  private final OutcomeStore store;

  OutcomeService(Settings settings, Writer writer, CommandStore commands, OutcomeStore store) {
    this.settings = settings;
    this.writer = writer;
    this.commands = commands;
    this.store = store;
  }

  @Override
  public Set<String> actions() {
    return Set.of(Goal.START, Goal.STOP, Goal.REQUEST_START, Goal.REQUEST_STOP);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    return switch (command.state()) {
      case Accepted, TimedOut, Unknown ->
          store.expect(
              unit.sql(), command.id(), unit.now(), unit.now().plus(settings.remoteStartWait()));
      case Queued, Sent, Rejected, Failed, Expired, Cancelled ->
          store.forget(unit.sql(), command.id());
    };
  }

  /** Answers {@code charger.events}; an event heard twice finds nothing that waits for it. */
  Future<Done> onEvents(EventBatch batch) {
    List<OutcomeStore.Followed> started = new ArrayList<>();
    List<OutcomeStore.Followed> stopped = new ArrayList<>();
    List<OutcomeStore.Followed> denied = new ArrayList<>();
    for (Event event : batch.events()) {
      DomainEvent happening = event.happening();
      Transaction over = Happening.over(happening);
      if (over != null) {
        stopped.add(stop(event, over));
      } else if (happening instanceof Happening.TransactionStarted start) {
        started.add(start(event, start.transaction()));
      } else if (happening instanceof Happening.TransactionIdentified known) {
        started.add(start(event, known.transaction()));
      } else if (happening instanceof Happening.AuthorizationDenied denial
          && event.chargerId() != null) {
        denied.add(
            new OutcomeStore.Followed(
                event.chargerId(),
                denial.connectorId(),
                denial.idToken(),
                null,
                event.at(),
                null,
                "the token is " + denial.status(),
                null,
                null));
      }
    }
    if (started.isEmpty() && stopped.isEmpty() && denied.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    return writer.write(unit -> write(unit, started, stopped, denied));
  }

  private Future<Done> write(
      UnitOfWork unit,
      List<OutcomeStore.Followed> started,
      List<OutcomeStore.Followed> stopped,
      List<OutcomeStore.Followed> denied) {
    List<Future<List<Command>>> steps = new ArrayList<>();
    if (!started.isEmpty()) {
      steps.add(store.started(unit.sql(), started));
    }
    if (!stopped.isEmpty()) {
      steps.add(store.stopped(unit.sql(), stopped));
    }
    if (!denied.isEmpty()) {
      steps.add(store.denied(unit.sql(), denied));
    }
    return Future.all(steps)
        .map(
            all -> {
              // Before the charger's answer the outcome is not told yet; the answer tells it.
              steps.stream()
                  .flatMap(step -> step.result().stream())
                  .filter(command -> command.closedAt() != null)
                  .forEach(
                      command -> unit.emit(command.chargerId(), new CommandCompleted(command)));
              return Done.DONE;
            });
  }

  private static OutcomeStore.Followed start(Event event, Transaction transaction) {
    return new OutcomeStore.Followed(
        transaction.chargerId(),
        transaction.connectorId(),
        transaction.idToken(),
        transaction.id(),
        event.at(),
        transaction.startedAt(),
        null,
        transaction.stationTransactionId(),
        transaction.remoteStartId());
  }

  private static OutcomeStore.Followed stop(Event event, Transaction transaction) {
    return new OutcomeStore.Followed(
        transaction.chargerId(),
        transaction.connectorId(),
        null,
        transaction.id(),
        event.at(),
        null,
        transaction.inferredEnd() == null
            ? null
            : "the end was inferred: " + transaction.inferredEnd(),
        transaction.stationTransactionId(),
        null);
  }

  /** Gives up waiting where it is due, and asks those chargers how things stand. */
  Future<?> giveUp() {
    return writer.write(
        unit ->
            store
                .giveUp(unit.sql(), unit.now(), PIECE)
                .compose(
                    givenUp -> {
                      givenUp.forEach(
                          command -> unit.emit(command.chargerId(), new CommandCompleted(command)));
                      return Future.all(
                          givenUp.stream().map(command -> ask(unit, command)).toList());
                    }));
  }

  /** Of a station of OCPP 2.x its transactions, which tell more than its connectors. */
  private static String question(Command command) {
    if (command.action().equals(Goal.REQUEST_START) || command.action().equals(Goal.REQUEST_STOP)) {
      return "{\"requestedMessage\":\"TransactionEvent\"}";
    }
    Integer connectorId = Goal.connectorIdOf(command.request());
    return connectorId == null
        ? "{\"requestedMessage\":\"StatusNotification\"}"
        : "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":" + connectorId + "}";
  }

  private Future<?> ask(UnitOfWork unit, Command command) {
    OpenCommand trigger =
        new OpenCommand(
            command.chargerId(),
            "TriggerMessage",
            command.version(),
            question(command),
            ASKED_BY,
            null,
            ASK_WAITS_S);
    return commands.openWaiting(
        unit.sql(), UUID.randomUUID().toString(), trigger, null, unit.now());
  }
}
