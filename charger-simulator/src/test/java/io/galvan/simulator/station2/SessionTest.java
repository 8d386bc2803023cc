package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.HeartbeatRequest;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Boots, sessions and the queue of a station of 2.x. */
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
  void shouldDeauthorizeWhatTheCentralSystemRefuses() {
    start(OcppVersion.V2_0_1);
    central.answer(
        "TransactionEvent",
        call ->
            call.payload().containsKey("idToken") ? Central2.info("Blocked") : new JsonObject());
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(lastEvent().getString("triggerReason")).isEqualTo("Deauthorized");
    assertThat(lastEvent().getJsonObject("transactionInfo").getString("stoppedReason"))
        .isEqualTo("DeAuthorized");
  }

  @Test
  void shouldSuspendWhatIsRefusedWhereItMayNotStop() {
    start(OcppVersion.V2_0_1);
    set("TxCtrlr", "StopTxOnInvalidId", "false");
    central.answer(
        "TransactionEvent",
        call ->
            call.payload().containsKey("idToken") ? Central2.info("Invalid") : new JsonObject());
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));

    await().until(() -> events().contains("Updated ChargingStateChanged SuspendedEVSE"));
    assertThat(station.watt(1)).isZero();
    assertThat(station.charging(1)).isTrue();
  }

  @Test
  void shouldLetOnlyTheSameGroupStop() {
    start(OcppVersion.V2_0_1);
    central.answer(
        "Authorize",
        call -> {
          String tag = call.payload().getJsonObject("idToken").getString("idToken");
          JsonObject answer = Central2.info("Accepted");
          answer
              .getJsonObject("idTokenInfo")
              .put(
                  "groupIdToken",
                  new JsonObject()
                      .put("idToken", tag.equals("OTHER") ? "G2" : "G1")
                      .put("type", "Central"));
          return answer;
        });
    charge();
    assertThat(get(station.presentTag(1, "OTHER"))).isEqualTo(AuthorizationStatus.Invalid);
    assertThat(station.charging(1)).isTrue();
    assertThat(get(station.presentTag(1, "SAME"))).isEqualTo(AuthorizationStatus.Accepted);
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));

    assertThat(lastEvent().getJsonObject("idToken").getString("idToken")).isEqualTo("SAME");
  }

  @Test
  void shouldShowAContractWithTheHashesOfItsCertificates() {
    start(OcppVersion.V2_0_1);
    get(station.plugIn(1));
    get(station.presentContract(1, "DE-GAL-C12345678-X", TestCertificates.root()));

    JsonObject asked = central.calls("Authorize").get(0);
    assertThat(asked.getJsonObject("idToken").getString("type")).isEqualTo("eMAID");
    assertThat(asked.getString("certificate")).startsWith("-----BEGIN CERTIFICATE");
    assertThat(asked.getJsonArray("iso15118CertificateHashData")).hasSize(1);
  }

  @Test
  void shouldNotAskForATokenThatNeedsNoAuthorization() {
    start(OcppVersion.V2_0_1);
    get(station.plugIn(1));
    get(station.presentToken(1, new IdToken(null, "", "NoAuthorization", null)));

    await().until(() -> station.charging(1));
    assertThat(central.calls("Authorize")).isEmpty();
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

  // The registration.

  @Test
  void shouldBootAgainAfterTheGivenIntervalUntilItIsAccepted() {
    listen(OcppVersion.V2_0_1);
    List<String> verdicts = new CopyOnWriteArrayList<>(List.of("Rejected", "Pending"));
    central.answer(
        "BootNotification",
        call -> Central2.boot(verdicts.isEmpty() ? "Accepted" : verdicts.remove(0), 20));
    launch(builder(OcppVersion.V2_0_1).webSocket(central.url()));
    awaitRegistered();

    assertThat(central.calls("BootNotification")).hasSize(3);
    assertThat(central.calls("BootNotification").get(0).getString("reason")).isEqualTo("PowerUp");
    assertThat(central.received.get(3).action()).isEqualTo("StatusNotification");
  }

  @Test
  void shouldReportButNotStartWhilePending() {
    listen(OcppVersion.V2_0_1);
    central.answer("BootNotification", call -> Central2.boot("Pending", 3_600));
    launch(builder(OcppVersion.V2_0_1).webSocket(central.url()));
    await().until(() -> station.registration().isPresent());

    assertThat(
            status(
                "RequestStartTransaction",
                new JsonObject().put("idToken", token("T")).put("remoteStartId", 1)))
        .isEqualTo("Rejected");
    result(
        "GetBaseReport",
        new JsonObject().put("requestId", 7).put("reportBase", "SummaryInventory"));
    await().until(() -> !central.calls("NotifyReport").isEmpty());
    central.answer("BootNotification", call -> Central2.boot("Accepted", 100));
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "BootNotification")))
        .isEqualTo("Accepted");
    awaitRegistered();
    assertThat(central.calls("BootNotification").get(1).getString("reason")).isEqualTo("Triggered");
    assertThat(
            status("TriggerMessage", new JsonObject().put("requestedMessage", "BootNotification")))
        .isEqualTo("Rejected");
  }

  @Test
  void shouldKeepTheHeartbeatOfTheBoot() {
    listen(OcppVersion.V2_1);
    central.answer("BootNotification", call -> Central2.boot("Accepted", 10));
    launch(builder(OcppVersion.V2_1).webSocket(central.url()));

    await().until(() -> central.calls("Heartbeat").size() >= 3);
    assertThat(station.configuration("OCPPCommCtrlr.HeartbeatInterval")).contains("10");
  }

  // Offline.

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldDeliverWhatHappenedOfflineInOrderAndSayItWas(OcppVersion version) {
    start(version);
    charge();
    int before = events().size();
    get(station.goOffline());
    await().until(() -> !station.connected());
    get(station.presentTag(1, "TAG"));
    get(station.unplug(1));
    get(station.goOnline());
    await().until(() -> lastEvent().getString("eventType").equals("Ended"));
    await().until(() -> station.state(1) == ConnectorStatus.Available);

    List<JsonObject> all = central.calls("TransactionEvent");
    assertThat(all.stream().map(event -> event.getInteger("seqNo")))
        .containsExactlyElementsOf(IntStream.range(0, all.size()).boxed().toList());
    assertThat(lastEvent().getBoolean("offline")).isTrue();
    assertThat(all.get(0).containsKey("offline")).isFalse();
    assertThat(events().size()).isEqualTo(before + 1);
    assertThat(central.calls("BootNotification")).hasSize(1);
  }

  @Test
  void shouldTryAnEventAgainAndThenGiveItUp() {
    start(OcppVersion.V2_0_1);
    set("OCPPCommCtrlr", "HeartbeatInterval", "0");
    AtomicInteger refused = new AtomicInteger();
    central.answerFrame(
        "TransactionEvent",
        call -> {
          if (call.payload().getInteger("seqNo") == 0) {
            refused.incrementAndGet();
            return Central2.error(call);
          }
          return new JsonArray().add(3).add(call.messageId()).add(new JsonObject());
        });
    assertThat(
            result(
                    "SetVariables",
                    new JsonObject()
                        .put(
                            "setVariableData",
                            new JsonArray()
                                .add(instance("MessageAttempts", "3"))
                                .add(instance("MessageAttemptInterval", "2"))))
                .encode())
        .doesNotContain("Rejected");
    get(station.plugIn(1));
    get(station.presentTag(1, "TAG"));
    await().until(() -> events().contains("Updated ChargingStateChanged Charging"));

    assertThat(refused).hasValue(3);
  }

  private static JsonObject instance(String variable, String value) {
    return new JsonObject()
        .put("attributeValue", value)
        .put("component", new JsonObject().put("name", "OCPPCommCtrlr"))
        .put(
            "variable", new JsonObject().put("name", variable).put("instance", "TransactionEvent"));
  }

  @Test
  void shouldSayWhatIsInItsQueue() {
    start(OcppVersion.V2_0_1);
    String id = charge();
    JsonObject running = result("GetTransactionStatus", new JsonObject().put("transactionId", id));
    assertThat(running.getBoolean("ongoingIndicator")).isTrue();
    assertThat(result("GetTransactionStatus", new JsonObject()).containsKey("ongoingIndicator"))
        .isFalse();
    assertThat(
            result("GetTransactionStatus", new JsonObject().put("transactionId", "none"))
                .getBoolean("ongoingIndicator"))
        .isFalse();
  }

  @Test
  void shouldLetOnlyWhomItKnowsChargeOffline() {
    start(OcppVersion.V2_0_1);
    get(station.presentTag(1, "KNOWN"));
    await().until(() -> events().size() == 2);
    get(station.goOffline());
    get(station.plugIn(1));

    assertThat(get(station.presentTag(1, "NEVER-SEEN"))).isEqualTo(AuthorizationStatus.Invalid);
    assertThat(get(station.presentTag(1, "KNOWN"))).isEqualTo(AuthorizationStatus.Accepted);
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

  @Test
  void shouldAnswerAnUnknownActionWithNotImplemented() {
    start(OcppVersion.V2_0_1);
    assertThat(
            central.callUnchecked(ID, "GetTariffs", new JsonObject().put("evseId", 0)).getString(2))
        .isEqualTo("NotImplemented");
    assertThat(central.callUnchecked(ID, "NoSuchThing", new JsonObject()).getString(2))
        .isEqualTo("NotImplemented");
    assertThat(central.callUnchecked(ID, "Reset", new JsonObject()).getString(2))
        .isEqualTo("OccurrenceConstraintViolation");
    get(station.call(ProvisioningActions.HEARTBEAT, new HeartbeatRequest(null)));
  }
}
