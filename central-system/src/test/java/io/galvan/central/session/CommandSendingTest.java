package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.command.Commands.NodeCall;
import io.galvan.contract.command.Commands.Release;
import io.galvan.contract.station.PasswordPlaces;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.station.StationCredentials.AnnouncedCredentials;
import io.galvan.contract.station.StationCredentials.AnnouncedPassword;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is stored before a command leaves, and that what became of it is stored in the end. */
@OverEveryTransport
class CommandSendingTest extends SessionFixture {
  private static final String CHANGE =
      "{\"key\":\"AuthorizationKey\",\"value\":\"0123456789abcdef\"}";
  private static final GalvanException AWAY =
      new GalvanException(Fault.UNAVAILABLE, "the database is not available");

  private final List<CloseCommand> closed = new CopyOnWriteArrayList<>();
  private final List<Release> released = new CopyOnWriteArrayList<>();

  /** How many attempts to store an end fail. */
  private final AtomicInteger failures = new AtomicInteger();

  private GalvanException failure = AWAY;

  CommandSendingTest(Transport transport) {
    super(transport);
  }

  private static Command command(String id, CommandState state) {
    return Mapper.read(
        "{\"id\":\""
            + id
            + "\",\"chargerId\":\"CP-1\",\"action\":\"Reset\",\"request\":\"{}\",\"state\":\""
            + state
            + "\",\"createdAt\":\"2026-03-01T12:00:00Z\"}",
        Command.class);
  }

  private RawStation stationAndService() {
    Bus bus = Bus.of(vertx);
    bus.serve(
        Commands.CLOSE,
        close -> {
          if (failures.getAndDecrement() > 0) {
            return Future.failedFuture(failure);
          }
          closed.add(close);
          return Future.succeededFuture(command(close.id(), close.state()));
        });
    bus.serve(
        Commands.RELEASE,
        release -> {
          if (failures.getAndDecrement() > 0) {
            return Future.failedFuture(failure);
          }
          released.add(release);
          return Future.succeededFuture(command(release.id(), CommandState.Queued));
        });
    return station("CP-1");
  }

  private Future<NodeAnswer> call(String commandId, String action, String payload) {
    return registry.find("CP-1").call(action, payload, commandId, 5_000);
  }

  private Future<Command> command(String commandId, boolean mayWait) {
    return Bus.of(vertx)
        .requestAt(
            Commands.NODE_CALL,
            "node-1",
            new NodeCall(
                "CP-1",
                registry.find("CP-1").epoch(),
                commandId,
                "Reset",
                "{\"type\":\"Soft\"}",
                5_000,
                mayWait,
                Instant.EPOCH),
            20_000);
  }

  private static void accept(RawStation station) {
    station.send("[3,\"" + station.receive().split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
  }

  @Test
  void shouldSendACommandOnlyOnceItIsStoredAsSent() {
    RawStation station = stationAndService();
    Promise<Done> stored = Promise.promise();
    services.answer(CommandSent.class, sent -> stored.future());
    call("command-1", "Reset", "{\"type\":\"Soft\"}");
    await().until(() -> !services.heard(CommandSent.class).isEmpty());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]"))
        .as("all that came first")
        .startsWith("[3,\"1\"");
    stored.complete(Done.DONE);
    assertThat(station.receive()).contains("\"Reset\"");
    assertThat(services.heard(CommandSent.class))
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.id()).isEqualTo("command-1");
              assertThat(sent.nodeId()).isEqualTo("node-1");
            });
  }

  @Test
  void shouldNotSendACommandThatCannotBeStoredAsSent() {
    RawStation station = stationAndService();
    services.fail(CommandSent.class, AWAY);
    Future<NodeAnswer> reset = call("command-1", "Reset", "{\"type\":\"Soft\"}");
    assertThat(await(reset).outcome()).isEqualTo(CallOutcome.NotSent);
    services.usual(CommandSent.class);
    call("command-2", "ClearCache", "{}");
    assertThat(station.receive()).contains("ClearCache");
  }

  @Test
  void shouldNotSendACommandWhoseConnectionClosesWhileItIsStoredAsSent() {
    RawStation station = stationAndService();
    Promise<Done> stored = Promise.promise();
    services.answer(CommandSent.class, sent -> stored.future());
    Future<NodeAnswer> reset = call("command-1", "Reset", "{\"type\":\"Soft\"}");
    await().until(() -> !services.heard(CommandSent.class).isEmpty());
    ChargerSession session = registry.find("CP-1");
    station.close();
    await().until(session::isClosed);
    assertThat(reset.isComplete()).as("known before it is known to be stored").isFalse();
    stored.complete(Done.DONE);
    assertThat(await(reset).outcome()).isEqualTo(CallOutcome.NotSent);
  }

  @Test
  void shouldAnnounceAPasswordBeforeTheStationHearsOfIt() {
    RawStation station = stationAndService();
    Promise<Done> announced = Promise.promise();
    services.answer(AnnouncedCredentials.class, announcement -> announced.future());
    call("command-1", "ChangeConfiguration", CHANGE);
    await().until(() -> !services.heard(AnnouncedCredentials.class).isEmpty());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    announced.complete(Done.DONE);
    assertThat(station.receive()).contains("0123456789abcdef");
    assertThat(services.heard(AnnouncedCredentials.class))
        .containsExactly(
            new AnnouncedCredentials(
                "CP-1",
                "command-1",
                List.of(new AnnouncedPassword(PasswordPlaces.STATION, "0123456789abcdef"))));
    assertThat(services.heard(StationCredentials.NewCredentials.class)).isEmpty();
  }

  @Test
  void shouldKeepAPasswordThatCannotBeAnnouncedFromTheStation() {
    RawStation station = stationAndService();
    services.fail(AnnouncedCredentials.class, AWAY);
    Future<NodeAnswer> change = call("command-1", "ChangeConfiguration", CHANGE);
    assertThat(await(change).outcome()).isEqualTo(CallOutcome.NotSent);
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
  }

  @Test
  void shouldStoreAnAnswerOnceTheDatabaseIsBackAfterTheConnectionClosed() {
    RawStation station = stationAndService();
    failures.set(3);
    Future<Command> reset = command("command-1", false);
    accept(station);
    await().until(() -> failures.get() < 3);
    station.close();
    assertThat(await(reset).state()).isEqualTo(CommandState.Accepted);
    assertThat(closed)
        .singleElement()
        .satisfies(close -> assertThat(close.state()).isEqualTo(CommandState.Accepted));
  }

  @Test
  void shouldStoreTheAnswersOfOtherCommandsWhileOneCannotBeStored() {
    RawStation station = stationAndService();
    failure = new GalvanException(Fault.INTERNAL, "a mistake of ours");
    failures.set(1);
    Future<Command> first = command("command-1", false);
    accept(station);
    await().until(() -> failures.get() <= 0);
    Future<Command> second = command("command-2", false);
    accept(station);
    assertThat(await(second).state()).isEqualTo(CommandState.Accepted);
    assertThat(await(first).state()).isEqualTo(CommandState.Accepted);
    assertThat(closed).extracting(CloseCommand::id).containsOnlyOnce("command-1", "command-2");
  }

  @Test
  void shouldGiveUpAnAnswerThatCanNeverBeStored() {
    RawStation station = stationAndService();
    failure = GalvanException.notFound("the command");
    failures.set(1);
    Future<Command> reset = command("command-1", false);
    accept(station);
    await().until(reset::isComplete);
    assertThat(reset.failed()).isTrue();
    assertThat(closed).isEmpty();
  }

  @Test
  void shouldLetACommandThatMayWaitDoSoOnceTheDatabaseIsBack() {
    stationAndService();
    services.fail(CommandSent.class, AWAY);
    failures.set(2);
    assertThat(await(command("command-1", true)).state()).isEqualTo(CommandState.Queued);
    assertThat(released).extracting(Release::id).containsExactly("command-1");
    assertThat(closed).isEmpty();
  }

  @Test
  void shouldStoreALateAnswerOnceTheDatabaseIsBack() {
    RawStation station = stationAndService();
    Future<NodeAnswer> clear = registry.find("CP-1").call("ClearCache", "{}", "command-1", 300);
    String frame = station.receive();
    assertThat(await(clear).outcome()).isEqualTo(CallOutcome.TimedOut);
    failures.set(2);
    station.send("[3,\"" + frame.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
    await().until(() -> !closed.isEmpty());
    assertThat(closed).extracting(CloseCommand::state).containsExactly(CommandState.Accepted);
  }

  @Test
  void shouldTryOnceMoreToStoreWhatIsKeptWhenTheNodeStops() {
    RawStation station = stationAndService();
    failures.set(Integer.MAX_VALUE);
    Future<Command> reset = command("command-1", false);
    accept(station);
    await().until(() -> failures.get() < Integer.MAX_VALUE);
    failures.set(0);
    await(CommandAnswers.of(vertx).close());
    assertThat(await(reset).state()).isEqualTo(CommandState.Accepted);
    assertThat(closed).hasSize(1);
  }
}
