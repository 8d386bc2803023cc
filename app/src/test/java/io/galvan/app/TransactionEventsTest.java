package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.platform.json.Mapper;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Transactions of OCPP 2.x over a real connection, as the operator sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionEventsTest {
  private RunningSystem system;

  @BeforeAll
  void start() {
    // A station that says only what the test tells it has no inventory to give.
    system = RunningSystem.start(Map.of("GALVAN_TAKE_INVENTORY", "no"));
  }

  @AfterAll
  void stop() {
    system.close();
  }

  /** A station whose every word the test says; it answers calls as it was told to. */
  private final class Station implements AutoCloseable {
    final String id;
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, String> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final WebSocketClient client = system.vertx.createWebSocketClient();
    private final WebSocket socket;
    private int number;

    Station(String id, String subprotocol) {
      this.id = id;
      socket =
          await(
              client.connect(
                  new WebSocketConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(system.ocppPort())
                      .setURI("/ocpp/" + id)
                      .addSubProtocol(subprotocol)));
      socket.textMessageHandler(this::hear);
      ask(
          "BootNotification",
          "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}");
    }

    private void hear(String text) {
      if (!text.startsWith("[2")) {
        results.add(text);
        return;
      }
      calls.add(text);
      JsonNode call = Mapper.read(text, JsonNode.class);
      String answer = answers.getOrDefault(call.get(2).asText(), "{}");
      socket.writeTextMessage("[3," + call.get(1) + "," + answer + "]");
    }

    JsonNode ask(String action, String payload) {
      socket.writeTextMessage("[2,\"" + ++number + "\",\"" + action + "\"," + payload + "]");
      try {
        String text = results.poll(20, TimeUnit.SECONDS);
        JsonNode answer = Mapper.read(text == null ? "null" : text, JsonNode.class);
        assertThat(answer.get(0).asInt()).as(text).isEqualTo(3);
        return answer.get(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Tells an event of the transaction TX. */
    JsonNode tell(String kind, int seqNo, String trigger, String time, String more, String info) {
      return ask(
          "TransactionEvent",
          "{\"eventType\":\"%s\",\"seqNo\":%d,\"triggerReason\":\"%s\",\"timestamp\":\"2026-03-01T%s:00Z\",%s\"transactionInfo\":{\"transactionId\":\"TX-%s\"%s}}"
              .formatted(kind, seqNo, trigger, time, more, id, info));
    }

    String calledFor(String action) {
      return calls.stream().filter(call -> call.contains(action)).findFirst().orElse("");
    }

    @Override
    public void close() {
      await(client.close());
    }
  }

  private static String energy(String time, String kWh) {
    return "\"meterValue\":[{\"timestamp\":\"2026-03-01T"
        + time
        + ":00Z\",\"sampledValue\":[{\"value\":"
        + kWh
        + ",\"unitOfMeasure\":{\"unit\":\"Wh\",\"multiplier\":3}}]}],";
  }

  private JsonNode transactionOf(Station station) {
    JsonNode items = system.api.get("/transactions?chargerId=" + station.id).get("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void shouldMakeOneRightTransactionOfEventsThatComeWrongTwiceAndWithGaps() {
    system.register("EVENTS", "EVENTS-TAG");
    try (Station station = new Station("EVENTS", "ocpp2.0.1")) {
      station.answers.put(
          "GetTransactionStatus", "{\"ongoingIndicator\":false,\"messagesInQueue\":true}");
      String ended = ",\"stoppedReason\":\"EVDisconnected\",\"chargingState\":\"Idle\"";
      String token = "\"idToken\":{\"idToken\":\"EVENTS-TAG\",\"type\":\"ISO14443\"},";
      for (int i = 0; i < 2; i++) {
        station.tell("Updated", 2, "MeterValuePeriodic", "11:20", energy("11:20", "14"), "");
        station.tell("Ended", 5, "EVDeparted", "11:50", energy("11:50", "21.5"), ended);
        JsonNode answer =
            station.tell(
                "Started",
                0,
                "Authorized",
                "11:00",
                token + "\"evse\":{\"id\":2,\"connectorId\":1}," + energy("11:00", "10"),
                ",\"chargingState\":\"Charging\"");
        assertThat(answer.at("/idTokenInfo/status").asText()).isEqualTo("Accepted");
      }
      JsonNode transaction = transactionOf(station);
      assertThat(transaction.get("state").asText()).isEqualTo("Ended");
      assertThat(transaction.get("startedAt").asText()).isEqualTo("2026-03-01T11:00:00Z");
      assertThat(transaction.get("stoppedAt").asText()).isEqualTo("2026-03-01T11:50:00Z");
      assertThat(transaction.get("energyWh").decimalValue()).isEqualByComparingTo("11500");
      assertThat(transaction.get("evseId").asInt()).isEqualTo(2);
      assertThat(transaction.get("connectorId").asInt()).isEqualTo(1);
      assertThat(transaction.get("idToken").asText()).isEqualTo("EVENTS-TAG");
      assertThat(transaction.get("stationTransactionId").asText()).isEqualTo("TX-EVENTS");
      assertThat(transaction.get("stopReason").asText()).isEqualTo("EVDisconnected");
      assertThat(transaction.get("gaps").toString())
          .isEqualTo("[{\"from\":1,\"to\":1},{\"from\":3,\"to\":4}]");
      assertThat(transaction.get("marks").toString()).isEqualTo("[\"EventsMissing\"]");

      String events = "/transactions/" + transaction.get("id").asText() + "/events";
      assertThat(system.api.get(events).get("items")).hasSize(3);
      await()
          .untilAsserted(
              () ->
                  assertThat(station.calledFor("GetTransactionStatus")).contains("\"TX-EVENTS\""));
      await()
          .untilAsserted(
              () ->
                  assertThat(system.api.get(events).at("/status/messagesInQueue").asBoolean())
                      .isTrue());

      for (int seqNo : new int[] {1, 3, 4}) {
        station.tell(
            "Updated", seqNo, "MeterValueClock", "11:" + seqNo + "0", "\"offline\":true,", "");
      }
      assertThat(transactionOf(station).get("gaps")).isEmpty();
      assertThat(transactionOf(station).get("marks")).isEmpty();
    }
  }

  @Test
  void shouldTellTheCostAndWhatFollowedARemoteStartAndStop() {
    system.register("COSTS", "COSTS-TAG");
    system
        .api
        .post(
            "/tariffs/DAY",
            Map.of(
                "currency",
                "EUR",
                "energyPricePerKwh",
                0.5,
                "runningCost",
                "Command",
                "text",
                "Hi"))
        .expect(201);
    system
        .api
        .send(
            "PUT",
            "/tariff-assignments",
            Map.of("kind", "Charger", "target", "COSTS", "tariffId", "DAY"))
        .expect(200);
    try (Station station = new Station("COSTS", "ocpp2.1")) {
      station.answers.put("RequestStartTransaction", "{\"status\":\"Accepted\"}");
      station.answers.put("RequestStopTransaction", "{\"status\":\"Accepted\"}");
      JsonNode start =
          command(
              "COSTS",
              "RequestStartTransaction",
              Map.of(
                  "remoteStartId",
                  42,
                  "evseId",
                  1,
                  "idToken",
                  Map.of("idToken", "COSTS-TAG", "type", "Central")));
      String token = "\"idToken\":{\"idToken\":\"COSTS-TAG\",\"type\":\"Central\"},";
      station.tell(
          "Started",
          0,
          "CablePluggedIn",
          "11:00",
          "\"evse\":{\"id\":1,\"connectorId\":1}," + energy("11:00", "0"),
          "");
      JsonNode authorized =
          station.tell("Updated", 1, "RemoteStart", "11:01", token, ",\"remoteStartId\":42");
      assertThat(authorized.at("/updatedPersonalMessage/content").asText()).isEqualTo("Hi");
      station.tell("Updated", 2, "MeterValuePeriodic", "11:10", energy("11:10", "4"), "");
      await()
          .untilAsserted(
              () -> assertThat(station.calledFor("CostUpdated")).contains("\"TX-COSTS\""));
      String id = transactionOf(station).get("id").asText();
      await().untilAsserted(() -> assertThat(outcome("COSTS", start)).isEqualTo("Started " + id));

      system.api.send("PUT", "/transactions/" + id + "/limit", Map.of("maxTimeS", 600)).expect(204);
      JsonNode limited = station.tell("Updated", 3, "Trigger", "11:15", "", "");
      assertThat(limited.at("/transactionLimit/maxTime").asInt()).isEqualTo(600);

      JsonNode stop =
          command("COSTS", "RequestStopTransaction", Map.of("transactionId", "TX-COSTS"));
      JsonNode ended =
          station.tell(
              "Ended",
              4,
              "RemoteStop",
              "11:20",
              energy("11:20", "9"),
              ",\"stoppedReason\":\"Remote\"");
      assertThat(ended.get("totalCost").decimalValue()).isEqualByComparingTo("4.50");
      await().untilAsserted(() -> assertThat(outcome("COSTS", stop)).isEqualTo("Stopped " + id));
      assertThat(transactionOf(station).get("cost").decimalValue()).isEqualByComparingTo("4.50");
    }
  }

  private JsonNode command(String chargerId, String action, Map<String, ?> request) {
    return system
        .api
        .post("/chargers/" + chargerId + "/commands", Map.of("action", action, "request", request))
        .expect(200);
  }

  private String outcome(String chargerId, JsonNode command) {
    JsonNode outcome =
        system
            .api
            .get("/chargers/" + chargerId + "/commands/" + command.get("id").asText())
            .get("outcome");
    return outcome.get("state").asText() + " " + outcome.path("transactionId").asText();
  }
}
