package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What programs may do with API keys, and when it ends. */
class ApiKeyAccessTest extends ApiFixture {
  private record Made(String id, String prefix, String key) {}

  private Made make(String name, String role, int requestsPerMinute) {
    JsonNode made =
        post(
                "/api-keys",
                Map.of("name", name, "role", role, "requestsPerMinute", requestsPerMinute))
            .json(201);
    return new Made(
        made.get("apiKey").get("id").asText(),
        made.get("apiKey").get("prefix").asText(),
        made.get("key").asText());
  }

  private static String header(Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElse("");
  }

  @Test
  void shouldDoWhatItsRoleMayAndNothingOfAdminsOrAccounts() {
    Made viewer = make("Viewer", "Viewer", 600);
    Made operator = make("Operator", "Operator", 600);
    ask("GET", "/chargers", null, viewer.key()).json(200);
    ask("POST", "/tokens", Map.of("idToken", "K1", "blocked", false), viewer.key()).problem(403);
    ask("POST", "/tokens", Map.of("idToken", "K1", "blocked", false), operator.key()).json(201);
    for (Made made : new Made[] {viewer, operator}) {
      ask("GET", "/users", null, made.key()).problem(403);
      ask("GET", "/api-keys", null, made.key()).problem(403);
      ask("POST", "/api-keys", Map.of("name", "x", "role", "Viewer"), made.key()).problem(403);
      ask("GET", "/users/me", null, made.key()).problem(403);
      ask("DELETE", "/sessions/current", null, made.key()).problem(403);
      ask("POST", "/events/tickets", null, made.key()).problem(403);
    }
    assertThat(post("/api-keys", Map.of("name", "Root", "role", "Admin")).field(400))
        .isEqualTo("/role");
  }

  @Test
  void shouldShowTheKeyWhenItIsMadeAndNeverAgain() {
    Made made = make("Once", "Viewer", 600);
    String secret = made.key().substring(made.prefix().length() + 1);
    for (String path : new String[] {"/api-keys", "/api-keys/" + made.id()}) {
      assertThat(get(path).json(200).toString()).contains(made.prefix()).doesNotContain(secret);
    }
    String rotated =
        post("/api-keys/" + made.id() + "/rotate", Map.of()).json(200).get("key").asText();
    assertThat(rotated).startsWith(made.prefix()).doesNotContain(secret);
    ask("GET", "/chargers", null, made.key()).problem(401);
    ask("GET", "/chargers", null, rotated).json(200);
  }

  @Test
  void shouldNameTheKeyWhereItActs() {
    Made made = make("Night shift", "Operator", 600);
    charger("KEY-1");
    JsonNode command =
        ask("POST", "/chargers/KEY-1/commands/ClearCache", Map.of(), made.key()).json(200);
    assertThat(command.get("requestedBy").asText())
        .isEqualTo("Night shift (" + made.prefix() + ")");
  }

  @Test
  void shouldEndOpenStreamsAndTokensWithinTwoSecondsOfItsEnd() throws Exception {
    Made made = make("Stream", "Viewer", 600);
    String byOauth = oauth(made.prefix(), made.key(), null).json(200).get("access_token").asText();
    ask("GET", "/chargers", null, byOauth).json(200);
    HttpRequest.Builder events =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1/events"))
            .header("Authorization", "Bearer " + made.key());
    CompletableFuture<HttpResponse<String>> stream =
        http.sendAsync(events.build(), HttpResponse.BodyHandlers.ofString());
    await()
        .until(
            () -> {
              assertThat(stream).isNotDone();
              return platform.meters().get("galvan.live.listeners").gauge().value() == 1;
            });
    assertThat(ask("DELETE", "/api-keys/" + made.id(), null, token).response().statusCode())
        .isEqualTo(204);
    await().atMost(Duration.ofSeconds(2)).until(stream::isDone);
    assertThat(stream.get().body()).contains("event: ended");
    ask("GET", "/chargers", null, made.key()).problem(401);
    ask("GET", "/chargers", null, byOauth).problem(401);
  }

  @Test
  void shouldGoOnWithAnotherRoleFromTheNextRequest() {
    Made made = make("Changes", "Operator", 600);
    ask("POST", "/tokens", Map.of("idToken", "K2", "blocked", false), made.key()).json(201);
    ask("PUT", "/api-keys/" + made.id(), Map.of("name", "Changes", "role", "Viewer"), token)
        .json(200);
    ask("POST", "/tokens", Map.of("idToken", "K3", "blocked", false), made.key()).problem(403);
    ask("GET", "/chargers", null, made.key()).json(200);
  }

  @Test
  void shouldTellHowManyRequestsAreLeftAndRefuseMore() {
    Made made = make("Slow", "Viewer", 3);
    Made beside = make("Beside", "Viewer", 3);
    for (int left = 2; left >= 0; left--) {
      Answer answer = ask("GET", "/chargers", null, made.key());
      answer.json(200);
      assertThat(header(answer, "RateLimit-Limit")).isEqualTo("3");
      assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(Integer.toString(left));
      assertThat(Integer.parseInt(header(answer, "RateLimit-Reset"))).isBetween(1, 60);
    }
    Answer refused = ask("GET", "/chargers", null, made.key());
    refused.problem(429);
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 61);
    assertThat(header(refused, "RateLimit-Remaining")).isEqualTo("0");
    String byOauth = oauth(made.prefix(), made.key(), null).json(200).get("access_token").asText();
    ask("GET", "/chargers", null, byOauth).problem(429);
    ask("GET", "/chargers", null, beside.key()).json(200);
    assertThat(header(ask("GET", "/chargers", null, token), "RateLimit-Limit")).isEmpty();
  }

  @Test
  void shouldRefuseAPrefixAfterTenWrongKeys() {
    Made made = make("Guessed", "Viewer", 600);
    String wrong = made.prefix() + "_" + "A".repeat(43);
    for (int i = 0; i < 10; i++) {
      ask("GET", "/chargers", null, wrong).problem(401);
    }
    Answer refused = ask("GET", "/chargers", null, wrong);
    refused.problem(429);
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(400, 601);
  }

  @Test
  void shouldGiveTokensForClientCredentials() {
    Made made = make("Client", "Viewer", 600);
    JsonNode given = oauth(made.prefix(), made.key(), null).json(200);
    assertThat(given.get("token_type").asText()).isEqualTo("Bearer");
    assertThat(given.get("expires_in").asInt()).isBetween(890, 900);
    assertThat(given.get("scope").asText()).isEqualTo("Viewer");
    ask("GET", "/chargers", null, given.get("access_token").asText()).json(200);
    ask("GET", "/users/me", null, given.get("access_token").asText()).problem(403);
    String secret = made.key().substring(made.prefix().length() + 1);
    oauth(made.prefix(), secret, null).json(200);
    String basic =
        Base64.getEncoder()
            .encodeToString((made.prefix() + ":" + secret).getBytes(StandardCharsets.UTF_8));
    oauth(null, null, basic).json(200);
    Answer wrong = oauth(made.prefix(), "A".repeat(43), null);
    assertThat(wrong.json(401).get("error").asText()).isEqualTo("invalid_client");
    assertThat(header(wrong, "WWW-Authenticate")).startsWith("Basic");
    assertThat(oauth(made.prefix(), null, null).json(401).get("error").asText())
        .isEqualTo("invalid_client");
    assertThat(form(Map.of("grant_type", "password"), null).json(400).get("error").asText())
        .isEqualTo("unsupported_grant_type");
    assertThat(form(Map.of(), null).json(400).get("error").asText()).isEqualTo("invalid_request");
  }

  @Test
  void shouldGiveNoTokenThatOutlivesItsKey() {
    JsonNode made =
        post(
                "/api-keys",
                Map.of(
                    "name",
                    "Short",
                    "role",
                    "Viewer",
                    "expiresAt",
                    platform.clock().instant().plusSeconds(300).toString()))
            .json(201);
    JsonNode given =
        oauth(made.get("apiKey").get("prefix").asText(), made.get("key").asText(), null).json(200);
    assertThat(given.get("expires_in").asInt()).isBetween(290, 300);
  }

  private Answer oauth(@Nullable String id, @Nullable String secret, @Nullable String basic) {
    Map<String, String> fields = new HashMap<>(Map.of("grant_type", "client_credentials"));
    if (id != null) {
      fields.put("client_id", id);
    }
    if (secret != null) {
      fields.put("client_secret", secret);
    }
    return form(fields, basic);
  }

  private Answer form(Map<String, String> fields, @Nullable String basic) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) -> body.append(name).append('=').append(value).append('&'));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + api.port() + "/api/v1/oauth2/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (basic != null) {
      request.header("Authorization", "Basic " + basic);
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
