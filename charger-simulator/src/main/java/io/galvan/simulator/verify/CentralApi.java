package io.galvan.simulator.verify;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The central system's REST API, for a caller that may wait: not on an event loop. Who signed in
 * with a password stays so: tokens are renewed before they expire.
 */
public final class CentralApi {
  private static final String BASE = "/api/v1";
  private static final int PAGE = 500;
  private static final int MAX_PAGES = 10_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int SHOWN = 300;

  /** Tokens are good for 15 minutes. */
  private static final Duration RENEW_AFTER = Duration.ofMinutes(10);

  private static final Duration GOOD = Duration.ofMinutes(14);

  /** What came back. */
  public record Answer(int status, String text) {
    /** The body as an object. */
    public JsonObject json() {
      try {
        return text.isBlank() ? new JsonObject() : new JsonObject(text);
      } catch (DecodeException noObject) {
        throw new ApiException("the API answered no JSON object: " + shown(text), noObject);
      }
    }
  }

  /** The API cannot be reached, or refuses. */
  public static final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String base;
  private volatile Tokens tokens;
  private @Nullable CompletableFuture<Void> renewal;

  /**
   * @param token none for a stranger
   * @param refreshToken none for who was given a token alone
   * @param signedInAt {@link System#nanoTime()}
   */
  private record Tokens(@Nullable String token, @Nullable String refreshToken, long signedInAt) {
    static Tokens of(JsonObject signedIn) {
      return new Tokens(
          signedIn.getString("token"), signedIn.getString("refreshToken"), System.nanoTime());
    }

    boolean isOlderThan(Duration age) {
      return refreshToken != null && System.nanoTime() - signedInAt > age.toNanos();
    }
  }

  private CentralApi(String base, Tokens tokens) {
    this.base = base;
    this.tokens = tokens;
  }

  /**
   * The API of a system, with the token of somebody who is signed in.
   *
   * @param url with or without the path {@code /api/v1}
   */
  public static CentralApi withToken(String url, String token) {
    return new CentralApi(base(url), new Tokens(token, null, 0));
  }

  /** The API of a system, as a user of it. */
  public static CentralApi signIn(String url, String email, String password) {
    CentralApi stranger = new CentralApi(base(url), new Tokens(null, null, 0));
    JsonObject body = new JsonObject().put("email", email).put("password", password);
    return new CentralApi(
        stranger.base, Tokens.of(stranger.expect(stranger.post("/sessions", body), 200)));
  }

  private static String base(String url) {
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    URI uri = URI.create(plain);
    if (uri.getHost() == null
        || !Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
      throw new IllegalArgumentException("the API's URL must be like http://host:8080, not " + url);
    }
    return plain.endsWith(BASE) ? plain : plain + BASE;
  }

  /** Where it is. */
  public URI site() {
    return URI.create(base.substring(0, base.length() - BASE.length()));
  }

  /**
   * The token that is good now. It never waits: an old one is renewed beside, while it is still
   * good.
   */
  public String token() {
    renewIfDue();
    String token = tokens.token();
    if (token == null) {
      throw new IllegalStateException("nobody is signed in");
    }
    return token;
  }

  /** Begins a renewal while the token is still good. */
  private synchronized void renewIfDue() {
    if (renewal == null && tokens.isOlderThan(RENEW_AFTER)) {
      renewal =
          http.sendAsync(renewal(), HttpResponse.BodyHandlers.ofString())
              .handleAsync((response, failure) -> renewed(response));
    }
  }

  /** Renews a token that is no longer good; one that cannot be renewed is refused when used. */
  private void renewNow() throws IOException, InterruptedException {
    renewed(http.send(renewal(), HttpResponse.BodyHandlers.ofString()));
  }

  private HttpRequest renewal() {
    JsonObject body = new JsonObject().put("refreshToken", tokens.refreshToken());
    return HttpRequest.newBuilder(URI.create(base + "/sessions/refresh"))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.encode()))
        .build();
  }

  /** A renewal that failed is tried again with the next request. */
  private synchronized @Nullable Void renewed(@Nullable HttpResponse<String> response) {
    if (response != null && response.statusCode() == 200) {
      tokens = Tokens.of(new JsonObject(response.body()));
    }
    renewal = null;
    return null;
  }

  /** Reads something that must be there. */
  public JsonObject get(String path) {
    return expect(send("GET", path, null), 200);
  }

  /** Posts, whatever becomes of it. */
  public Answer post(String path, JsonObject body) {
    return send("POST", path, body);
  }

  /** Sends any request, whatever becomes of it. */
  public Answer send(String method, String path, @Nullable JsonObject body) {
    try {
      renewIfDue();
      if (tokens.isOlderThan(GOOD)) {
        renewNow();
      }
      return sendNow(method, path, body);
    } catch (IOException away) {
      throw new ApiException("the API at " + base + " cannot be reached: " + away, away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ApiException("interrupted", stopped);
    }
  }

  private Answer sendNow(String method, String path, @Nullable JsonObject body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    String token = tokens.token();
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  private JsonObject expect(Answer answer, int... statuses) {
    for (int status : statuses) {
      if (answer.status() == status) {
        return answer.json();
      }
    }
    throw new ApiException(
        "the API answered " + answer.status() + ": " + shown(answer.text()), null);
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** Makes a station that may charge at once; one that is there stays as it is. */
  public void registerStation(String id, @Nullable String password) {
    JsonObject body =
        new JsonObject().put("id", id).put("registration", "Accepted").put("strict", false);
    if (password != null) {
      body.put("password", password);
    }
    expect(post("/chargers", body), 201, 409);
  }

  /** Makes a tag that may charge; one that is there stays as it is. */
  public void registerTag(String idToken) {
    expect(
        post("/tokens", new JsonObject().put("idToken", idToken).put("blocked", false)), 201, 409);
  }

  /** The transactions of some stations that began in a time. */
  public List<StoredTransaction> transactions(Set<String> stations, Instant from, Instant to) {
    List<StoredTransaction> found = new ArrayList<>();
    String cursor = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      String path =
          "/transactions?limit="
              + PAGE
              + "&sort=id&order=asc&from="
              + from
              + "&to="
              + to
              + (cursor == null ? "" : "&cursor=" + encoded(cursor));
      JsonObject answer = get(path);
      for (Object item : answer.getJsonArray("items")) {
        StoredTransaction stored = StoredTransaction.of((JsonObject) item);
        if (stations.contains(stored.stationId())) {
          found.add(stored);
        }
      }
      cursor = answer.getString("next");
      if (cursor == null) {
        return found;
      }
    }
    throw new ApiException("more than " + MAX_PAGES + " pages of transactions", null);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
