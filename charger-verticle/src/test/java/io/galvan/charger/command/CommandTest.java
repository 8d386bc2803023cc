package io.galvan.charger.command;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandKey;
import io.galvan.contract.command.Commands.CommandPage;
import io.galvan.contract.command.Commands.CommandQuery;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.OpenedCommand;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandTest extends ChargerFixture {
  private static void assertFault(ThrowingCallable asking, Fault fault) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private OpenedCommand open(String id, String action, String request, @Nullable String key) {
    return ask(
        Commands.OPEN, new OpenCommand(id, action, OcppVersion.V1_6, request, "ada", key, null));
  }

  private String open(String id) {
    return open(id, "Reset", "{\"type\":\"Soft\"}", null).command().id();
  }

  private Command close(String commandId, CommandState state) {
    return ask(Commands.CLOSE, new CloseCommand(commandId, state, "Accepted", "{}", null, null));
  }

  private void sent(String commandId) {
    sent(commandId, "node-1");
  }

  private void sent(String commandId, String nodeId) {
    ask(Commands.SENT, new CommandSent(commandId, clock.instant(), nodeId));
  }

  @Test
  void shouldFollowACommandFromItsStoringToItsAnswer() {
    String id = charger();
    Command queued = open(id, "Reset", "{\"type\":\"Hard\"}", null).command();
    assertThat(queued.state()).isEqualTo(CommandState.Queued);
    assertThat(queued.requestedBy()).isEqualTo("ada");
    assertThat(queued.createdAt()).isEqualTo(clock.instant());
    sent(queued.id());
    Command sent = ask(Commands.GET, new CommandKey(id, queued.id()));
    assertThat(sent.state()).isEqualTo(CommandState.Sent);
    assertThat(sent.sentAt()).isEqualTo(clock.instant());
    Command closed = close(queued.id(), CommandState.Accepted);
    assertThat(closed.state()).isEqualTo(CommandState.Accepted);
    assertThat(closed.closedAt()).isEqualTo(clock.instant());
    assertThat(ask(Commands.GET, new CommandKey(id, queued.id()))).isEqualTo(closed);
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class))
        .containsExactly(new CommandCompleted(closed));
    assertFault(() -> ask(Commands.GET, new CommandKey("other", queued.id())), Fault.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource(
      value = CommandState.class,
      names = {"Accepted", "Rejected", "Failed"})
  void shouldNotMoveACommandThatEnded(CommandState end) {
    String id = charger();
    String command = open(id);
    Command ended = close(command, end);
    assertFault(() -> sent(command), Fault.CONFLICT);
    for (CommandState next :
        List.of(
            CommandState.Accepted,
            CommandState.Rejected,
            CommandState.Failed,
            CommandState.Unknown)) {
      assertThat(close(command, next)).isEqualTo(ended);
    }
    assertThat(ask(Commands.GET, new CommandKey(id, command))).isEqualTo(ended);
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class)).hasSize(1);
  }

  @Test
  void shouldLetALateAnswerEndACommandWhoseFateWasUnknown() {
    String id = charger();
    String command = open(id);
    sent(command);
    close(command, CommandState.Unknown);
    assertThat(close(command, CommandState.Rejected).state()).isEqualTo(CommandState.Rejected);
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class))
        .extracting(completed -> completed.command().state())
        .containsExactly(CommandState.Unknown, CommandState.Rejected);
  }

  @Test
  void shouldLetACallLeaveOnceOnly() {
    String command = open(charger());
    var answers =
        askAll(
            Commands.SENT,
            Collections.nCopies(20, new CommandSent(command, clock.instant(), "node-1")));
    long left =
        answers.stream()
            .filter(
                answer ->
                    await(
                        answer.transform((ok, failure) -> Future.succeededFuture(failure == null))))
            .count();
    assertThat(left).isEqualTo(1);
  }

  @Test
  void shouldMarkManyCommandsAsSentInFewTransactions() {
    String id = charger();
    List<CommandSent> leaving = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      leaving.add(new CommandSent(open(id), clock.instant(), "node-1"));
    }
    long before = commits("command-sent");
    askAll(Commands.SENT, leaving).forEach(answer -> await(answer));
    assertThat(commits("command-sent") - before).isBetween(1L, 50L);
    assertThat(ask(Commands.LIST, new CommandQuery(id, null, CommandState.Sent, 200, null)).items())
        .hasSize(100);
  }

  /** What is not marked as sent has not left, and cannot leave any more. */
  @Test
  void shouldKnowOfACommandThatWasNotMarkedAsSentThatItNeverLeft() {
    String id = charger();
    String command = open(id);
    assertThat(close(command, CommandState.Unknown).state()).isEqualTo(CommandState.Failed);
    assertFault(() -> sent(command), Fault.CONFLICT);
  }

  @Test
  void shouldLetAWaitingCommandThatItsNodeCouldNotSendWaitOn() {
    String id = charger();
    String command =
        ask(Commands.OPEN, new OpenCommand(id, "Reset", null, "{}", "ada", null, 3_600L))
            .command()
            .id();
    sent(command);
    Command released = ask(Commands.RELEASE, new Commands.Release(command, "forbidden now", null));
    assertThat(released.state()).isEqualTo(CommandState.Queued);
    assertThat(released.sentAt()).isNull();
    sent(command);
    assertThat(close(command, CommandState.Accepted).state()).isEqualTo(CommandState.Accepted);
  }

  @Test
  void shouldRefuseToCloseWithAStateThatIsNoEnd() {
    String command = open(charger());
    assertFault(() -> close(command, CommandState.Queued), Fault.INVALID);
    assertFault(() -> close(command, CommandState.Sent), Fault.INVALID);
    assertFault(() -> close("none", CommandState.Failed), Fault.NOT_FOUND);
    assertFault(() -> sent("none"), Fault.CONFLICT);
  }

  @Test
  void shouldAnswerTheEarlierCommandToTheSameIdempotencyKey() {
    String id = charger();
    String other = charger();
    OpenedCommand first = open(id, "Reset", "{}", "k1");
    assertThat(first.repeated()).isFalse();
    assertThat(open(id, "Reset", "{}", "k1")).isEqualTo(new OpenedCommand(first.command(), true));
    assertFault(() -> open(id, "Reset", "{\"type\":\"Hard\"}", "k1"), Fault.CONFLICT);
    assertFault(() -> open(id, "ClearCache", "{}", "k1"), Fault.CONFLICT);
    assertThat(open(other, "Reset", "{}", "k1").repeated()).isFalse();
    assertThat(open(id, "Reset", "{}", null).repeated()).isFalse();
    assertThat(open(id, "Reset", "{}", null).repeated()).isFalse();
  }

  @Test
  void shouldStoreOnceWhatManyAskForAtTheSameTimeWithOneKey() {
    String id = charger();
    var answers =
        askAll(
            Commands.OPEN,
            Collections.nCopies(20, new OpenCommand(id, "Reset", null, "{}", null, "same", null)));
    List<OpenedCommand> opened = answers.stream().map(answer -> await(answer)).toList();
    assertThat(opened.stream().map(o -> o.command().id()).distinct()).hasSize(1);
    assertThat(opened.stream().filter(o -> !o.repeated())).hasSize(1);
  }

  @Test
  void shouldRefuseWhatCannotBeStored() {
    assertFault(() -> open("nobody", "Reset", "{}", null), Fault.NOT_FOUND);
    assertFault(() -> open("nobody", "Reset", "{}", "key"), Fault.NOT_FOUND);
    assertFault(() -> open(charger(), "Reset", "{}", "k".repeat(501)), Fault.INVALID);
    assertFault(() -> open(charger(), "Reset", "x".repeat(1_000_001), null), Fault.INVALID);
    assertFault(() -> open(charger(), "a\u0000", "{}", null), Fault.INVALID);
  }

  @Test
  void shouldCloseWhatAFallenNodeLeftBehind() {
    String id = charger();
    connect(id, "node-that-falls");
    String queued = open(id);
    String sent = open(id);
    sent(sent, "node-that-falls");
    String done = open(id);
    close(done, CommandState.Accepted);
    String elsewhere = charger();
    connect(elsewhere, "node-that-stands");
    String untouched = open(elsewhere);
    lapse("node-that-falls");
    assertThat(ask(Commands.GET, new CommandKey(id, queued)).state())
        .isEqualTo(CommandState.Failed);
    assertThat(ask(Commands.GET, new CommandKey(id, sent)).state()).isEqualTo(CommandState.Unknown);
    assertThat(ask(Commands.GET, new CommandKey(id, done)).state())
        .isEqualTo(CommandState.Accepted);
    assertThat(ask(Commands.GET, new CommandKey(elsewhere, untouched)).state())
        .isEqualTo(CommandState.Queued);
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class)).hasSize(3);
  }

  @Test
  void shouldListNewestFirstWithFiltersAndPages() {
    String id = charger();
    List<String> opened = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      opened.add(0, open(id, i % 2 == 0 ? "Reset" : "ClearCache", "{}", null).command().id());
      if (i % 3 == 0) {
        clock.advance(Duration.ofMillis(1));
      }
    }
    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      CommandPage page = ask(Commands.LIST, new CommandQuery(id, null, null, 3, cursor));
      page.items().forEach(command -> paged.add(command.id()));
      cursor = page.next();
      open(id, "Added", "{}", null);
    } while (cursor != null);
    assertThat(paged).containsExactlyInAnyOrderElementsOf(opened);
    assertThat(paged.get(10)).isEqualTo(opened.get(10));
    close(opened.get(0), CommandState.Accepted);
    assertThat(
            ask(Commands.LIST, new CommandQuery(id, "Reset", CommandState.Queued, 100, null))
                .items())
        .hasSize(5);
    assertThat(
            ask(Commands.LIST, new CommandQuery(id, null, CommandState.Accepted, 100, null))
                .items())
        .extracting(Command::id)
        .containsExactly(opened.get(0));
    assertFault(
        () -> ask(Commands.LIST, new CommandQuery(id, null, null, 3, "bad")), Fault.INVALID);
  }

  @Test
  void shouldCloseAbandonedCommandsAndDeleteOldOnesAtLast() {
    String id = charger();
    String queued = open(id);
    String sent = open(id);
    sent(sent);
    clock.advance(Duration.ofHours(2));
    await()
        .until(
            () ->
                ask(Commands.GET, new CommandKey(id, queued)).state() == CommandState.Failed
                    && ask(Commands.GET, new CommandKey(id, sent)).state() == CommandState.Unknown);
    clock.advance(Duration.ofDays(31));
    await().until(() -> count("select count(*) from command where charger_id = $1", id) == 0);
  }
}
