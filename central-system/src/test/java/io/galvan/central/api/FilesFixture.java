package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.CommandService.Outcome;
import io.galvan.charger.ChargerVerticle;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Firmware and uploads over real HTTP; a charging station accepts whatever it is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FilesFixture {
  static final int MOST = 2 * 1_048_576;

  private final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.of(vertx);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<FirstAdmin> admin = new AtomicReference<>();
  final List<CommandRequest> told = new CopyOnWriteArrayList<>();
  ApiVerticle api;
  private String token = "";

  private Future<Outcome> execute(CommandRequest request) {
    told.add(request);
    return DeployedApiFixture.open(bus, request)
        .compose(
            opened ->
                bus.request(
                        Commands.SENT,
                        new CommandSent(
                            opened.command().id(), Clock.systemUTC().instant(), "node-1"))
                    .compose(
                        sent ->
                            bus.request(
                                Commands.CLOSE,
                                new CloseCommand(
                                    opened.command().id(),
                                    switch (request.chargerId()) {
                                      case "REFUSING" -> CommandState.Rejected;
                                      case "LOST" -> CommandState.Failed;
                                      default -> CommandState.Accepted;
                                    },
                                    null,
                                    "{}",
                                    null,
                                    null))))
        .map(Outcome::new);
  }

  @BeforeAll
  void start() {
    Platform base = TestPlatform.create(TestPlatform.clock(), Map.of("GALVAN_MAX_FILE_MB", "2"));
    Platform platform =
        new Platform(
            base.settings(), Clock.systemUTC(), base.database(), new SimpleMeterRegistry());
    TestPlatform.standInForSubscribers(vertx);
    await(vertx.deployVerticle(AuthVerticle.withWeakHashes(platform, admin::set)));
    await(vertx.deployVerticle(new ChargerVerticle(platform)));
    api = new ApiVerticle(platform, this::execute);
    await(vertx.deployVerticle(api));
    token =
        json(
                post(
                    "/sessions",
                    Map.of("email", admin.get().email(), "password", admin.get().password())),
                200)
            .get("token")
            .asText();
    for (String id : List.of("CP", "REFUSING", "OTHER", "LOST")) {
      Map<String, Object> charger =
          Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6");
      json(post("/chargers", charger), 201);
    }
  }

  @AfterAll
  void stop() {
    await(vertx.close());
  }

  String site() {
    return "http://127.0.0.1:" + api.port();
  }

  HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url.startsWith("http") ? url : site() + url));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<byte[]> api(String method, String path, BodyPublisher body, String type) {
    return send(
        request("/api/v1" + path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .method(method, body));
  }

  HttpResponse<byte[]> post(String path, Object body) {
    return api("POST", path, BodyPublishers.ofString(Mapper.write(body)), "application/json");
  }

  JsonNode get(String path) {
    return json(api("GET", path, BodyPublishers.noBody(), "application/json"), 200);
  }

  static JsonNode json(HttpResponse<byte[]> response, int status) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(text).isEqualTo(status);
    return Mapper.read(text, JsonNode.class);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A body of unknown length: sent chunked. */
  static BodyPublisher chunked(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }
}
