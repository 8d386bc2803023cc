package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Published;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The live events, and the pages that are served beside the API. */
class ApiEventsAndPagesTest extends ApiFixture {
  /** Vert.x closes the connections of a client that nobody refers to any more. */
  private final NetClient slowReader =
      vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(4_096));

  private int published;

  @Test
  void shouldStreamEventsOfOneStationOrAll() {
    List<String> all = stream("/events", true);
    String ticket = post("/events/tickets", "").json(201).get("ticket").asText();
    List<String> one = stream("/events?chargerId=CP-A&ticket=" + ticket, false);
    for (String id : List.of("CP-A", "CP-B")) {
      publish(
          new Event(
              "e-" + id,
              Clock.systemUTC().instant(),
              id,
              new Happening.SecurityEvent("Test", null, Clock.systemUTC().instant())));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(String.join("\n", all))
                    .contains("\"id\":\"e-CP-A\"", "\"id\":\"e-CP-B\"", "event: security_event"));
    assertThat(String.join("\n", one))
        .contains("\"id\":\"e-CP-A\"")
        .doesNotContain("\"id\":\"e-CP-B\"");
    assertThat(all.stream().filter(line -> line.startsWith("data:")).toList().get(0))
        .contains("\"type\":\"security_event\"", "\"chargerId\":\"CP-A\"");
  }

  /** As an event of the transaction service, which has none of its own here. */
  private void publish(Event event) {
    String before = String.valueOf(published++);
    Bus.of(vertx)
        .publish(new Published("transaction", before, String.valueOf(published), List.of(event)));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private List<String> stream(String path, boolean header) {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (header) {
      request.header("Authorization", "Bearer " + token);
    }
    http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
        .thenAcceptAsync(response -> response.body().forEach(lines::add));
    await().until(() -> lines.contains(": welcome"));
    return lines;
  }

  @Test
  void shouldCutOffAListenerThatDoesNotRead() {
    StringBuilder text = new StringBuilder();
    var socket = await(slowReader.connect(api.port(), "127.0.0.1"));
    socket.handler(
        buffer -> {
          text.append(buffer.getString(0, Math.min(buffer.length(), 100)));
          text.append(buffer.getString(Math.max(0, buffer.length() - 100), buffer.length()));
        });
    socket.write(
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    await().until(() -> text.toString().contains("welcome"));
    socket.pause();
    String big = "x".repeat(100_000);
    for (int i = 0; i < 300; i++) {
      publish(
          new Event(
              "big",
              Clock.systemUTC().instant(),
              "CP",
              new Happening.SecurityEvent("Big", big, Clock.systemUTC().instant())));
    }
    // Another listener is served all the while.
    List<String> other = stream("/events", true);
    socket.resume();
    await().untilAsserted(() -> assertThat(text.toString()).contains("event: overflow"));
    publish(
        new Event(
            "after",
            Clock.systemUTC().instant(),
            "CP",
            new Happening.SecurityEvent("T", null, Clock.systemUTC().instant())));
    await().untilAsserted(() -> assertThat(text(other)).contains("\"id\":\"after\""));
  }

  private HttpResponse<String> page(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldServeThePageTheDocumentationAndTheContractWithoutAnyForeignAddress() throws Exception {
    for (String path : List.of("/", "/chargers/CP-1", "/api/docs")) {
      HttpResponse<String> page = page(path);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'self'", "frame-ancestors 'none'");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.body()).doesNotContain("http://", "https://");
    }
    for (String path :
        List.of(
            "/api/openapi.json", "/api/docs/swagger-ui-bundle.js", "/_static/lit/3.3.3/index.js")) {
      assertThat(page(path).statusCode()).as(path).isEqualTo(200);
    }
    for (String path :
        List.of(
            "/app/none.js",
            "/_static/../openapi.yaml",
            "/app/%2e%2e/%2e%2e/logback.xml",
            "/api/none",
            "/none.txt")) {
      assertThat(page(path).statusCode()).as(path).isEqualTo(404);
    }
  }
}
