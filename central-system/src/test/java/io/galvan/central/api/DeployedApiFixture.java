package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.command.CommandService;
import io.galvan.central.session.Secrets;
import io.galvan.charger.ChargerVerticle;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.OpenedCommand;
import io.galvan.notification.NotificationVerticle;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.galvan.transaction.TransactionVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The REST API over real HTTP, with the real services behind it; only the charging stations are
 * stand-ins.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeployedApiFixture {
  final Vertx vertx = Vertx.vertx();
  final HttpClient http = HttpClient.newHttpClient();
  final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  Platform platform;
  ApiVerticle api;
  String token;

  /** Stands in for the sessions: what becomes of a command. */
  abstract Future<CommandService.Outcome> execute(CommandService.CommandRequest request);

  /** Opens the command's record, as a session does before it sends: without the secrets. */
  static Future<OpenedCommand> open(Bus bus, CommandService.CommandRequest request) {
    return bus.request(
        Commands.OPEN,
        new OpenCommand(
            request.chargerId(),
            request.action(),
            null,
            Secrets.mask(request.request()),
            request.requestedBy(),
            null));
  }

  @BeforeAll
  void start() {
    Platform base =
        TestPlatform.create(TestPlatform.clock(), Map.of("GALVAN_OPEN_SIGN_UP", "true"));
    platform =
        new Platform(
            base.settings(), Clock.systemUTC(), base.database(), new SimpleMeterRegistry());
    await(vertx.deployVerticle(AuthVerticle.withWeakHashes(platform, admin::set)));
    await(vertx.deployVerticle(new ChargerVerticle(platform)));
    await(vertx.deployVerticle(new TransactionVerticle(platform)));
    await(vertx.deployVerticle(new NotificationVerticle(platform)));
    api = new ApiVerticle(platform, this::execute);
    await(vertx.deployVerticle(api));
    token =
        ask(
                "POST",
                "/sessions",
                Map.of("email", admin.get().email(), "password", admin.get().password()),
                null)
            .json(200)
            .get("token")
            .asText();
  }

  @AfterAll
  void stop() {
    await(vertx.close());
  }

  record Answer(HttpResponse<String> response) {
    JsonNode json(int expected) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
      try {
        return Mapper.JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError(response.body(), e);
      }
    }

    JsonNode problem(int expected) {
      JsonNode problem = json(expected);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(problem.get("status").asInt()).isEqualTo(expected);
      return problem;
    }

    String field(int expected) {
      return problem(expected).get("errors").get(0).get("field").asText();
    }
  }

  Answer ask(String method, String path, @Nullable Object body, @Nullable String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    String text = body == null ? "" : body instanceof String raw ? raw : Mapper.write(body);
    request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(text));
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
