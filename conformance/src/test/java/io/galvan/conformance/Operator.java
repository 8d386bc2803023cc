package io.galvan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The operator, who knows the central system by its REST API only. */
public final class Operator {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Tokens are good for 15 minutes. */
  private static final Duration RENEW_AFTER = Duration.ofMinutes(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private volatile String token = "none";
  private String refreshToken = "";
  private long signedInAt;

  private Operator(String base) {
    this.base = base;
  }

  public static Operator signIn(String site, String email, String password) {
    Operator operator = new Operator(site + "/api/v1");
    operator.keep(
        operator.post("/sessions", Json.of("{'email':'%s','password':'%s'}", email, password)));
    return operator;
  }

  private void keep(JsonNode session) {
    token = session.get("token").asText();
    refreshToken = session.get("refreshToken").asText();
    signedInAt = System.nanoTime();
  }

  /** The whole suite takes longer than a token is good. */
  private synchronized void renewIfDue() {
    if (!refreshToken.isEmpty() && System.nanoTime() - signedInAt > RENEW_AFTER.toNanos()) {
      signedInAt = System.nanoTime();
      keep(
          json(
              request(
                  "POST", "/sessions/refresh", Json.of("{'refreshToken':'%s'}", refreshToken))));
    }
  }

  public JsonNode get(String path) {
    renewIfDue();
    return json(request("GET", path, null));
  }

  public JsonNode post(String path, JsonNode body) {
    renewIfDue();
    return json(request("POST", path, body));
  }

  public JsonNode delete(String path) {
    renewIfDue();
    return json(request("DELETE", path, null));
  }

  public JsonNode put(String path, JsonNode body) {
    renewIfDue();
    return json(request("PUT", path, body));
  }

  /** Sends a command; the answer comes when the station answered. */
  public CompletableFuture<JsonNode> command(String chargerId, String action, JsonNode payload) {
    ObjectNode command = Json.object();
    command.put("action", action).set("request", payload);
    return later(() -> post("/chargers/" + chargerId + "/commands", command));
  }

  /** Does it beside the case, which plays the station meanwhile. */
  public CompletableFuture<JsonNode> later(Supplier<JsonNode> asked) {
    return CompletableFuture.supplyAsync(asked);
  }

  private HttpRequest request(String method, String path, JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body.toString()))
        .build();
  }

  /** What is at the path, whatever it is, as text. */
  public String text(String path) {
    renewIfDue();
    return answered(request("GET", path, null));
  }

  private JsonNode json(HttpRequest request) {
    String body = answered(request);
    return Json.parse(body.isEmpty() ? "null" : body);
  }

  private String answered(HttpRequest request) {
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(
            request + " was answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(request.toString(), e);
    }
  }
}
