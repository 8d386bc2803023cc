package io.galvan.charger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandKey;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.OutcomeState;
import io.galvan.contract.command.Commands.TakeWaiting;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTest extends ChargerFixture {
  private String online() {
    String id = charger();
    connect(id, "o-1");
    ask(Chargers.BOOT, booting(id, "V"));
    return id;
  }

  private Command start(String id, String request) {
    return open(id, "RemoteStartTransaction", request);
  }

  private Command open(String id, String action, String request) {
    return ask(Commands.OPEN, new OpenCommand(id, action, null, request, "ada", null, null))
        .command();
  }

  private Command close(Command command, CommandState state) {
    return ask(Commands.CLOSE, new CloseCommand(command.id(), state, "Accepted", "{}", null, null));
  }

  private Command get(Command command) {
    return ask(Commands.GET, new CommandKey(command.chargerId(), command.id()));
  }

  private void tell(String id, Happening happening) {
    Event event = new Event(UUID.randomUUID().toString(), clock.instant(), id, happening);
    ask(Subscription.CHARGER.address(), new EventBatch(List.of(event)));
  }

  private Transaction transaction(
      String id, int connectorId, String token, long number, @Nullable InferredEnd inferred) {
    Instant now = clock.instant();
    return new Transaction(
        number,
        id,
        connectorId,
        token,
        null,
        TokenStatus.Accepted,
        null,
        TransactionState.Running,
        now,
        0L,
        null,
        null,
        null,
        null,
        inferred,
        BigDecimal.ZERO,
        null,
        null,
        null,
        now,
        List.of());
  }

  private Transaction of2(String id, long number, String stationId, Integer remoteStartId) {
    Transaction of = transaction(id, 1, "ADA", number, null);
    return new Transaction(
        number,
        id,
        1,
        null,
        null,
        null,
        null,
        TransactionState.Running,
        of.startedAt(),
        0L,
        null,
        null,
        null,
        null,
        null,
        BigDecimal.ZERO,
        null,
        null,
        null,
        of.updatedAt(),
        List.of(),
        1,
        stationId,
        null,
        null,
        remoteStartId,
        null,
        null,
        List.of(),
        null,
        null);
  }

  private Command accepted2(String id, String action, String request) {
    Command command =
        ask(Commands.OPEN, new OpenCommand(id, action, OcppVersion.V2_0_1, request, null, null))
            .command();
    return close(command, CommandState.Accepted);
  }

  @Test
  void shouldFollowRemoteStartsAndStopsOfOcpp2ByTheStationsIds() {
    String id = online();
    Command start =
        accepted2(
            id,
            "RequestStartTransaction",
            "{\"remoteStartId\":7,\"idToken\":{\"idToken\":\"Ada\",\"type\":\"Central\"}}");
    assertThat(start.outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(id, new Happening.TransactionStarted(of2(id, 81, "A", 6)));
    tell(id, new Happening.TransactionStarted(of2(id, 82, "B", null)));
    assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(id, new Happening.TransactionIdentified(of2(id, 82, "B", 7)));
    assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.Started);
    assertThat(get(start).outcome().transactionId()).isEqualTo(82);

    Command stop = accepted2(id, "RequestStopTransaction", "{\"transactionId\":\"B\"}");
    tell(id, new Happening.TransactionStopped(of2(id, 81, "A", 6)));
    assertThat(get(stop).outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(id, new Happening.TransactionStopped(of2(id, 82, "B", 7)));
    assertThat(get(stop).outcome().state()).isEqualTo(OutcomeState.Stopped);
    assertThat(get(stop).outcome().transactionId()).isEqualTo(82);
  }

  @Test
  void shouldTellTheTransactionThatFollowedARemoteStart() {
    String id = online();
    Command start = start(id, "{\"connectorId\":2,\"idTag\":\"Ada\"}");
    assertThat(start.outcome()).as("not told before the answer").isNull();
    Command accepted = close(start, CommandState.Accepted);
    assertThat(accepted.outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(id, new Happening.TransactionStarted(transaction(id, 1, "ADA", 70, null)));
    tell(id, new Happening.TransactionStarted(transaction(id, 2, "BOB", 71, null)));
    assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(id, new Happening.TransactionStarted(transaction(id, 2, "ADA", 72, null)));
    tell(id, new Happening.TransactionStarted(transaction(id, 2, "ADA", 73, null)));
    assertThat(get(start).outcome())
        .satisfies(
            outcome -> {
              assertThat(outcome.state()).isEqualTo(OutcomeState.Started);
              assertThat(outcome.transactionId()).isEqualTo(72);
            });
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class))
        .extracting(completed -> completed.command().outcome().state())
        .containsExactly(OutcomeState.Waiting, OutcomeState.Started);
  }

  @Test
  void shouldKnowTheTransactionThatWasToldBeforeTheAnswerWasStored() {
    String id = online();
    Command start = start(id, "{\"idTag\":\"ADA\"}");
    tell(id, new Happening.TransactionStarted(transaction(id, 1, "ADA", 80, null)));
    assertThat(get(start).state()).isEqualTo(CommandState.Queued);
    assertThat(close(start, CommandState.Accepted).outcome().transactionId()).isEqualTo(80);
  }

  @Test
  void shouldAskForTheStatusWhenNothingFollowedInTime() {
    String id = online();
    Command start = start(id, "{\"connectorId\":1,\"idTag\":\"ADA\"}");
    close(start, CommandState.TimedOut);
    clock.advance(Duration.ofSeconds(181));
    await()
        .untilAsserted(() -> assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.None));
    assertThat(get(start).outcome().detail()).isEqualTo("no transaction started in time");
    assertThat(ask(Commands.TAKE_WAITING, new TakeWaiting("o-1", 100)).items())
        .extracting(Taken::command)
        .filteredOn(command -> command.chargerId().equals(id))
        .extracting(Command::action, Command::request)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "TriggerMessage",
                "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":1}"));
  }

  @Test
  void shouldSayThatTheTokenWasRefusedAfterARemoteStart() {
    String id = online();
    Command start = start(id, "{\"idTag\":\"MALLORY\"}");
    close(start, CommandState.Accepted);
    tell(id, new Happening.AuthorizationDenied("mallory", TokenStatus.Blocked, null));
    assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.None);
    assertThat(get(start).outcome().detail()).isEqualTo("the token is Blocked");
  }

  @Test
  void shouldTellWhetherTheTransactionOfARemoteStopEnded() {
    String id = online();
    Command stop = open(id, "RemoteStopTransaction", "{\"transactionId\":90}");
    close(stop, CommandState.Accepted);
    tell(id, new Happening.TransactionStopped(transaction(id, 1, "ADA", 91, null)));
    assertThat(get(stop).outcome().state()).isEqualTo(OutcomeState.Waiting);
    tell(
        id,
        new Happening.TransactionEndInferred(
            transaction(id, 1, "ADA", 90, InferredEnd.Unavailable)));
    assertThat(get(stop).outcome().state()).isEqualTo(OutcomeState.Stopped);
    assertThat(get(stop).outcome().transactionId()).isEqualTo(90);
    assertThat(get(stop).outcome().detail()).contains("inferred");
  }

  @Test
  void shouldExpectNothingAfterANo() {
    String id = online();
    Command start = start(id, "{\"idTag\":\"ADA\"}");
    assertThat(close(start, CommandState.Rejected).outcome()).isNull();
    tell(id, new Happening.TransactionStarted(transaction(id, 1, "ADA", 95, null)));
    assertThat(get(start).outcome()).isNull();
  }

  @Test
  void shouldNotTakeAnOldStartThatComesLateForTheOneAskedFor() {
    String id = online();
    Command start = start(id, "{\"idTag\":\"ADA\"}");
    close(start, CommandState.Accepted);
    Transaction old = transaction(id, 1, "ADA", 96, null);
    clock.advance(Duration.ofMinutes(1));
    Transaction hoursAgo =
        new Transaction(
            96,
            id,
            1,
            "ADA",
            null,
            TokenStatus.Accepted,
            null,
            TransactionState.Running,
            clock.instant().minusSeconds(7_200),
            0L,
            null,
            null,
            null,
            null,
            null,
            BigDecimal.ZERO,
            null,
            null,
            null,
            old.updatedAt(),
            List.of());
    tell(id, new Happening.TransactionStarted(hoursAgo));
    assertThat(get(start).outcome().state()).isEqualTo(OutcomeState.Waiting);
  }
}
