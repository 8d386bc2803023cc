package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people and other programs read by MQTT. */
class MqttFeedTest {
  private static final String BOOT =
      "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]";
  private static final String CHARGING =
      "[2,\"c\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Charging\"}]";
  private static final String START =
      "[2,\"s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"2026-03-01T12:00:00Z\"}]";

  private RunningSystem system;
  private Mosquitto mosquitto;

  /** What came on the topics, in order, and what is retained there last. */
  private static final class Reader {
    final List<Mqtt3Publish> messages = new CopyOnWriteArrayList<>();
    final Mqtt3AsyncClient client;

    Reader(int port, String id, String username, String password) {
      client =
          MqttClient.builder()
              .useMqttVersion3()
              .identifier(id)
              .serverHost("127.0.0.1")
              .serverPort(port)
              .simpleAuth()
              .username(username)
              .password(password.getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth()
              .buildAsync();
      client.publishes(MqttGlobalPublishFilter.ALL, messages::add);
      client.connect().orTimeout(10, TimeUnit.SECONDS).join();
    }

    List<Mqtt3SubAckReturnCode> subscribe(String filter) {
      return client
          .subscribeWith()
          .topicFilter(filter)
          .qos(MqttQos.AT_LEAST_ONCE)
          .send()
          .exceptionally(
              failure -> {
                if (failure instanceof Mqtt3SubAckException refused) {
                  return refused.getMqttMessage();
                }
                throw new AssertionError(failure);
              })
          .orTimeout(10, TimeUnit.SECONDS)
          .join()
          .getReturnCodes();
    }

    List<String> on(String topic) {
      return messages.stream()
          .filter(message -> message.getTopic().toString().equals(topic))
          .map(message -> new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))
          .toList();
    }

    void awaitLast(String topic, String part) {
      await()
          .atMost(20, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                List<String> said = on(topic);
                assertThat(said).as(topic).isNotEmpty();
                assertThat(said.get(said.size() - 1)).contains(part);
              });
    }
  }

  @AfterEach
  void stop() {
    if (system != null) {
      system.close();
    }
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  private RawStation station() {
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), "CP-1", null));
    station.ask(BOOT);
    station.ask(CHARGING);
    return station;
  }

  private static long transaction(String answer) {
    return Long.parseLong(answer.replaceAll(".*\"transactionId\":(\\d+).*", "$1"));
  }

  private static String stop(long transaction) {
    return "[2,\"e\",\"StopTransaction\",{\"transactionId\":"
        + transaction
        + ",\"meterStop\":500,\"timestamp\":\"2026-03-01T13:00:00Z\"}]";
  }

  private static void seesASession(Reader reader, RawStation station) {
    long transaction = transaction(station.ask(START));
    reader.awaitLast("galvan/transactions/" + transaction, "\"Running\"");
    station.ask(stop(transaction));
    reader.awaitLast("galvan/transactions/" + transaction, "");
    await()
        .untilAsserted(
            () -> {
              assertThat(reader.on("galvan/transactions/" + transaction)).endsWith("");
              assertThat(reader.on("galvan/events/transaction_started")).isNotEmpty();
              assertThat(reader.on("galvan/events/transaction_stopped")).isNotEmpty();
            });
  }

  @Test
  void shouldLetASignedInReaderSeeStatesEventsAndTheMirrorAndNothingElse() {
    system = RunningSystem.start(Map.of("GALVAN_MQTT_EVENTS", "true"));
    system.register("CP-1", "TAG");
    RawStation station = station();
    assertThatThrownBy(() -> new Reader(system.mqttPort(), "reader-0", "token", "forged"))
        .hasCauseInstanceOf(Mqtt3ConnAckException.class);
    Reader reader = new Reader(system.mqttPort(), "reader-1", "token", system.api.token());
    assertThat(reader.subscribe("ocpp/#")).containsExactly(Mqtt3SubAckReturnCode.FAILURE);
    assertThat(reader.subscribe("#")).containsExactly(Mqtt3SubAckReturnCode.FAILURE);
    assertThat(reader.subscribe("galvan/#"))
        .containsExactly(Mqtt3SubAckReturnCode.SUCCESS_MAXIMUM_QOS_1);
    reader.awaitLast("galvan/chargers/CP-1/state", "\"online\":true");
    reader.awaitLast("galvan/chargers/CP-1/connectors/1/state", "\"Charging\"");
    // The first one may have been there when it happened; who comes later finds what is kept.
    Reader later = new Reader(system.mqttPort(), "reader-2", "token", system.api.token());
    later.subscribe("galvan/#");
    later.awaitLast("galvan/chargers/CP-1/state", "\"online\":true");
    later.awaitLast("galvan/chargers/CP-1/connectors/1/state", "\"Charging\"");
    for (String topic :
        List.of("galvan/chargers/CP-1/state", "galvan/chargers/CP-1/connectors/1/state")) {
      assertThat(later.messages)
          .filteredOn(state -> state.getTopic().toString().equals(topic))
          .first()
          .satisfies(state -> assertThat(state.isRetain()).isTrue());
    }
    seesASession(reader, station);

    assertThat(reader.subscribe("ocpp-mirror/+/CP-1/+"))
        .containsExactly(Mqtt3SubAckReturnCode.SUCCESS_MAXIMUM_QOS_1);
    assertThat(system.api.get("/chargers/CP-1/mirror").get("mirror").asBoolean()).isFalse();
    system.api.send("PUT", "/chargers/CP-1/mirror", Map.of("mirror", true)).expect(200);
    await()
        .untilAsserted(
            () -> {
              station.ask("[2,\"h\",\"Heartbeat\",{}]");
              assertThat(reader.on("ocpp-mirror/1.6/CP-1/up"))
                  .contains("[2,\"h\",\"Heartbeat\",{}]");
              assertThat(reader.on("ocpp-mirror/1.6/CP-1/down"))
                  .anySatisfy(answer -> assertThat(answer).startsWith("[3,\"h\""));
            });
    station.send(
        "[2,\"d\",\"DataTransfer\",{\"vendorId\":\"V\",\"data\":\"ftp://user:secret@host/\"}]");
    await()
        .untilAsserted(
            () ->
                assertThat(reader.on("ocpp-mirror/1.6/CP-1/up"))
                    .anySatisfy(frame -> assertThat(frame).contains("user:***@")));
    assertThat(reader.on("ocpp-mirror/1.6/CP-1/up")).noneMatch(text -> text.contains("secret"));
    assertThat(system.api.send("PUT", "/chargers/NOBODY/mirror", Map.of("mirror", true)).status())
        .isEqualTo(404);

    // Who may only read is cut off when it writes.
    reader.client.publishWith().topic("ocpp/1.6/CP-1/up").payload(new byte[1]).send();
    await().until(() -> !reader.client.getState().isConnected());
    assertThat(station.received()).isNotNull();
  }

  @Test
  void shouldPublishAtTheBrokerWhatHappenedWhileItWasAway() {
    mosquitto = Mosquitto.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("GALVAN_MQTT_BROKER", mosquitto.url());
    settings.put("GALVAN_MQTT_EVENTS", "true");
    settings.put("GALVAN_MQTT_MIRROR", "true");
    system = RunningSystem.start(settings);
    system.register("CP-1", "TAG");
    Reader reader = new Reader(mosquitto.port(), "watcher", "watcher", Mosquitto.PASSWORD);
    reader.subscribe("galvan/#");
    reader.subscribe("ocpp-mirror/#");
    RawStation station = station();
    reader.awaitLast("galvan/chargers/CP-1/state", "\"online\":true");
    reader.awaitLast("ocpp-mirror/1.6/CP-1/up", "StatusNotification");
    seesASession(reader, station);

    mosquitto.kill();
    long transaction =
        transaction(station.ask(START.replace("12:00", "14:00").replace("\"s\"", "\"s2\"")));
    mosquitto.restart();
    Reader later = new Reader(mosquitto.port(), "watcher", "watcher", Mosquitto.PASSWORD);
    later.subscribe("galvan/#");
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(later.on("galvan/events/transaction_started"))
                    .anySatisfy(event -> assertThat(event).contains("\"id\":" + transaction)));
    later.awaitLast("galvan/transactions/" + transaction, "\"Running\"");
    later.awaitLast("galvan/chargers/CP-1/connectors/1/state", "\"Charging\"");
  }
}
