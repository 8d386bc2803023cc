package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.gateway.Ports;
import io.galvan.central.node.Node;
import io.galvan.central.testing.RawStation;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Stations of every version over real sockets, with the whole node and a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NeutralFixture {
  static final String ACCEPTED = "{\"status\":\"Accepted\"}";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  private Node node;
  private String token;
  private int chargers;

  @BeforeAll
  void start() {
    Platform base =
        TestPlatform.create(TestPlatform.clock(), Map.of("GALVAN_TAKE_INVENTORY", "no"));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Platform platform = new Platform(base.settings(), Clock.systemUTC(), base.database(), metrics);
    node = await(Node.start(vertx, platform, metrics, null, admin::set));
    token =
        ask(
                "POST",
                "/sessions",
                Map.of("email", admin.get().email(), "password", admin.get().password()))
            .join()
            .get("token")
            .asText();
    ask("POST", "/tokens", Map.of("idToken", "TAG", "blocked", false)).join();
  }

  @AfterAll
  void stop() {
    await(node.stop());
    await(vertx.close());
  }

  CompletableFuture<JsonNode> ask(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.ports().get(Ports.Name.api) + "/api/v1" + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    request
        .header("Content-Type", "application/json")
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(
                    body instanceof String text ? text : Mapper.write(body)));
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(answer -> json(answer.body()));
  }

  JsonNode get(String path) {
    return ask("GET", path, null).join();
  }

  static JsonNode json(String text) {
    try {
      return Mapper.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** A station that is connected and booted. */
  final class Station {
    final String id = "CP-" + ++chargers;
    private final RawStation line;
    private int calls;

    Station(OcppVersion version) {
      ask("POST", "/chargers", Map.of("id", id, "registration", "Accepted", "strict", false))
          .join();
      line =
          await(
              RawStation.webSocket(
                  vertx,
                  node.ports().get(Ports.Name.ocpp),
                  "/ocpp/" + id,
                  null,
                  List.of(version.subprotocol())));
      JsonNode booted =
          version == OcppVersion.V1_6
              ? tell("BootNotification", "{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}")
              : tell(
                  "BootNotification",
                  "{\"reason\":\"Watchdog\",\"chargingStation\":{\"vendorName\":\"V\",\"model\":\"M\"}}");
      assertThat(booted.get("status").asText()).isEqualTo("Accepted");
    }

    JsonNode tell(String action, String payload) {
      JsonNode answer =
          json(line.ask("[2,\"m" + ++calls + "\",\"" + action + "\"," + payload + "]"));
      assertThat(answer.get(0).asInt()).as(answer.toString()).isEqualTo(3);
      return answer.get(2);
    }

    /** Takes the next CALL, which must be this action, and answers it. */
    JsonNode take(String action, String answer) {
      JsonNode call = json(line.receive());
      assertThat(call.get(2).asText()).as(call.toString()).isEqualTo(action);
      line.send("[3,\"" + call.get(1).asText() + "\"," + answer + "]");
      return call.get(3);
    }

    /** Orders something and gives what the station was asked; it accepts. */
    JsonNode order(String method, String path, @Nullable Object body, String action) {
      CompletableFuture<JsonNode> asked = ask(method, "/chargers/" + id + path, body);
      JsonNode request =
          take(action, action.equals("UnlockConnector") ? "{\"status\":\"Unlocked\"}" : ACCEPTED);
      JsonNode command = asked.join();
      assertThat(command.path("state").asText()).as(command.toString()).isEqualTo("Accepted");
      return request;
    }

    JsonNode profiles() {
      return get("/chargers/" + id + "/charging-profiles").get("items");
    }
  }

  JsonNode holdings(Station station, String kind) {
    return get("/chargers/" + station.id + "/holdings?kind=" + kind).get("items");
  }
}
