package io.galvan.simulator.station;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.HeartbeatRequest;
import io.galvan.ocpp.v16.RegistrationStatus;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.ScriptedCentral.Received;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of one station against a scripted central system. */
class SessionTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private SimulatedStation station;

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  /** A station that lives sixty times faster. */
  private StationBuilder builder(String transport) {
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id("CP-1")
            .seed(42)
            .speed(60)
            .backOff(Duration.ofMillis(100), Duration.ofSeconds(1));
    return transport.equals("ws")
        ? builder.webSocket(central.url())
        : builder.mqtt("127.0.0.1", central.mqttPort());
  }

  private void start(StationBuilder builder) {
    station = get(builder.build().start());
  }

  private void awaitRegistered() {
    await().until(() -> station.registration().equals(Optional.of(RegistrationStatus.Accepted)));
  }

  private List<String> told() {
    return central
        .calls("StatusNotification", "Authorize", "StartTransaction", "StopTransaction")
        .stream()
        .map(
            call ->
                call.action().equals("StatusNotification")
                    ? call.payload().getInteger("connectorId")
                        + " "
                        + call.payload().getString("status")
                    : call.action())
        .toList();
  }

  private static long register(Received meterValues) {
    JsonObject value = meterValues.payload().getJsonArray("meterValue").getJsonObject(0);
    return Long.parseLong(value.getJsonArray("sampledValue").getJsonObject(0).getString("value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldTellAWholeSessionInOrder(String transport) {
    start(builder(transport).connectors(2));
    awaitRegistered();
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> station.transactionId(1).isPresent());
    await().until(() -> central.calls("MeterValues").size() >= 3);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    await().until(() -> told().size() == 10);

    assertThat(told())
        .containsExactly(
            "0 Available",
            "1 Available",
            "2 Available",
            "1 Preparing",
            "Authorize",
            "StartTransaction",
            "1 Charging",
            "StopTransaction",
            "1 Finishing",
            "1 Available");
    JsonObject begin = central.calls("StartTransaction").get(0).payload();
    JsonObject end = central.calls("StopTransaction").get(0).payload();
    assertThat(end.getLong("transactionId")).isEqualTo(101);
    assertThat(end.getString("reason")).isEqualTo("Local");
    List<Long> registers =
        Stream.concat(
                Stream.of(begin.getLong("meterStart")),
                Stream.concat(
                    central.calls("MeterValues").stream().map(SessionTest::register),
                    Stream.of(end.getLong("meterStop"))))
            .toList();
    assertThat(registers).isSorted();
    assertThat(end.getLong("meterStop")).isGreaterThan(begin.getLong("meterStart"));
    assertThat(central.calls("MeterValues"))
        .allSatisfy(call -> assertThat(call.payload().getLong("transactionId")).isEqualTo(101));
  }

  @Test
  void shouldBootAgainAfterTheGivenIntervalUntilItIsAccepted() {
    List<String> verdicts = new CopyOnWriteArrayList<>(List.of("Rejected", "Pending"));
    central.answer(
        "BootNotification",
        call ->
            new JsonObject()
                .put("status", verdicts.isEmpty() ? "Accepted" : verdicts.remove(0))
                .put("currentTime", "2026-01-01T00:00:00Z")
                .put("interval", 20));
    List<Instant> boots = new CopyOnWriteArrayList<>();
    station = builder("ws").build();
    station.onFrame(
        frame -> {
          if (frame.sent() && frame.text().contains("BootNotification")) {
            boots.add(frame.at());
          }
        });
    get(station.start());
    await().until(() -> !central.calls("BootNotification").isEmpty());
    get(station.plugIn(1));
    awaitRegistered();
    await().until(() -> told().contains("1 Preparing"));

    assertThat(boots).hasSize(3);
    assertThat(Duration.between(boots.get(0), boots.get(1)))
        .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(40));
    // Nothing but boots went before the acceptance, and then the present status at once.
    assertThat(central.received.stream().map(Received::action).limit(4))
        .containsExactly(
            "BootNotification", "BootNotification", "BootNotification", "StatusNotification");
    await().until(() -> !central.calls("Heartbeat").isEmpty());
    assertThat(station.configuration("HeartbeatInterval")).contains("20");
  }

  @Test
  void shouldStopATransactionWhoseTagIsRefused() {
    central.answer(
        "StartTransaction",
        call ->
            new JsonObject()
                .put("idTagInfo", new JsonObject().put("status", "Blocked"))
                .put("transactionId", 7));
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    JsonObject stop = central.calls("StopTransaction").get(0).payload();
    assertThat(stop.getString("reason")).isEqualTo("DeAuthorized");
    assertThat(stop.getLong("transactionId")).isEqualTo(7);
  }

  @Test
  void shouldNotChargeForATagThatIsNotAccepted() {
    central.answer(
        "Authorize",
        call -> new JsonObject().put("idTagInfo", new JsonObject().put("status", "Expired")));
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Expired);
    assertThat(station.charging(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldDeliverAWholeSessionMadeOffline(String transport) {
    start(builder(transport));
    awaitRegistered();
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transactionId(1).isPresent());
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    int before = central.received.size();

    get(station.goOffline());
    await().until(() -> !station.connected());
    get(station.plugIn(1));
    long began = station.registerWh(1);
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> station.registerWh(1) > began + 150);
    assertThat(station.transactionId(1)).isEmpty();
    get(station.presentTag(1, "TAG"));
    get(station.goOnline());
    await().until(() -> central.calls("StopTransaction").size() == 2);

    List<Received> late =
        central.received.subList(before, central.received.size()).stream()
            .filter(call -> !call.action().equals("StatusNotification"))
            .toList();
    assertThat(late.get(0).action()).isEqualTo("StartTransaction");
    assertThat(late.get(0).payload().getLong("meterStart")).isEqualTo(began);
    assertThat(late.get(late.size() - 1).action()).isEqualTo("StopTransaction");
    assertThat(late.subList(1, late.size()))
        .hasSizeGreaterThan(1)
        .allSatisfy(call -> assertThat(call.payload().getLong("transactionId")).isEqualTo(102))
        .extracting(Received::action)
        .doesNotContain("BootNotification");
  }

  @Test
  void shouldSendAnUnansweredStartAgainAfterTheConnectionWasLost() {
    central.answerFrame("StartTransaction", call -> null);
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> !central.calls("StartTransaction").isEmpty());
    central.answer("StartTransaction", call -> ScriptedCentral.accepted().put("transactionId", 5));
    central.close("CP-1");
    await().until(() -> station.transactionId(1).isPresent());
    List<Received> starts = central.calls("StartTransaction");
    assertThat(starts).hasSize(2);
    assertThat(starts.get(1).payload()).isEqualTo(starts.get(0).payload());
    assertThat(starts.get(1).messageId()).isNotEqualTo(starts.get(0).messageId());
  }

  @Test
  void shouldRetryARefusedStopAndGiveUpAfterTheConfiguredAttempts() {
    central.answerFrame("StopTransaction", ScriptedCentral::error);
    start(builder("ws"));
    awaitRegistered();
    change("TransactionMessageAttempts", "3");
    change("TransactionMessageRetryInterval", "5");
    List<Instant> stops = new CopyOnWriteArrayList<>();
    station.onFrame(
        frame -> {
          if (frame.sent() && frame.text().contains("StopTransaction")) {
            stops.add(frame.at());
          }
        });
    for (int session = 0; session < 2; session++) {
      get(station.plugIn(1));
      get(station.presentTag(1, "TAG"));
      get(station.presentTag(1, "TAG"));
      get(station.unplug(1));
    }
    // The second session's start waits for the fate of the first one's stop.
    await().until(() -> central.calls("StartTransaction").size() == 2);
    assertThat(central.calls("StopTransaction"))
        .filteredOn(call -> call.payload().getLong("transactionId") == 101)
        .hasSize(3);
    assertThat(Duration.between(stops.get(0), stops.get(1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    assertThat(Duration.between(stops.get(1), stops.get(2)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hard", "Soft"})
  void shouldEndTransactionsAndBootAgainOnReset(String type) {
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transactionId(1).isPresent());
    assertThat(
            central.result("CP-1", "Reset", new JsonObject().put("type", type)).getString("status"))
        .isEqualTo("Accepted");
    await().until(() -> central.calls("BootNotification").size() == 2);
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo(type + "Reset");
    assertThat(central.calls("StopTransaction")).hasSize(1);
  }

  @Test
  void shouldComeBackAfterTheConnectionIsLostWithoutBootingAgain() {
    start(builder("ws"));
    awaitRegistered();
    central.close("CP-1");
    await().until(() -> central.authorizations.size() == 2 && station.connected());
    get(station.plugIn(1));
    await().until(() -> told().contains("1 Preparing"));
    assertThat(central.calls("BootNotification")).hasSize(1);
  }

  @Test
  void shouldSendOneCallAtATimeAndGiveUpOnALateAnswer() {
    central.answerFrame("Heartbeat", call -> null);
    start(builder("ws").callTimeout(Duration.ofMillis(300)));
    awaitRegistered();
    Future<?> late = station.call(Actions16.HEARTBEAT, new HeartbeatRequest());
    get(station.plugIn(1));
    await().until(() -> told().contains("1 Preparing"));
    assertThat(late.failed()).isTrue();
    assertThat(late.cause())
        .isInstanceOfSatisfying(
            CallFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(CallFailure.Kind.TIMED_OUT));
  }

  @Test
  void shouldShowAFaultAndItsEnd() {
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transactionId(1).isPresent());
    get(station.fault(1, ChargePointErrorCode.GroundFailure));
    assertThat(station.state(1)).isEqualTo(ChargePointStatus.Faulted);
    await().until(() -> told().contains("1 Faulted"));
    assertThat(central.calls("StopTransaction").get(0).payload().getString("reason"))
        .isEqualTo("Other");
    get(station.clearFault(1));
    assertThat(station.state(1)).isEqualTo(ChargePointStatus.Preparing);
  }

  @Test
  void shouldSuspendWhenTheBatteryIsFull() {
    start(builder("ws"));
    awaitRegistered();
    get(station.plugIn(1, new Battery(10_000, 99.9)));
    get(station.presentTag(1, "TAG"));
    await().until(() -> told().contains("1 SuspendedEV"));
    assertThat(station.watt(1)).isZero();
  }

  @Test
  void shouldUseItsPasswordAndTheKeyTheCentralSystemSets() {
    start(builder("mqtt").password("first-password-1"));
    awaitRegistered();
    change("AuthorizationKey", "second-password-2");
    await().until(() -> central.authorizations.size() == 2);
    assertThat(central.authorizations)
        .containsExactly("CP-1:first-password-1", "CP-1:second-password-2");
    assertThat(central.statusTopics)
        .startsWith(
            "will offline true",
            "ocpp/1.6/CP-1/status online true",
            "ocpp/1.6/CP-1/status offline true");
  }

  @Test
  void shouldSampleAtWholeMultiplesOfTheAlignedInterval() {
    start(builder("ws"));
    awaitRegistered();
    change("ClockAlignedDataInterval", "60");
    await().until(() -> central.calls("MeterValues").size() >= 2);
    for (Received call : central.calls("MeterValues")) {
      JsonObject value = call.payload().getJsonArray("meterValue").getJsonObject(0);
      assertThat(value.getJsonArray("sampledValue").getJsonObject(0).getString("context"))
          .isEqualTo("Sample.Clock");
      long second = Instant.parse(value.getString("timestamp")).getEpochSecond();
      // A timer of this clock is a second or two late at most.
      assertThat(second % 60).isLessThan(20);
    }
  }

  @Test
  void shouldKeepTheTransactionWhenTheCableMayBePulled() {
    start(builder("ws"));
    awaitRegistered();
    change("StopTransactionOnEVSideDisconnect", "false");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transactionId(1).isPresent());
    get(station.unplug(1));
    assertThat(station.state(1)).isEqualTo(ChargePointStatus.SuspendedEV);
    get(station.plugIn(1));
    await().until(() -> station.state(1) == ChargePointStatus.Charging);
    assertThat(central.calls("StopTransaction")).isEmpty();
  }

  @Test
  void shouldAddBeginAndEndToTheStopWhenAskedTo() {
    start(builder("ws"));
    awaitRegistered();
    change("StopTxnSampledData", "Energy.Active.Import.Register,SoC");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> station.transactionId(1).isPresent());
    get(station.presentTag(1, "TAG"));
    await().until(() -> !central.calls("StopTransaction").isEmpty());
    JsonObject stop = central.calls("StopTransaction").get(0).payload();
    JsonObject begin = central.calls("StartTransaction").get(0).payload();
    assertThat(energy(stop, 0)).isEqualTo(begin.getLong("meterStart"));
    assertThat(energy(stop, 1)).isEqualTo(stop.getLong("meterStop"));
  }

  private static long energy(JsonObject stop, int sample) {
    JsonObject value = stop.getJsonArray("transactionData").getJsonObject(sample);
    return Long.parseLong(value.getJsonArray("sampledValue").getJsonObject(0).getString("value"));
  }

  private void change(String key, String value) {
    JsonObject answer =
        central.result(
            "CP-1", "ChangeConfiguration", new JsonObject().put("key", key).put("value", value));
    assertThat(answer.getString("status")).isEqualTo("Accepted");
  }
}
