package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of the calls of ours, on any transport. */
@OverEveryTransport
class OwnCallsTest extends SessionFixture {
  OwnCallsTest(Transport transport) {
    super(transport);
  }

  private Future<NodeAnswer> call(String id, String action, String payload) {
    return registry.find(id).call(action, payload, "command-1", 500);
  }

  private static String messageId(String frame) {
    return frame.split("\"")[1];
  }

  @Test
  void shouldKeepOneOwnCallOutstandingAndSendTheNextAfterTheAnswer() {
    RawStation station = station("CP-1");
    Future<NodeAnswer> reset = call("CP-1", "Reset", "{\"type\":\"Soft\"}");
    Future<NodeAnswer> unlock = call("CP-1", "UnlockConnector", "{\"connectorId\":1}");
    String first = station.receive();
    assertThat(first).contains("\"Reset\",{\"type\":\"Soft\"}");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]"))
        .as("the directions are independent")
        .startsWith("[3,\"1\"");
    assertThat(station.received()).isEmpty();
    String second = station.ask("[3,\"" + messageId(first) + "\",{\"status\":\"Accepted\"}]");
    assertThat(await(reset))
        .isEqualTo(new NodeAnswer(CallOutcome.Result, "{\"status\":\"Accepted\"}", null, null));
    assertThat(second).contains("\"UnlockConnector\",{\"connectorId\":1}");
    station.send("[4,\"" + messageId(second) + "\",\"NotSupported\",\"no lock\",{}]");
    assertThat(await(unlock))
        .isEqualTo(new NodeAnswer(CallOutcome.Error, null, "NotSupported", "no lock"));
  }

  @Test
  void shouldSayNoAnswerAfterTheTimeOutAndCloseTheCommandWhenALateAnswerComes() {
    RawStation station = station("CP-1");
    Future<NodeAnswer> clear = call("CP-1", "ClearCache", "{}");
    String frame = station.receive();
    assertThat(await(clear).outcome()).isEqualTo(CallOutcome.TimedOut);
    AtomicInteger closes = new AtomicInteger();
    Bus.of(vertx)
        .serve(
            Commands.CLOSE,
            close -> {
              assertThat(close.state()).isEqualTo(CommandState.Accepted);
              closes.incrementAndGet();
              return Future.failedFuture(GalvanException.notFound("command"));
            });
    station.send("[3,\"" + messageId(frame) + "\",{\"status\":\"Accepted\"}]");
    await().untilAsserted(() -> assertThat(closes).hasValue(1));
  }

  @Test
  void shouldSayWhatBecameOfCallsWhenTheConnectionBreaks() {
    RawStation station = station("CP-1");
    Future<NodeAnswer> sent = registry.find("CP-1").call("ClearCache", "{}", null, 10_000);
    Future<NodeAnswer> waiting = registry.find("CP-1").call("ClearCache", "{}", null, 10_000);
    station.receive();
    station.close();
    assertThat(await(sent).outcome()).isEqualTo(CallOutcome.NoAnswer);
    assertThat(await(waiting).outcome()).isEqualTo(CallOutcome.NotSent);
  }

  @Test
  void shouldNotSendMoreThanTheQueueHolds() {
    RawStation station = station("CP-1");
    ChargerSession session = registry.find("CP-1");
    for (int i = 0; i < 65; i++) {
      session.call("ClearCache", "{}", null, 10_000);
    }
    assertThat(await(session.call("ClearCache", "{}", null, 10_000)).outcome())
        .isEqualTo(CallOutcome.NotSent);
    assertThat(station.receive()).contains("ClearCache");
  }

  @Test
  void shouldSendNothingToARejectedStationAndNoRemoteStartToAPendingOne() {
    services.booted = Chargers.Registration.Rejected;
    station("CP-1");
    assertThat(await(call("CP-1", "ClearCache", "{}")).outcome()).isEqualTo(CallOutcome.NotSent);
    services.booted = Chargers.Registration.Pending;
    RawStation pending = station("CP-2");
    assertThat(await(call("CP-2", "RemoteStartTransaction", "{\"idTag\":\"T\"}")).outcome())
        .isEqualTo(CallOutcome.NotSent);
    call("CP-2", "GetConfiguration", "{}");
    assertThat(pending.receive()).contains("GetConfiguration");
  }

  @Test
  void shouldFailACallWhoseAnswerCannotBeRead() {
    RawStation station = station("STRICT-1");
    Future<NodeAnswer> reset = call("STRICT-1", "Reset", "{\"type\":\"Soft\"}");
    station.send("[3,\"" + messageId(station.receive()) + "\",{\"status\":7}]");
    assertThat(await(reset).outcome()).isEqualTo(CallOutcome.Error);
  }

  @Test
  void shouldLogEachExchangeOnceWithoutThePassword() {
    RawStation station = station("CP-1");
    station.ask("[2,\"1\",\"Heartbeat\",{}]");
    Future<NodeAnswer> change =
        call(
            "CP-1",
            "ChangeConfiguration",
            "{\"key\":\"AuthorizationKey\",\"value\":\"0123456789abcdef\"}");
    String frame = station.receive();
    assertThat(frame).contains("0123456789abcdef");
    station.send("[3,\"" + messageId(frame) + "\",{\"status\":\"Accepted\"}]");
    await(change);
    await()
        .untilAsserted(
            () -> {
              List<MessageLogs.LogEntry> entries =
                  services.heard(MessageLogs.LogBatch.class).stream()
                      .flatMap(batch -> batch.entries().stream())
                      .toList();
              assertThat(entries)
                  .extracting(MessageLogs.LogEntry::action)
                  .containsExactly("Heartbeat", "ChangeConfiguration");
              assertThat(entries.get(0).response()).startsWith("[3,\"1\"");
              assertThat(entries.get(1).request())
                  .contains("\"value\":\"***\"")
                  .doesNotContain("0123456789abcdef");
              assertThat(entries.get(1).caller()).isEqualTo(MessageLogs.Caller.Central);
            });
  }
}
