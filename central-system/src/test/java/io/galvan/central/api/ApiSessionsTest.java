package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.AuthVerticle;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sessions by REST: cookies for pages, tokens for programs, streams that end with them. */
class ApiSessionsTest extends ApiFixture {
  private static final String PASSWORD = "a long enough one, 1";
  private static final Duration SOON = Duration.ofSeconds(2);

  private String create(String email, String role) {
    return post("/users", Map.of("email", email, "name", "N", "role", role, "password", PASSWORD))
        .json(201)
        .get("id")
        .asText();
  }

  private JsonNode signIn(String email) {
    return ask("POST", "/sessions", Map.of("email", email, "password", PASSWORD), null).json(200);
  }

  private HttpResponse<String> send(String path, Object body, @Nullable String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Mapper.write(body)));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElseThrow();
  }

  @Test
  void shouldKeepAPagesRefreshTokenInACookieThatNoScriptAndNoOtherSiteCanUse() throws Exception {
    create("page@example.org", "Viewer");
    HttpResponse<String> signedIn =
        send(
            "/sessions",
            Map.of("email", "page@example.org", "password", PASSWORD, "cookie", true),
            null);
    assertThat(signedIn.statusCode()).isEqualTo(200);
    assertThat(Mapper.JSON.readTree(signedIn.body()).has("refreshToken")).isFalse();
    String cookie = cookie(signedIn);
    assertThat(cookie.split("; "))
        .contains("HTTPOnly", "SameSite=Strict", "Path=/api/v1/sessions", "Max-Age=2592000")
        .doesNotContain("Secure");
    String sent = cookie.substring(0, cookie.indexOf(';'));
    HttpResponse<String> refreshed = send("/sessions/refresh", Map.of("cookie", true), sent);
    assertThat(refreshed.statusCode()).isEqualTo(200);
    assertThat(cookie(refreshed)).isNotEqualTo(cookie);
    String fresh = Mapper.JSON.readTree(refreshed.body()).get("token").asText();
    HttpResponse<String> form =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + api.port() + "/api/v1/sessions/refresh"))
                .header("Content-Type", "text/plain")
                .header("Cookie", sent)
                .POST(HttpRequest.BodyPublishers.ofString("{\"cookie\":true}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(form.statusCode()).isEqualTo(415);
    Answer out = ask("DELETE", "/sessions/current", null, fresh);
    assertThat(out.response().statusCode()).isEqualTo(204);
    assertThat(cookie(out.response())).startsWith("galvan_refresh=;").contains("Max-Age=0");
    ask("GET", "/users/me", null, fresh).problem(401);
    HttpResponse<String> over = send("/sessions/refresh", Map.of("cookie", true), sent);
    assertThat(over.statusCode()).isEqualTo(401);
    assertThat(cookie(over)).contains("Max-Age=0");
  }

  @Test
  void shouldGiveProgramsTheirRefreshTokenInTheBody() {
    create("program@example.org", "Viewer");
    JsonNode signedIn = signIn("program@example.org");
    String refreshToken = signedIn.get("refreshToken").asText();
    Answer next = ask("POST", "/sessions/refresh", Map.of("refreshToken", refreshToken), null);
    assertThat(next.response().headers().firstValue("Set-Cookie")).isEmpty();
    ask("GET", "/users/me", null, next.json(200).get("token").asText()).json(200);
    assertThat(next.json(200).get("refreshToken").asText()).isNotEqualTo(refreshToken);
    ask("POST", "/sessions/refresh", Map.of("refreshToken", "none"), null).problem(401);
    ask("POST", "/sessions/refresh", Map.of(), null).problem(400);
  }

  @Test
  void shouldShowAndEndTheSessionsOfAUser() {
    String id = create("many@example.org", "Viewer");
    String one = signIn("many@example.org").get("token").asText();
    String two = signIn("many@example.org").get("token").asText();
    JsonNode own = ask("GET", "/users/me/sessions", null, one).json(200).get("items");
    assertThat(own).hasSize(2);
    assertThat(own.findValuesAsText("current")).containsExactlyInAnyOrder("true", "false");
    assertThat(own.get(0).get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(get("/users/" + id + "/sessions").json(200).get("items")).hasSize(2);
    String admin = get("/users/me").json(200).get("id").asText();
    ask("GET", "/users/" + admin + "/sessions", null, one).problem(403);
    ask("DELETE", "/users/" + admin + "/sessions", null, one).problem(403);
    assertThat(ask("DELETE", "/users/" + id + "/sessions", null, token).response().statusCode())
        .isEqualTo(204);
    for (String ended : new String[] {one, two}) {
      ask("GET", "/users/me", null, ended).problem(401);
    }
    get("/users/none/sessions").problem(404);
  }

  @Test
  void shouldEndWithItsUserOnANodeThatTheEventBusDoesNotReach() {
    Vertx second = Vertx.vertx();
    try {
      await(second.deployVerticle(AuthVerticle.withWeakHashes(platform, made -> {})));
      ApiVerticle node = new ApiVerticle(platform, this::execute);
      await(second.deployVerticle(node));
      String demoted = create("demoted@example.org", "Viewer");
      String deleted = create("deleted@example.org", "Viewer");
      create("stays@example.org", "Viewer");
      String demotedToken = signIn("demoted@example.org").get("token").asText();
      String deletedToken = signIn("deleted@example.org").get("token").asText();
      String staysToken = signIn("stays@example.org").get("token").asText();
      CompletableFuture<Void> one = streamEnds(node, demotedToken);
      CompletableFuture<Void> two = streamEnds(node, deletedToken);
      CompletableFuture<Void> stays = streamEnds(node, staysToken);
      ask("PATCH", "/users/" + demoted, Map.of("role", "Driver"), token).json(200);
      ask("DELETE", "/users/" + deleted, null, token);
      await().atMost(SOON).until(() -> status(node, demotedToken) == 401);
      await().atMost(SOON).until(() -> status(node, deletedToken) == 401);
      CompletableFuture.allOf(one, two).orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(stays).isNotDone();
      assertThat(status(node, staysToken)).isEqualTo(200);
    } finally {
      await(second.close());
    }
  }

  private HttpRequest request(ApiVerticle node, String path, String bearer) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/v1" + path))
        .header("Authorization", "Bearer " + bearer)
        .build();
  }

  private int status(ApiVerticle node, String bearer) {
    try {
      return http.send(request(node, "/users/me", bearer), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens a stream; done when it has ended. */
  private CompletableFuture<Void> streamEnds(ApiVerticle node, String bearer) {
    HttpResponse<Stream<String>> response =
        http.sendAsync(request(node, "/events", bearer), HttpResponse.BodyHandlers.ofLines())
            .join();
    assertThat(response.statusCode()).isEqualTo(200);
    return CompletableFuture.runAsync(() -> response.body().forEach(line -> {}));
  }

  @Test
  void shouldCloseTheConnectionOfAStreamWhenItsSessionEnds() throws IOException {
    create("socket@example.org", "Viewer");
    String viewer = signIn("socket@example.org").get("token").asText();
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout((int) SOON.toMillis());
      String head = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + viewer;
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');
      ask("DELETE", "/sessions/current", null, viewer);
      // Ends, or fails after the time out.
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void shouldBoundTheStreamsOfAUserAndOpenOneByATicketOnce() {
    create("streams@example.org", "Viewer");
    String viewer = signIn("streams@example.org").get("token").asText();
    String ticket = ask("POST", "/events/tickets", null, viewer).json(201).get("ticket").asText();
    assertThat(streamStatus("?ticket=" + ticket, null)).isEqualTo(200);
    assertThat(streamStatus("?ticket=" + ticket, null)).isEqualTo(401);
    assertThat(streamStatus("?access_token=" + viewer, null)).isEqualTo(401);
    for (int i = 1; i < 20; i++) {
      assertThat(streamStatus("", viewer)).isEqualTo(200);
    }
    assertThat(streamStatus("", viewer)).isEqualTo(429);
    assertThat(streamStatus("", token)).isEqualTo(200);
  }

  private int streamStatus(String query, @Nullable String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + api.port() + "/api/v1/events" + query));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
        .join()
        .statusCode();
  }
}
