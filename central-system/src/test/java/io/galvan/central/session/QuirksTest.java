package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.node.GatewayVerticle;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Database;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Published;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real stations do and a session tolerates, and that it is written down. */
class QuirksTest {
  private static final String START =
      "[2,\"%s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"%s\",\"meterStart\":1000,\"timestamp\":\"2026-03-01T12:00:00Z\"}]";
  private static final String METER =
      "{\"connectorId\":1,%s\"meterValue\":[{\"timestamp\":\"2026-03-01T12:01:00Z\",\"sampledValue\":[{\"value\":\"1100\"}]}]}";

  private final Vertx vertx = Vertx.vertx();
  private final SessionRegistry registry = new SessionRegistry();
  private final MovableClock clock = TestPlatform.clock();
  private StandInServices services;
  private Ports ports;

  @BeforeEach
  void start() {
    services = new StandInServices(vertx);
    ports = gateway(Map.of());
  }

  private Ports gateway(Map<String, String> settings) {
    String nowhere = "postgresql://nobody@127.0.0.1:1/none";
    Platform platform =
        new Platform(
            TestPlatform.settings(nowhere, settings),
            clock,
            new Database(nowhere, 1),
            new SimpleMeterRegistry());
    Ports opened = new Ports();
    await(
        vertx.deployVerticle(
            new GatewayVerticle(
                platform, registry, new SessionMeters(platform.meters()), opened, null)));
    return opened;
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private Future<RawStation> connect(String path, @Nullable String login, String... subprotocols) {
    return RawStation.webSocket(
        vertx, ports.get(Ports.Name.ocpp), path, login, List.of(subprotocols));
  }

  private RawStation station(String id) {
    RawStation station = await(connect("/ocpp/" + id, null, "ocpp1.6"));
    await().until(() -> registry.find(id) != null);
    return station;
  }

  private List<LogEntry> logged() {
    return services.heard(MessageLogs.LogBatch.class).stream()
        .flatMap(batch -> batch.entries().stream())
        .toList();
  }

  private List<Deviation> deviations() {
    return logged().stream()
        .filter(entry -> entry.deviations() != null)
        .flatMap(entry -> Arrays.stream(Mapper.read(entry.deviations(), Deviation[].class)))
        .toList();
  }

  private void awaitDeviation(String path, DeviationKind kind, String raw, String repaired) {
    await()
        .untilAsserted(
            () ->
                assertThat(deviations())
                    .containsExactly(new Deviation(path, kind.name(), raw, repaired)));
  }

  @Test
  void shouldGiveACallThatComesAgainTheSameAnswerAndActOnItOnce() {
    RawStation station = station("CP-1");
    String start = START.formatted("7", "TAG");
    String answer = station.ask(start);
    assertThat(station.ask(start)).isEqualTo(answer).contains("\"transactionId\":101");
    assertThat(services.heard(Transactions.Start.class)).hasSize(1);
    awaitDeviation("frame[1]", DeviationKind.RepeatedCall, "7", "");
  }

  @Test
  void shouldActOnceOnACallThatComesAgainWhileTheFirstIsUnderWay() {
    Promise<Transactions.Started> started = Promise.promise();
    services.answer(Transactions.Start.class, request -> started.future());
    RawStation station = station("CP-1");
    String start = START.formatted("7", "TAG");
    station.send(start);
    station.send(start);
    String heartbeat = "[2,\"8\",\"Heartbeat\",{}]";
    station.send(heartbeat);
    station.send(heartbeat);
    await().until(() -> deviations().size() == 2);
    started.complete(
        new Transactions.Started(
            5, new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    assertThat(station.receive()).isEqualTo(station.receive()).contains("\"transactionId\":5");
    assertThat(station.receive()).isEqualTo(station.receive()).startsWith("[3,\"8\"");
    assertThat(services.heard(Transactions.Start.class)).hasSize(1);
  }

  @Test
  void shouldHandleEachCallOfAStationThatUsesOneMessageIdForAll() {
    RawStation station = station("CP-1");
    assertThat(station.ask(START.formatted("1", "TAG"))).contains("\"transactionId\":101");
    assertThat(station.ask(START.formatted("1", "OTHER"))).contains("\"transactionId\":102");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).contains("12:00:00.000Z");
    clock.advance(Duration.ofSeconds(5));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).contains("12:00:05.000Z");
    assertThat(station.ask(START.formatted("1", "TAG"))).contains("\"transactionId\":103");
  }

  @Test
  void shouldTakeMessageIdsThatStartAnewAfterAReboot() {
    String start = START.formatted("1", "TAG");
    assertThat(station("CP-1").ask(start)).contains("\"transactionId\":101");
    RawStation rebooted = await(connect("/ocpp/CP-1", null, "ocpp1.6"));
    assertThat(rebooted.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(rebooted.ask(start)).contains("\"transactionId\":102");
  }

  @Test
  void shouldGiveAnOverlongIdTagItsVerdictAndStoreTheStart() {
    services.answer(
        Tokens.Authorize.class,
        request ->
            Future.succeededFuture(
                new Tokens.Authorization(Tokens.TokenStatus.Invalid, null, null, null)));
    String tag = "0123456789ABCDEFGHIJK";
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Authorize\",{\"idTag\":\"" + tag + "\"}]"))
        .isEqualTo("[3,\"1\",{\"idTagInfo\":{\"status\":\"Invalid\"}}]");
    assertThat(station.ask(START.formatted("2", tag))).startsWith("[3,\"2\"");
    assertThat(services.heard(Transactions.Start.class))
        .extracting(Transactions.Start::idToken)
        .containsExactly(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAG_0815", "TAG;b", "VID:TAG"})
  void shouldFindTheTokenInATagWithAdditions(String idTag) {
    ports = gateway(Map.of("GALVAN_ID_TOKEN_PATTERN", "(?:VID:)?([^_;:]{1,20})(?:[_;].*)?"));
    RawStation station = station("CP-1");
    station.ask("[2,\"1\",\"Authorize\",{\"idTag\":\"" + idTag + "\"}]");
    station.ask(START.formatted("2", idTag));
    station.ask(
        "[2,\"3\",\"StopTransaction\",{\"transactionId\":101,\"idTag\":\""
            + idTag
            + "\",\"meterStop\":5,\"timestamp\":\"2026-03-01T12:02:00Z\"}]");
    assertThat(services.heard(Tokens.Authorize.class).get(0).idToken()).isEqualTo("TAG");
    assertThat(services.heard(Transactions.Start.class).get(0).idToken()).isEqualTo("TAG");
    assertThat(services.heard(Transactions.Stop.class).get(0).idToken()).isEqualTo("TAG");
    await()
        .untilAsserted(
            () ->
                assertThat(deviations())
                    .hasSize(3)
                    .containsOnly(
                        Deviation.of("$.idTag", DeviationKind.IdTokenWithAdditions, idTag, "TAG")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-1", "-16", "0"})
  void shouldTakeReadingsOfAnImpossibleTransactionAsTheConnectors(String id) {
    RawStation station = station("CP-1");
    String frame =
        "[2,\"1\",\"MeterValues\"," + METER.formatted("\"transactionId\":" + id + ",") + "]";
    assertThat(station.ask(frame)).isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(Transactions.Meter.class))
        .singleElement()
        .satisfies(
            meter -> {
              assertThat(meter.transactionId()).isNull();
              assertThat(meter.readings()).hasSize(1);
            });
    awaitDeviation("$.transactionId", DeviationKind.ImpossibleTransactionId, id, "");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/ocpp/CP-1/, -, ocpp1.6, path, PathForm, /ocpp/CP-1/, CP-1",
        "//ocpp//CP-1, -, ocpp1.6, path, PathForm, //ocpp//CP-1, CP-1",
        "/ocpp/CP-1?token=secret, -, ocpp1.6, query, PathForm, ?…, ''",
        "/ocpp/ws://host/CP-1/SN, -, ocpp1.6, path, PastedUrl, /ocpp/ws://host/CP-1/SN, CP-1",
        "/ocpp/CP-1, -, -, Sec-WebSocket-Protocol, NoSubprotocol, '', ocpp1.6",
        "/ocpp/CP-1, SERIAL:p, ocpp1.6, username, ForeignUserName, SERIAL, CP-1",
        "/ocpp/cp-1, -, ocpp1.6, identity, IdentityLetterCase, cp-1, CP-1",
      })
  void shouldLetAStationInAndWriteDownHowItsConnectionDeviates(
      String path,
      @Nullable String login,
      @Nullable String subprotocol,
      String where,
      DeviationKind kind,
      String raw,
      String repaired) {
    services.answer(
        Connections.Admit.class,
        admit ->
            Future.succeededFuture(
                new Connections.Admission(true, "CP-1", OcppVersion.V1_6, false)));
    String[] offered = subprotocol == null ? new String[0] : new String[] {subprotocol};
    RawStation station = await(connect(path, login, offered));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    awaitDeviation(where, kind, raw, repaired);
    assertThat(logged().get(0).chargerId()).isEqualTo("CP-1");
    assertThat(logged().toString()).doesNotContain("secret");
  }

  @Test
  void shouldWriteDownNothingOfAnOrdinaryConnection() {
    assertThat(
            await(connect("/ocpp/CP%2D1", "CP-1:password", "ocpp1.6"))
                .ask("[2,\"1\",\"Heartbeat\",{}]"))
        .startsWith("[3");
    await().until(() -> !logged().isEmpty());
    assertThat(deviations()).isEmpty();
  }

  @Test
  void shouldRefuseAStationWithoutSubprotocolWhereThereIsNoDefault() {
    ports = gateway(Map.of("GALVAN_DEFAULT_VERSION", "none"));
    assertThat(connect("/ocpp/NO-DEFAULT", null).toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    assertThat(await(connect("/ocpp/CP-1", null)).ask("[2,\"1\",\"Heartbeat\",{}]"))
        .as("one with a default of its own")
        .startsWith("[3");
  }

  @Test
  void shouldReadStrictlyOrNotFromTheNextFrameOnWhenTheFlagChanges() {
    String quirky =
        "[2,\"1\",\"StatusNotification\",{\"connectorId\":\"1\",\"errorCode\":\"NoError\",\"status\":\"Occupied\"}]";
    boolean[] strict = {true};
    services.answer(
        Chargers.ChargerKey.class, key -> Future.succeededFuture(charger(key, strict[0])));
    RawStation station = station("CP-1");
    assertThat(station.ask(quirky)).isEqualTo("[3,\"1\",{}]");
    tellEdited("CP-1");
    await()
        .untilAsserted(
            () -> assertThat(station.ask(quirky)).startsWith("[4,\"1\",\"TypeConstraintViolation"));
    assertThat(
            station.ask(
                "[2,\"2\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Occupied\"}]"))
        .startsWith("[4,\"2\",\"PropertyConstraintViolation");
    assertThat(station.ask("[2,\"3\",\"Heartbeat\",{}")).startsWith("[4,\"3\",\"Formation");
    strict[0] = false;
    tellEdited("CP-1");
    await().untilAsserted(() -> assertThat(station.ask(quirky)).isEqualTo("[3,\"1\",{}]"));
    assertThat(station.closed()).isNotDone();
  }

  private void tellEdited(String chargerId) {
    Bus.of(vertx)
        .publish(
            new Published(
                "charger",
                "0",
                "1",
                List.of(
                    new Event(
                        "e",
                        clock.instant(),
                        chargerId,
                        new ChargerUpdated(ChargerChange.Edited, "Accepted")))));
  }

  private static Chargers.Charger charger(Chargers.ChargerKey key, boolean strict) {
    return Mapper.read(
        "{\"id\":\""
            + key.chargerId()
            + "\",\"registration\":\"Accepted\",\"securityProfile\":0,\"strict\":"
            + strict
            + "}",
        Chargers.Charger.class);
  }

  @Test
  void shouldWriteDownWhatIsRefusedAndWhatCannotBeUsed() {
    RawStation station = station("CP-1");
    station.ask("[2,\"1\",\"Authorize\",{}]");
    station.send("[9,\"2\"]");
    await()
        .untilAsserted(
            () ->
                assertThat(deviations())
                    .containsExactly(
                        new Deviation(
                            "$.idTag",
                            "Refused",
                            "[2,\"1\",\"Authorize\",{}]",
                            "$.idTag: required"),
                        new Deviation("frame", "Unusable", "[9,\"2\"]", "unknown message type 9")));
  }

  @Test
  void shouldNotWriteDownThePasswordThatADeviationQuotes() {
    RawStation station = station("CP-1");
    station.ask(
        "[2,\"1\",\"DataTransfer\",{\"vendorId\":\"V\",\"key\":\"AuthorizationKey\",\"value\":1234567890123456}]");
    await().until(() -> deviations().size() == 2);
    assertThat(deviations()).allSatisfy(seen -> assertThat(seen.raw()).isEqualTo("***"));
  }

  @Test
  void shouldKeepASilentStationThatNeverAnswersAPing() {
    ports = gateway(Map.of("GALVAN_PING_INTERVAL", "1"));
    RawStation station = station("CP-1");
    ChannelHandlerContext context =
        ((WebSocketInternal) ((RawStation.WebSocketStation) station).socket)
            .channelHandlerContext();
    int[] pings = new int[1];
    context
        .pipeline()
        .addBefore(
            context.name(),
            "no-pong",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext here, Object message) {
                if (message instanceof PingWebSocketFrame ping) {
                  pings[0]++;
                  ping.release();
                } else {
                  here.fireChannelRead(message);
                }
              }
            });
    await().atMost(30, TimeUnit.SECONDS).until(() -> pings[0] >= 2);
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(station.closed()).isNotDone();
  }
}
