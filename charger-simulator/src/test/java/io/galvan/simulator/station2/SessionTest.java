package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.Reason;
import io.galvan.simulator.station.EndedTransaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions from the cable to the last event. */
class SessionTest extends Station2Test {
  @ParameterizedTest
  @CsvSource({"V2_0_1,ws", "V2_0_1,mqtt", "V2_1,ws", "V2_1,mqtt"})
  void shouldTellAWholeSessionInOrder(OcppVersion version, String transport) {
    listen(version);
    Station2Builder builder = builder(version).evses(2);
    launch(
        transport.equals("ws")
            ? builder.webSocket(central.url())
            : builder.mqtt("127.0.0.1", central.mqttPort()));
    awaitRegistered();
    get(station.plugIn(1));
    assertThat(get(station.presentTag(1, "TAG"))).isEqualTo(AuthorizationStatus.Accepted);
    await()
        .until(
            () ->
                central.calls("TransactionEvent").stream()
                        .filter(
                            event -> event.getString("triggerReason").equals("MeterValuePeriodic"))
                        .count()
                    >= 2);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    await().until(() -> central.calls("StatusNotification").size() == 4);
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(events())
        .containsExactly(
            "Started CablePluggedIn EVConnected",
            "Updated Authorized EVConnected",
            "Updated ChargingStateChanged Charging",
            "Ended StopAuthorized EVConnected");
    List<JsonObject> all = central.calls("TransactionEvent");
    assertThat(all.stream().map(event -> event.getInteger("seqNo")))
        .containsExactlyElementsOf(IntStream.range(0, all.size()).boxed().toList());
    assertThat(
            all.stream()
                .map(event -> event.getJsonObject("transactionInfo").getString("transactionId"))
                .distinct())
        .hasSize(1);
    assertThat(all.get(0).getJsonObject("evse").getInteger("connectorId")).isEqualTo(1);
    assertThat(event("Authorized").getJsonObject("idToken").getString("idToken")).isEqualTo("TAG");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("Local");
    List<Integer> registers =
        all.stream()
            .filter(event -> event.containsKey("meterValue"))
            .map(
                event ->
                    event
                        .getJsonArray("meterValue")
                        .getJsonObject(0)
                        .getJsonArray("sampledValue")
                        .getJsonObject(0)
                        .getInteger("value"))
            .toList();
    assertThat(registers).isSorted().hasSizeGreaterThan(3);
    assertThat(registers.get(registers.size() - 1)).isGreaterThan(registers.get(0));
    assertThat(
            central.calls("StatusNotification").stream()
                .map(told -> told.getInteger("evseId") + " " + told.getString("connectorStatus")))
        .containsExactly("1 Available", "2 Available", "1 Occupied", "1 Available");
    if (transport.equals("mqtt")) {
      String topic = "ocpp/" + version.subprotocol().substring(4) + "/" + ID;
      assertThat(central.topics).contains(topic + "/up", topic + "/down", topic + "/status");
    }
  }

  /** Time passes between two looks at the clock. */
  private static final class RestlessClock extends Clock {
    private final AtomicLong millis = new AtomicLong(1_780_000_000_000L);

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.addAndGet(5));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void shouldAccountForATransactionAsItsEventsTellIt() {
    List<EndedTransaction> ended = new CopyOnWriteArrayList<>();
    listen(OcppVersion.V2_0_1);
    launch(
        builder(OcppVersion.V2_0_1)
            .evses(2)
            .connectorsAnEvse(2)
            .clock(new RestlessClock())
            .configure("TxCtrlr.TxStartPoint", "EnergyTransfer")
            .webSocket(central.url()));
    station.onEnded(ended::add);
    awaitRegistered();
    get(station.plugIn(4));
    get(station.presentTag(4, "TAG"));
    await().until(() -> events().contains("Started ChargingStateChanged Charging"));
    get(station.presentTag(4, "TAG"));
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    JsonObject first = central.calls("TransactionEvent").get(0);
    assertThat(first.getJsonObject("evse"))
        .isEqualTo(new JsonObject().put("id", 2).put("connectorId", 2));
    assertThat(ended)
        .singleElement()
        .isEqualTo(
            new EndedTransaction(
                ID,
                2,
                2,
                "TAG",
                time(first.getString("timestamp")),
                time(lastEvent().getString("timestamp")),
                register(first),
                register(lastEvent())));
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  /** The register in the last reading of an event; the reading is of the event's time. */
  private static long register(JsonObject event) {
    JsonArray readings = event.getJsonArray("meterValue");
    JsonObject last = readings.getJsonObject(readings.size() - 1);
    assertThat(last.getString("timestamp")).isEqualTo(event.getString("timestamp"));
    return last.getJsonArray("sampledValue").getJsonObject(0).getLong("value");
  }

  @Test
  void shouldStartWithTheTokenAndWaitForTheCable() {
    start(OcppVersion.V2_0_1);
    get(station.presentTag(1, "TAG"));
    assertThat(station.awaitsCable(1)).isTrue();
    get(station.plugIn(1));
    await().until(() -> events().size() == 3);
    get(station.unplug(1));
    await().until(() -> events().size() == 4);

    assertThat(events())
        .containsExactly(
            "Started Authorized Idle",
            "Updated CablePluggedIn EVConnected",
            "Updated ChargingStateChanged Charging",
            "Ended EVCommunicationLost Idle");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("EVDisconnected");
  }

  @Test
  void shouldEndWhenNoCableComesInTime() {
    start(OcppVersion.V2_1);
    get(station.presentTag(1, "TAG"));
    await().until(() -> events().size() == 2);

    assertThat(events()).containsExactly("Started Authorized Idle", "Ended EVConnectTimeout Idle");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("Timeout");
  }

  @Test
  void shouldBeginAndEndAtThePointsOfTheDeviceModel() {
    start(OcppVersion.V2_0_1);
    set("TxCtrlr", "TxStartPoint", "EnergyTransfer");
    set("TxCtrlr", "TxStopPoint", "ParkingBayOccupancy");
    set("TxCtrlr", "StopTxOnEVSideDisconnect", "false");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> events().size() == 1);
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    await().until(() -> events().size() == 4);

    assertThat(events())
        .containsExactly(
            "Started ChargingStateChanged Charging",
            "Updated StopAuthorized EVConnected",
            "Updated EVCommunicationLost Idle",
            "Ended EVDeparted Idle");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("Local");
  }

  @Test
  void shouldGoOnAfterTheCableWasOutWhenThatDoesNotEndIt() {
    start(OcppVersion.V2_0_1);
    set("TxCtrlr", "TxStopPoint", "Authorized");
    set("TxCtrlr", "StopTxOnEVSideDisconnect", "false");
    String id = charge();
    get(station.unplug(1));
    get(station.plugIn(1));
    await().until(() -> events().size() == 6);

    assertThat(events().subList(3, 6))
        .containsExactly(
            "Updated EVCommunicationLost Idle",
            "Updated CablePluggedIn EVConnected",
            "Updated ChargingStateChanged Charging");
    assertThat(station.transactionId(1)).contains(id);
  }

  @Test
  void shouldTellEachPauseOfTheVehicle() {
    start(OcppVersion.V2_1);
    charge();
    get(station.suspendByVehicle(1, true));
    get(station.suspendByVehicle(1, false));
    await().until(() -> events().size() == 5);

    assertThat(events().subList(3, 5))
        .containsExactly(
            "Updated ChargingStateChanged SuspendedEV", "Updated ChargingStateChanged Charging");
    assertThat(station.watt(1)).isGreaterThan(20_000);
  }

  @Test
  void shouldEndForAFaultAndShowIt() {
    start(OcppVersion.V2_0_1);
    charge();
    get(station.fault(1, Reason.GroundFault));
    await().until(() -> station.state(1) == ConnectorStatus.Faulted);
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));
    await().until(() -> !central.calls("NotifyEvent").isEmpty());
    get(station.unplug(1));
    get(station.clearFault(1));

    assertThat(lastEvent().getString("triggerReason")).isEqualTo("AbnormalCondition");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("GroundFault");
    JsonObject problem =
        central.calls("NotifyEvent").get(0).getJsonArray("eventData").getJsonObject(0);
    assertThat(problem.getString("actualValue")).isEqualTo("true");
    assertThat(problem.getString("eventNotificationType")).isEqualTo("HardWiredMonitor");
    assertThat(station.state(1)).isEqualTo(ConnectorStatus.Available);
  }

  @Test
  void shouldShowTheOtherConnectorsOfAnEvseAsUnavailable() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2).connectorsAnEvse(2));
    assertThat(station.connectors()).isEqualTo(4);
    get(station.plugIn(4));

    assertThat(station.state(4)).isEqualTo(ConnectorStatus.Occupied);
    assertThat(station.state(3)).isEqualTo(ConnectorStatus.Unavailable);
    assertThat(station.state(1)).isEqualTo(ConnectorStatus.Available);
    await().until(() -> !events().isEmpty());
    assertThat(lastEvent().getJsonObject("evse"))
        .isEqualTo(new JsonObject().put("id", 2).put("connectorId", 2));
    assertThatThrownBy(() -> get(station.plugIn(5))).hasMessageContaining("no connector 5");
  }

  @Test
  void shouldSendSamplesByTheClock() {
    start(OcppVersion.V2_0_1, builder -> builder.evses(2).meterInterval(Duration.ZERO));
    charge();
    set("AlignedDataCtrlr", "Interval", "60");
    await().until(() -> !central.calls("MeterValues").isEmpty());

    assertThat(central.calls("MeterValues").get(0).getInteger("evseId")).isEqualTo(2);
    await().untilAsserted(() -> event("MeterValueClock"));
    assertThat(central.calls("TransactionEvent").stream())
        .noneMatch(event -> event.getString("triggerReason").equals("MeterValuePeriodic"));
  }

  @Test
  void shouldObeyTheLimitOfATransaction() {
    start(OcppVersion.V2_1);
    central.answer(
        "TransactionEvent",
        call ->
            call.payload().getString("triggerReason").equals("Authorized")
                ? Central2.info("Accepted")
                    .put("transactionLimit", new JsonObject().put("maxTime", 30))
                : new JsonObject());
    charge();
    await().untilAsserted(() -> event("TimeLimitReached"));
    await().until(() -> events().contains("Updated ChargingStateChanged SuspendedEVSE"));

    assertThat(
            event("LimitSet")
                .getJsonObject("transactionInfo")
                .getJsonObject("transactionLimit")
                .getInteger("maxTime"))
        .isEqualTo(30);
  }
}
