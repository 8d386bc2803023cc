package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.central.testing.RawStation;
import io.galvan.charger.ChargerVerticle;
import io.galvan.notification.NotificationVerticle;
import io.galvan.platform.Platform;
import io.galvan.transaction.TransactionVerticle;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One service is away while a station charges: the others go on, and nothing is lost or doubled.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceAwayTest {
  private static final String START =
      "{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":1000,\"timestamp\":\"%s\"}";
  private static final String STOP =
      "{\"transactionId\":%d,\"meterStop\":2500,\"timestamp\":\"%s\"}";
  private static final String READING =
      "{\"connectorId\":1,\"transactionId\":%d,\"meterValue\":[{\"timestamp\":\"%s\","
          + "\"sampledValue\":[{\"value\":\"1700\"}]}]}";
  private static final String CHARGING =
      "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Charging\"}";

  /** What the station sends while a service is away, and what is answered all the same. */
  enum Away {
    auth(AuthVerticle.class, p -> new AuthVerticle(p, admin -> {})),
    charger(ChargerVerticle.class, ChargerVerticle::new),
    transaction(TransactionVerticle.class, TransactionVerticle::new),
    notification(NotificationVerticle.class, NotificationVerticle::new);

    final Class<? extends VerticleBase> type;
    final Function<Platform, VerticleBase> again;

    Away(Class<? extends VerticleBase> type, Function<Platform, VerticleBase> again) {
      this.type = type;
      this.again = again;
    }
  }

  private RunningSystem system;
  private int messages;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of("GALVAN_TRIGGER_BOOT_AFTER", "0"));
    system.api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
  }

  @AfterAll
  void stop() {
    system.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWithoutItAndLoseNothing(Away away) {
    String id = "AWAY-" + away;
    system.register(id, "TAG-" + away);
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, null));
    ask(station, "BootNotification", "{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}");
    int transaction =
        ask(station, "StartTransaction", START.formatted(now())).get("transactionId").asInt();

    undeploy(away.type);
    ask(station, "Heartbeat", "{}");
    if (away != Away.transaction) {
      ask(station, "MeterValues", READING.formatted(transaction, now()));
    }
    if (away != Away.charger) {
      ask(station, "StatusNotification", CHARGING);
    }
    if (away != Away.auth) {
      assertThat(ask(station, "Authorize", "{\"idTag\":\"TAG\"}").at("/idTagInfo/status").asText())
          .isEqualTo("Accepted");
      String email = away + "@example.com";
      system
          .api
          .post(
              "/users",
              Map.of(
                  "email",
                  email,
                  "name",
                  "Away",
                  "password",
                  "correct horse 7 battery",
                  "role",
                  "Viewer"))
          .expect(201);
    }
    String stop = call("StopTransaction", STOP.formatted(transaction, now()));
    station.send(stop);
    await(system.vertx.deployVerticle(away.again.apply(system.platform)));

    answer(station);
    await()
        .untilAsserted(
            () -> {
              List<JsonNode> told = items("/transactions?chargerId=" + id);
              assertThat(told).hasSize(1);
              assertThat(told.get(0).get("energyWh").asInt()).isEqualTo(1_500);
              assertThat(told.get(0).get("state").asText()).isEqualTo("Ended");
            });
    if (away != Away.auth) {
      await().untilAsserted(() -> assertThat(mailsTo(away + "@example.com")).isEqualTo(1));
    }
    station.close();
  }

  private void undeploy(Class<? extends VerticleBase> type) {
    VertxInternal vertx = (VertxInternal) system.vertx;
    String deployment =
        vertx.deploymentIDs().stream()
            .filter(
                id ->
                    vertx.deploymentManager().deployment(id).deployment().instances().stream()
                        .anyMatch(type::isInstance))
            .findFirst()
            .orElseThrow();
    await(vertx.undeploy(deployment));
  }

  private Instant now() {
    return system.platform.clock().instant();
  }

  private String call(String action, String payload) {
    return "[2,\"m" + ++messages + "\",\"" + action + "\"," + payload + "]";
  }

  private JsonNode ask(RawStation station, String action, String payload) {
    station.send(call(action, payload));
    return answer(station);
  }

  /** The answer to the last call; the central system's own calls come between. */
  private JsonNode answer(RawStation station) {
    String text;
    do {
      text = station.receive();
    } while (!text.startsWith("\"m" + messages + "\"", 3));
    assertThat(text).startsWith("[3");
    return new Api.Answer(200, text).json().get(2);
  }

  private List<JsonNode> items(String path) {
    return StreamSupport.stream(system.api.get(path).get("items").spliterator(), false).toList();
  }

  private long mailsTo(String address) {
    return items("/mails").stream()
        .filter(mail -> mail.toString().contains("\"" + address + "\""))
        .count();
  }
}
