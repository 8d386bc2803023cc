package io.galvan.charger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandKey;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.Release;
import io.galvan.contract.command.Commands.TakeWaiting;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest extends ChargerFixture {
  private Command open(String id, String action, long waitS) {
    return ask(Commands.OPEN, new OpenCommand(id, action, null, "{}", "ada", null, waitS))
        .command();
  }

  private List<Taken> take(String nodeId) {
    return ask(Commands.TAKE_WAITING, new TakeWaiting(nodeId, 100)).items();
  }

  private Command get(Command command) {
    return ask(Commands.GET, new CommandKey(command.chargerId(), command.id()));
  }

  @Test
  void shouldHandAWaitingCommandToTheNodeOfItsChargerOnceItHasBooted() {
    String id = charger();
    Command reset = open(id, "Reset", 3_600);
    assertThat(reset.expiresAt()).isEqualTo(clock.instant().plusSeconds(3_600));
    clock.advance(Duration.ofMillis(1));
    Command clear = open(id, "ClearCache", 3_600);
    assertThat(take("w-1")).isEmpty();
    long epoch = connect(id, "w-1").epoch();
    assertThat(take("w-1")).as("not booted yet").isEmpty();
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(take("w-2")).as("another node").isEmpty();
    assertThat(take("w-1"))
        .extracting(taken -> taken.command().id(), Taken::epoch)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(reset.id(), epoch),
            org.assertj.core.groups.Tuple.tuple(clear.id(), epoch));
    assertThat(take("w-1")).as("taken once").isEmpty();
  }

  @Test
  void shouldLetAWaitingCommandFollowItsChargerAndTheOlderConnectionSendItNoMore() {
    String id = charger();
    long older = connect(id, "f-1").epoch();
    ask(Chargers.BOOT, booting(id, "V"));
    Command reset = open(id, "Reset", 3_600);
    assertThat(take("f-1")).as("in its hands already").isEmpty();
    clock.advance(Duration.ofMillis(1));
    long newer = connect(id, "f-2").epoch();
    assertThatThrownBy(
            () -> ask(Commands.SENT, new CommandSent(reset.id(), clock.instant(), "f-1", older)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(take("f-1")).isEmpty();
    assertThat(take("f-2")).extracting(Taken::epoch).containsExactly(newer);
    assertThat(take("f-2")).as("taken once").isEmpty();
    ask(Commands.SENT, new CommandSent(reset.id(), clock.instant(), "f-2", newer));
    assertThat(get(reset).state()).isEqualTo(CommandState.Sent);
  }

  @Test
  void shouldTrustAChargerThatDoesNotBootAgainAfterAWhile() {
    String id = charger();
    connect(id, "t-1");
    ask(Chargers.BOOT, booting(id, "V"));
    clock.advance(Duration.ofMinutes(1));
    connect(id, "t-1");
    Command reset = open(id, "Reset", 3_600);
    ask(Commands.RELEASE, new Release(reset.id(), "busy", null));
    assertThat(take("t-1")).isEmpty();
    clock.advance(Duration.ofSeconds(11));
    assertThat(take("t-1")).hasSize(1);
  }

  @Test
  void shouldLetAReleasedCommandAndThoseOfAFallenNodeWaitAgain() {
    String id = charger();
    connect(id, "r-1");
    ask(Chargers.BOOT, booting(id, "V"));
    Command reset = open(id, "Reset", 3_600);
    ask(Commands.RELEASE, new Release(reset.id(), "the queue is full", null));
    assertThat(take("r-1")).hasSize(1);
    lapse("r-1");
    assertThat(get(reset).state()).isEqualTo(CommandState.Queued);
    connect(id, "r-2");
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(take("r-2")).extracting(taken -> taken.command().id()).containsExactly(reset.id());
    // A release that comes after the end changes nothing.
    ask(
        Commands.CLOSE,
        new CloseCommand(reset.id(), CommandState.Accepted, "Accepted", "{}", null, null));
    assertThat(ask(Commands.RELEASE, new Release(reset.id(), "late", null)).state())
        .isEqualTo(CommandState.Accepted);
  }

  @Test
  void shouldNotTakeBackALaterTryByTheReleaseOfAnEarlierOne() {
    String id = charger();
    connect(id, "l-1");
    ask(Chargers.BOOT, booting(id, "V"));
    Command reset = open(id, "Reset", 3_600);
    Release first = new Release(reset.id(), "the queue is full", reset.createdAt());
    ask(Commands.RELEASE, first);
    clock.advance(Duration.ofSeconds(1));
    List<Taken> taken = take("l-1");
    assertThat(taken).hasSize(1);
    ask(Commands.SENT, new Commands.CommandSent(reset.id(), clock.instant(), "l-1"));
    assertThat(ask(Commands.RELEASE, first).state()).isEqualTo(CommandState.Sent);
    assertThat(
            ask(Commands.RELEASE, new Release(reset.id(), "late", taken.get(0).takenAt())).state())
        .isEqualTo(CommandState.Queued);
  }

  @Test
  void shouldExpireACommandThatWaitedTooLongAndTellIt() {
    String id = charger();
    Command reset = open(id, "Reset", 60);
    clock.advance(Duration.ofSeconds(61));
    await().untilAsserted(() -> assertThat(get(reset).state()).isEqualTo(CommandState.Expired));
    assertThat(get(reset).errorDescription()).contains("not ready");
    assertThat(happenings(settledEventsOf(id), CommandCompleted.class))
        .extracting(completed -> completed.command().state())
        .containsExactly(CommandState.Expired);
  }

  @Test
  void shouldTakeBackACommandOnlyWhileItWaits() {
    String id = charger();
    Command reset = open(id, "Reset", 3_600);
    CommandKey key = new CommandKey(id, reset.id());
    assertThat(ask(Commands.CANCEL, key).state()).isEqualTo(CommandState.Cancelled);
    assertThatThrownBy(() -> ask(Commands.CANCEL, key))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("Cancelled");
    connect(id, "c-1");
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(take("c-1")).isEmpty();
    Command taken = open(id, "ClearCache", 3_600);
    assertThatThrownBy(() -> ask(Commands.CANCEL, new CommandKey(id, taken.id())))
        .hasMessageContaining("does not wait any more");
    assertThatThrownBy(() -> ask(Commands.CANCEL, new CommandKey(id, "nothing")))
        .hasMessageContaining("not exist");
  }

  @Test
  void shouldRefuseToWaitForEver() {
    String id = charger();
    assertThatThrownBy(() -> open(id, "Reset", 31 * 86_400L))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("expiresInS");
  }
}
