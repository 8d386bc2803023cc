package io.galvan.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.platform.json.Mapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The REST API as a test calls it, signed in as the admin. */
final class Api {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final FirstAdmin admin;
  private final String token;

  /** What came back. */
  record Answer(int status, String text) {
    JsonNode json() {
      try {
        return Mapper.JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    JsonNode expect(int expected) {
      if (status != expected) {
        throw new AssertionError("expected " + expected + " but got " + status + ": " + text);
      }
      return text.isEmpty() ? Mapper.JSON.nullNode() : json();
    }
  }

  private Api(String base, FirstAdmin admin, String token) {
    this.base = base;
    this.admin = admin;
    this.token = token;
  }

  static Api signIn(int port, FirstAdmin admin) {
    String base = "http://127.0.0.1:" + port + "/api/v1";
    Api stranger = new Api(base, admin, "");
    String token =
        stranger
            .post("/sessions", Map.of("email", admin.email(), "password", admin.password()))
            .expect(200)
            .get("token")
            .asText();
    return new Api(base, admin, token);
  }

  /** For requests that are not JSON. */
  String token() {
    return token;
  }

  FirstAdmin admin() {
    return admin;
  }

  /** Where the dashboard is. */
  String site() {
    return base.substring(0, base.length() - "/api/v1".length());
  }

  JsonNode get(String path) {
    return send("GET", path, null).expect(200);
  }

  Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  Answer command(String chargerId, String action, Map<String, ?> body) {
    return post("/chargers/" + chargerId + "/commands/" + action, body);
  }

  Answer send(String method, String path, Object body) {
    return send(
        method,
        path,
        "application/json",
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(Mapper.write(body)));
  }

  /** Posts a file as it is. */
  Answer upload(String path, byte[] file) {
    return send(
        "POST", path, "application/octet-stream", HttpRequest.BodyPublishers.ofByteArray(file));
  }

  private Answer send(
      String method, String path, String contentType, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.contentLength() > 0) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  /** A list that fills with the live events, each as its JSON. */
  List<JsonNode> events() {
    List<JsonNode> events = new CopyOnWriteArrayList<>();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/events"))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<java.util.stream.Stream<String>> response =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
            .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
            .join();
    Thread reader =
        new Thread(
            () ->
                response
                    .body()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> events.add(new Answer(200, line.substring(5)).json())),
            "events");
    reader.setDaemon(true);
    reader.start();
    return events;
  }
}
