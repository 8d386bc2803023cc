package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.GatewayVerticle;
import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.CallOutcome;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Commands.NodeAnswer;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.db.Database;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a session owes a charging station on any transport; a subclass a transport. The services
 * behind it are stand-ins.
 */
abstract class SessionContractTest {
  protected final Vertx vertx = Vertx.vertx();
  protected final SessionRegistry registry = new SessionRegistry();
  protected final Ports ports = new Ports();
  protected final MovableClock clock = TestPlatform.clock();
  protected StandInServices services;
  private String deployment;

  /** Connects a station over the transport under test. */
  abstract Future<RawStation> connect(String id, @Nullable String password);

  /** Settings of the transport under test. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** Waits until the session of the station was ended by us. */
  void awaitEnd(RawStation station, String id) {
    await().atMost(30, TimeUnit.SECONDS).until(() -> station.closed().isDone());
  }

  /** Waits until the session has refused what is too large. */
  void awaitRefusal(RawStation station) {
    await().until(() -> station.closed().isDone());
  }

  @BeforeEach
  void start() {
    Map<String, String> settings = new HashMap<>(settings());
    settings.putAll(Map.of("GALVAN_CALL_TIMEOUT", "1", "GALVAN_PING_INTERVAL", "1"));
    services = new StandInServices(vertx);
    Platform platform =
        new Platform(
            TestPlatform.settings("postgresql://nobody@127.0.0.1:1/none", settings),
            clock,
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    new NodeCalls(Bus.of(vertx), registry).serve("node-1");
    deployment =
        await(
            vertx.deployVerticle(
                new GatewayVerticle(
                    platform, registry, new SessionMeters(platform.meters()), ports, null)));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  protected RawStation station(String id) {
    RawStation station = await(connect(id, null));
    await().until(() -> registry.find(id) != null);
    return station;
  }

  @Test
  void shouldAnswerBootHeartbeatAndStatusWithTheSameMessageId() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask(
                "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .isEqualTo(
            "[3,\"1\",{\"status\":\"Accepted\",\"currentTime\":\"2026-03-01T12:00:00.000Z\",\"interval\":60}]");
    assertThat(station.ask("[2,\"2\",\"Heartbeat\",{}]"))
        .isEqualTo("[3,\"2\",{\"currentTime\":\"2026-03-01T12:00:00.000Z\"}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Preparing\",\"timestamp\":\"2026-03-01T11:59:58Z\"}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class))
        .containsExactly(
            new Chargers.ConnectorStatus(
                "CP-1",
                1,
                "Preparing",
                "NoError",
                null,
                null,
                null,
                Instant.parse("2026-03-01T11:59:58Z")));
  }

  @Test
  void shouldCarryAWholeTransaction() {
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Authorize\",{\"idTag\":\"TAG\"}]"))
        .isEqualTo("[3,\"1\",{\"idTagInfo\":{\"parentIdTag\":\"GROUP\",\"status\":\"Accepted\"}}]");
    assertThat(
            station.ask(
                "[2,\"2\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":1000,\"timestamp\":\"2026-03-01T12:00:00Z\"}]"))
        .isEqualTo("[3,\"2\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":101}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":101,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:01:00Z\",\"sampledValue\":[{\"value\":\"1100.50\"},{\"value\":\"7.2\",\"measurand\":\"Power.Active.Import\",\"unit\":\"kW\",\"phase\":\"L1-N\"}]}]}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(
            station.ask(
                "[2,\"4\",\"StopTransaction\",{\"transactionId\":101,\"meterStop\":1200,\"timestamp\":\"2026-03-01T12:02:00Z\",\"reason\":\"EVDisconnected\"}]"))
        .isEqualTo("[3,\"4\",{}]");
    assertThat(services.heard(Transactions.Meter.class))
        .containsExactly(
            new Transactions.Meter(
                "CP-1",
                1,
                101L,
                List.of(
                    new Transactions.Reading(
                        Instant.parse("2026-03-01T12:01:00Z"),
                        List.of(
                            new Transactions.Sample(
                                "1100.50",
                                "Sample.Periodic",
                                "Raw",
                                "Energy.Active.Import.Register",
                                null,
                                "Outlet",
                                "Wh"),
                            new Transactions.Sample(
                                "7.2",
                                "Sample.Periodic",
                                "Raw",
                                "Power.Active.Import",
                                "L1-N",
                                "Outlet",
                                "kW"))))));
    assertThat(services.heard(Transactions.Stop.class).get(0).reason()).isEqualTo("EVDisconnected");
  }

  @Test
  void shouldKeepEveryReportOfAStation() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask("[2,\"1\",\"DiagnosticsStatusNotification\",{\"status\":\"Uploading\"}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(station.ask("[2,\"2\",\"FirmwareStatusNotification\",{\"status\":\"Downloaded\"}]"))
        .isEqualTo("[3,\"2\",{}]");
    assertThat(
            station.ask(
                "[2,\"3\",\"LogStatusNotification\",{\"status\":\"Uploaded\",\"requestId\":7}]"))
        .isEqualTo("[3,\"3\",{}]");
    assertThat(
            station.ask(
                "[2,\"4\",\"SignedFirmwareStatusNotification\",{\"status\":\"InvalidSignature\",\"requestId\":8}]"))
        .isEqualTo("[3,\"4\",{}]");
    assertThat(
            station.ask(
                "[2,\"5\",\"SecurityEventNotification\",{\"type\":\"FirmwareUpdated\",\"timestamp\":\"2026-03-01T11:00:00Z\",\"techInfo\":\"t\"}]"))
        .isEqualTo("[3,\"5\",{}]");
    assertThat(station.ask("[2,\"6\",\"SignCertificate\",{\"csr\":\"CSR-TEXT\"}]"))
        .isEqualTo("[3,\"6\",{\"status\":\"Rejected\"}]");
    assertThat(
            station.ask(
                "[2,\"7\",\"DataTransfer\",{\"vendorId\":\"V\",\"messageId\":\"M\",\"data\":\"D\"}]"))
        .as("TC_064")
        .isEqualTo("[3,\"7\",{\"status\":\"UnknownVendorId\"}]");
    assertThat(services.heard(Chargers.Notice.class))
        .containsExactly(
            new Chargers.Notice(
                "CP-1", Chargers.NoticeKind.DiagnosticsStatus, "Uploading", null, null, null),
            new Chargers.Notice(
                "CP-1", Chargers.NoticeKind.FirmwareStatus, "Downloaded", null, null, null),
            new Chargers.Notice("CP-1", Chargers.NoticeKind.LogStatus, "Uploaded", 7, null, null),
            new Chargers.Notice(
                "CP-1",
                Chargers.NoticeKind.SignedFirmwareStatus,
                "InvalidSignature",
                8,
                null,
                null),
            new Chargers.Notice(
                "CP-1",
                Chargers.NoticeKind.SecurityEvent,
                "FirmwareUpdated",
                null,
                "t",
                Instant.parse("2026-03-01T11:00:00Z")),
            new Chargers.Notice("CP-1", Chargers.NoticeKind.DataTransfer, "V", null, "M: D", null));
    assertThat(services.heard(Certificates.Submission.class))
        .containsExactly(
            new Certificates.Submission("CP-1", "CSR-TEXT", List.of("CP-1", "S-1"), true));
  }

  private String transfer(RawStation station, String payload) {
    String answer = station.ask("[2,\"d\",\"DataTransfer\"," + payload + "]");
    assertThat(answer).startsWith("[3,\"d\",");
    return answer.substring("[3,\"d\",".length(), answer.length() - 1);
  }

  @Test
  void shouldLetAVendorsHandlerAnswerWhatTheVendorsStationsSay() {
    RawStation station = station("CP-1");
    assertThat(
            transfer(
                station,
                "{\"vendorId\":\"EXAMPLE.org\",\"messageId\":\"Echo\",\"data\":\"hello\"}"))
        .isEqualTo("{\"status\":\"Accepted\",\"data\":\"CP-1: hello\"}");
    assertThat(transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"Other\"}"))
        .isEqualTo("{\"status\":\"UnknownMessageId\"}");
    assertThat(transfer(station, "{\"vendorId\":\"example.org\"}"))
        .isEqualTo("{\"status\":\"UnknownMessageId\"}");
    for (String wrong : List.of("Throw", "Fail", "Null", "NoAnswer")) {
      assertThat(
              transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"" + wrong + "\"}"))
          .as(wrong)
          .isEqualTo("{\"status\":\"Rejected\"}");
    }
    assertThat(services.heard(Chargers.Notice.class)).hasSize(7);
    services.fail(
        Chargers.Notice.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    assertThat(transfer(station, "{\"vendorId\":\"example.org\",\"messageId\":\"Echo\"}"))
        .as("what is not kept is not taken")
        .isEqualTo("{\"status\":\"Rejected\"}");
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
    assertThat(services.heard(Auth.Authorize.class)).isEmpty();
    services.bootAnswer = Chargers.Registration.Accepted;
    station.ask(
        "[2,\"4\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    assertThat(station.ask("[2,\"5\",\"Authorize\",{\"idTag\":\"T\"}]")).startsWith("[3,\"5\"");
  }

  @Test
  void shouldHandleOneCallAtATimeInTheirOrder() {
    Promise<Chargers.BootVerdict> boot = Promise.promise();
    services.answer(Chargers.Boot.class, request -> boot.future());
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    station.send(
        "[2,\"2\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\"}]");
    await().until(() -> !services.heard(Chargers.Boot.class).isEmpty());
    station.send("[3,\"nobody-asked\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class)).isEmpty();
    boot.complete(new Chargers.BootVerdict(Chargers.Registration.Accepted, 60));
    assertThat(station.receive()).startsWith("[3,\"1\"");
    assertThat(station.receive()).startsWith("[3,\"2\"");
  }

  @Test
  void shouldRefuseEachBrokenMessageWithTheRightCodeAndGoOn() {
    RawStation station = station("STRICT-1");
    assertThat(station.ask("[2,\"1\",\"MakeCoffee\",{}]"))
        .startsWith("[4,\"1\",\"NotImplemented\"");
    assertThat(station.ask("[2,\"2\",\"Reset\",{\"type\":\"Hard\"}]"))
        .startsWith("[4,\"2\",\"NotSupported\"");
    assertThat(station.ask("[2,\"3\",\"Authorize\",{}]"))
        .startsWith("[4,\"3\",\"OccurenceConstraintViolation\"");
    assertThat(station.ask("[2,\"4\",\"Authorize\",{\"idTag\":12}]"))
        .startsWith("[4,\"4\",\"TypeConstraintViolation\"");
    assertThat(station.ask("[2,\"5\",\"Authorize\",{\"idTag\":\"123456789012345678901\"}]"))
        .startsWith("[4,\"5\",\"PropertyConstraintViolation\"");
    assertThat(station.ask("[2,\"6\",\"Authorize\",{\"idTag\":\"T\",\"x\":1}]"))
        .startsWith("[4,\"6\",\"FormationViolation\"");
    assertThat(station.ask("[2,\"7\",\"Authorize\",{\"idTag\":\"T\"}]")).startsWith("[3,\"7\"");
  }

  @Test
  void shouldCloseTheOlderConnectionOfAStationAndKeepTheNewer() {
    RawStation old = station("CP-1");
    long oldEpoch = services.epoch("CP-1");
    RawStation newer = await(connect("CP-1", null));
    await().until(() -> old.closed().isDone());
    assertThat(services.epoch("CP-1")).isGreaterThan(oldEpoch);
    assertThat(newer.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Chargers.Disconnect.class))
                    .extracting(Chargers.Disconnect::epoch)
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
    awaitEnd(station, "CP-1");
    assertThat(station.received()).isEmpty();
    assertThat(services.heard(Transactions.Start.class).size()).isGreaterThan(1);
    services.usual(Transactions.Start.class);
    assertThat(station("CP-1").ask(start)).contains("\"transactionId\":101");
  }

  @Test
  void shouldTellAFaultOfOtherMessagesAsInternalError() {
    services.fail(
        Auth.Authorize.class, new GalvanException(Fault.UNAVAILABLE, "the database is away"));
    assertThat(station("CP-1").ask("[2,\"1\",\"Authorize\",{\"idTag\":\"T\"}]"))
        .startsWith("[4,\"1\",\"InternalError\"");
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
              List<Chargers.LogEntry> entries =
                  services.heard(Chargers.LogBatch.class).stream()
                      .flatMap(batch -> batch.entries().stream())
                      .toList();
              assertThat(entries)
                  .extracting(Chargers.LogEntry::action)
                  .containsExactly("Heartbeat", "ChangeConfiguration");
              assertThat(entries.get(0).response()).startsWith("[3,\"1\"");
              assertThat(entries.get(1).request())
                  .contains("\"value\":\"***\"")
                  .doesNotContain("0123456789abcdef");
              assertThat(entries.get(1).caller()).isEqualTo(Chargers.Caller.Central);
            });
  }

  @Test
  void shouldReportWhenAStationWasLastHeard() {
    station("CP-1").ask("[2,\"1\",\"Heartbeat\",{}]");
    await()
        .atMost(15, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(services.heard(Chargers.SeenBatch.class))
                    .anySatisfy(batch -> assertThat(batch.lastSeenAt()).containsKey("CP-1")));
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
            7, new Auth.Authorization(Auth.TokenStatus.Accepted, null, null, null)));
    await(stopped);
    assertThat(station.receive()).contains("\"transactionId\":7");
    awaitEnd(station, "CP-1");
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
    awaitRefusal(station);
    assertThat(services.heard(Chargers.Notice.class))
        .extracting(Chargers.Notice::kind)
        .doesNotContain(Chargers.NoticeKind.DataTransfer);
  }

  @Test
  void shouldAskForThePasswordWhereOneIsStored() {
    services.password = "0123456789abcdef";
    assertThat(connect("CP-1", null).toCompletionStage()).failsWithin(10, TimeUnit.SECONDS);
    assertThat(connect("CP-1", "wrong-password-0").toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    assertThat(await(connect("CP-1", "0123456789abcdef")).ask("[2,\"1\",\"Heartbeat\",{}]"))
        .startsWith("[3");
  }

  @Test
  void shouldRefuseAStationThatNobodyKnows() {
    assertThat(connect("UNKNOWN", null).toCompletionStage()).failsWithin(10, TimeUnit.SECONDS);
    assertThat(services.heard(Chargers.Connect.class)).isEmpty();
  }
}
