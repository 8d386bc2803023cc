package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a session begins and ends and what it lets through, on any transport. */
@OverEveryTransport
class ConnectionsTest extends SessionFixture {
  ConnectionsTest(Transport transport) {
    super(transport);
  }

  @Test
  void shouldHearNothingButBootUntilAccepted() {
    services.booted = null;
    services.bootAnswer = Chargers.Registration.Pending;
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[4,\"1\",\"SecurityError\"");
    assertThat(
            station.ask(
                "[2,\"2\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .contains("\"Pending\"");
    assertThat(station.ask("[2,\"3\",\"Authorize\",{\"idTag\":\"T\"}]"))
        .startsWith("[4,\"3\",\"SecurityError\"");
    assertThat(services.heard(Tokens.Authorize.class)).isEmpty();
    services.bootAnswer = Chargers.Registration.Accepted;
    station.ask(
        "[2,\"4\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    assertThat(station.ask("[2,\"5\",\"Authorize\",{\"idTag\":\"T\"}]")).startsWith("[3,\"5\"");
  }

  @Test
  void shouldCloseTheOlderConnectionOfAStationAndKeepTheNewer() {
    services.password = Mosquitto.PASSWORD;
    RawStation old = await(connect("CP-1", Mosquitto.PASSWORD));
    await().until(() -> registry.find("CP-1") != null);
    long oldEpoch = services.epoch("CP-1");
    RawStation newer = await(connect("CP-1", Mosquitto.PASSWORD));
    await().until(() -> old.closed().isDone());
    assertThat(services.epoch("CP-1")).isGreaterThan(oldEpoch);
    assertThat(newer.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Connections.Disconnect.class))
                    .extracting(Connections.Disconnect::epoch)
                    .containsExactly(oldEpoch));
    assertThat(services.isOpen("CP-1")).isTrue();
    assertThat(registry.find("CP-1").epoch()).isEqualTo(services.epoch("CP-1"));
  }

  @Test
  void shouldNotAnswerEnergyDataThatCannotBeStoredButLetItComeAgain() {
    services.fail(
        Transactions.Start.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    RawStation station = station("CP-1");
    String start =
        "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]";
    station.send(start);
    line.awaitEnd(station, services);
    assertThat(station.received()).isEmpty();
    assertThat(services.heard(Transactions.Start.class).size()).isGreaterThan(1);
    services.usual(Transactions.Start.class);
    assertThat(station("CP-1").ask(start)).contains("\"transactionId\":101");
  }

  @Test
  void shouldAnswerWhatItFailsOnAndKeepItWhole() {
    services.fail(Transactions.Start.class, new GalvanException(Fault.INTERNAL, "a bug"));
    RawStation station = station("CP-1");
    String start =
        "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]";
    long sent = System.nanoTime();
    assertThat(station.ask(start)).startsWith("[4,\"1\",\"InternalError\"");
    assertThat(Duration.ofNanos(System.nanoTime() - sent))
        .isBetween(Duration.ofMillis(600), Duration.ofSeconds(3));
    assertThat(services.heard(Transactions.Start.class)).hasSize(3);
    assertThat(services.heard(DeadLetters.Failed.class))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.chargerId()).isEqualTo("CP-1");
              assertThat(letter.action()).isEqualTo("StartTransaction");
              assertThat(letter.messageId()).isEqualTo("1");
              assertThat(letter.frame()).isEqualTo(start);
            });
    services.usual(Transactions.Start.class);
    assertThat(station.ask(start.replace("\"1\"", "\"2\""))).contains("\"transactionId\":101");
  }

  @Test
  void shouldTryAgainWhatFailsOnce() {
    AtomicInteger tries = new AtomicInteger();
    services.answer(
        Tokens.Authorize.class,
        request ->
            tries.incrementAndGet() == 1
                ? Future.failedFuture(new IllegalStateException("once"))
                : Future.succeededFuture(
                    new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    assertThat(station("CP-1").ask("[2,\"1\",\"Authorize\",{\"idTag\":\"T\"}]"))
        .startsWith("[3,\"1\"");
    assertThat(services.heard(DeadLetters.Failed.class)).isEmpty();
  }

  @Test
  void shouldNotAnswerEnergyDataThatItFailsOnWhileTheDatabaseIsAway() {
    services.fail(Transactions.Start.class, new GalvanException(Fault.INTERNAL, "a bug"));
    services.fail(
        DeadLetters.Failed.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]");
    line.awaitEnd(station, services);
    assertThat(station.received()).isEmpty();
  }

  @Test
  void shouldHandleADeadLetterOnceWhetherItsStationIsThereOrNot() {
    AtomicReference<Instant> repeatedAt = new AtomicReference<>();
    services.answer(
        DeadLetters.LetterKey.class,
        key ->
            Future.succeededFuture(
                new DeadLetters.DeadLetter(
                    7,
                    "CP-9",
                    OcppVersion.V1_6,
                    "StartTransaction",
                    "1",
                    "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]",
                    10,
                    "a bug",
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    repeatedAt.get(),
                    null)));
    services.fail(Transactions.Start.class, new GalvanException(Fault.INTERNAL, "still a bug"));
    Bus bus = Bus.of(vertx);
    assertThatThrownBy(() -> await(bus.request(DeadLetters.REPEAT, new DeadLetters.LetterKey(7))))
        .hasMessageContaining("failed again");
    services.usual(Transactions.Start.class);
    await(bus.request(DeadLetters.REPEAT, new DeadLetters.LetterKey(7)));
    repeatedAt.set(Instant.EPOCH);
    await(bus.request(DeadLetters.REPEAT, new DeadLetters.LetterKey(7)));
    assertThat(services.heard(Transactions.Start.class))
        .hasSize(2)
        .allSatisfy(start -> assertThat(start.chargerId()).isEqualTo("CP-9"));
    assertThat(services.heard(DeadLetters.Repeated.class))
        .extracting(DeadLetters.Repeated::answer)
        .containsExactly(
            null, "[3,\"1\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":101}]");
  }

  @Test
  void shouldReportWhenAStationWasLastHeard() {
    station("CP-1").ask("[2,\"1\",\"Heartbeat\",{}]");
    await()
        .atMost(15, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(services.heard(Connections.SeenBatch.class))
                    .anySatisfy(batch -> assertThat(batch.heard()).containsKey("CP-1")));
  }

  @Test
  void shouldAnswerWhatIsUnderWayBeforeItShutsDown() {
    Promise<Transactions.Started> started = Promise.promise();
    services.answer(Transactions.Start.class, request -> started.future());
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]");
    await().until(() -> !services.heard(Transactions.Start.class).isEmpty());
    Future<Void> stopped = vertx.undeploy(deployment);
    started.complete(
        new Transactions.Started(
            7, new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    await(stopped);
    assertThat(station.receive()).contains("\"transactionId\":7");
    line.awaitEnd(station, services);
    assertThat(services.isOpen("CP-1")).isFalse();
  }

  @Test
  void shouldTakeAFrameOfOneMegabyteButNoMore() {
    RawStation station = station("CP-1");
    String sample = "{\"value\":\"1\"},";
    StringBuilder big =
        new StringBuilder(
            "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[");
    while (big.length() < 1_000_000) {
      big.append(sample);
    }
    big.append("{\"value\":\"2\"}]}]}]");
    assertThat(station.ask(big.toString())).isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(Transactions.Meter.class).get(0).readings().get(0).samples())
        .hasSizeGreaterThan(70_000);
    station.send(
        "[2,\"2\",\"DataTransfer\",{\"vendorId\":\"V\",\"data\":\""
            + "x".repeat(1_100_000)
            + "\"}]");
    line.awaitRefusal(station, services);
    assertThat(services.heard(Chargers.Notice.class))
        .extracting(Chargers.Notice::kind)
        .doesNotContain(Chargers.NoticeKind.DataTransfer);
  }
}
