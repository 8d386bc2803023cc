package io.galvan.central.api.user;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.http.ClientAddress;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.ApiKeys.ApiKey;
import io.galvan.contract.user.ApiKeys.Check;
import io.galvan.contract.user.ApiKeys.Credential;
import io.galvan.contract.user.ApiKeys.KeyId;
import io.galvan.contract.user.ApiKeys.KeyRole;
import io.galvan.contract.user.ApiKeys.KeyToken;
import io.galvan.contract.user.ApiKeys.ShownKey;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of programs, which admins keep, and access tokens for them (RFC 6749, 4.4: client
 * credentials). What ends grants is read at once, so that it holds on this node when it is done.
 */
public final class ApiKeyApi {
  /**
   * @param requestsPerMinute at each node; null is 600
   */
  public record ApiKeyBody(
      @MaxLength(100) String name,
      KeyRole role,
      @Nullable OffsetDateTime expiresAt,
      @Nullable Integer requestsPerMinute) {
    int rate() {
      return requestsPerMinute == null ? USUAL_RATE : requestsPerMinute;
    }

    @Nullable Instant expiry() {
      return expiresAt == null ? null : expiresAt.toInstant();
    }
  }

  /** A key as it is told once. */
  record NewApiKey(ApiKey apiKey, String key) {
    static NewApiKey of(ShownKey shown) {
      return new NewApiKey(shown.apiKey(), shown.key());
    }
  }

  private static final int USUAL_RATE = 600;
  private static final int ID = 64;
  private static final int MOST_SECRET = 200;
  private static final int TOKENS = 60;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Bus bus;
  private final Bearers bearers;
  private final ConnectionSettings connections;
  private final Clock clock;
  private final AddressLimit tokens;

  public ApiKeyApi(Bus bus, Bearers bearers, ConnectionSettings connections, Clock clock) {
    this.bus = bus;
    this.bearers = bearers;
    this.connections = connections;
    this.clock = clock;
    this.tokens = new AddressLimit(connections, clock, TOKENS, WINDOW);
  }

  public List<Operation> operations() {
    return List.of(
        of("listApiKeys", Access.ADMIN, this::list),
        of("createApiKey", Access.ADMIN, this::create),
        of(
            "getApiKey",
            Access.ADMIN,
            call -> bus.request(ApiKeys.GET, id(call)).onSuccess(call::ok)),
        of("replaceApiKey", Access.ADMIN, this::replace),
        of(
            "rotateApiKey",
            Access.ADMIN,
            call ->
                bus.request(ApiKeys.ROTATE, id(call))
                    .compose(shown -> bearers.readEnded().map(shown))
                    .onSuccess(shown -> call.ok(NewApiKey.of(shown)))),
        of(
            "deleteApiKey",
            Access.ADMIN,
            call ->
                bus.request(ApiKeys.DELETE, id(call))
                    .compose(ok -> bearers.readEnded())
                    .onSuccess(ok -> call.done())),
        Operation.form("createOauthToken", Access.PUBLIC, this::token));
  }

  private static KeyId id(Call call) {
    return new KeyId(call.path("keyId", ID));
  }

  private Future<?> list(Call call) {
    return bus.request(
            ApiKeys.LIST,
            new ApiKeys.KeyQuery(call.text("search", 100), call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> create(Call call) {
    ApiKeyBody body = call.body(ApiKeyBody.class);
    return bus.request(
            ApiKeys.CREATE,
            new ApiKeys.NewKey(
                body.name(), body.role(), body.rate(), body.expiry(), call.user().email()))
        .onSuccess(shown -> call.created(NewApiKey.of(shown), "/api-keys/" + shown.apiKey().id()));
  }

  private Future<?> replace(Call call) {
    ApiKeyBody body = call.body(ApiKeyBody.class);
    return bus.request(
            ApiKeys.REPLACE,
            new ApiKeys.ReplaceKey(
                call.path("keyId", ID), body.name(), body.role(), body.rate(), body.expiry()))
        .compose(key -> bearers.readEnded().map(key))
        .onSuccess(call::ok);
  }

  // ---- OAuth 2

  /** Errors are as RFC 6749, 5.2 has them, but for what concerns the address (429). */
  private Future<?> token(Call call) {
    tokens.count(call);
    HttpServerRequest request = call.context().request();
    String grant = request.getFormAttribute("grant_type");
    if (grant == null) {
      return refuse(call, 400, "invalid_request", "send the form with grant_type");
    }
    if (!grant.equals("client_credentials")) {
      return refuse(call, 400, "unsupported_grant_type", "the grant is client_credentials");
    }
    String network = ClientAddress.of(request, connections).network();
    return bus.request(ApiKeys.TOKEN, new Check(client(request), network, false))
        .compose(
            token -> {
              answer(call, token);
              return Future.<Void>succeededFuture();
            },
            failure ->
                failure instanceof GalvanException known && known.fault() == Fault.UNAUTHENTICATED
                    ? refuse(call, 401, "invalid_client", known.message())
                    : Future.failedFuture(failure));
  }

  private void answer(Call call, KeyToken token) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", token.token());
    body.put("token_type", "Bearer");
    body.put("expires_in", Duration.between(clock.instant(), token.expiresAt()).toSeconds());
    body.put("scope", token.role().name());
    call.ok(body);
  }

  private static Future<Void> refuse(Call call, int status, String error, String description) {
    if (status == 401) {
      call.context().response().putHeader("WWW-Authenticate", "Basic realm=\"galvan\"");
    }
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    return call.context()
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Mapper.write(body));
  }

  /** By the header or the form; the secret is the key, whole or without its prefix. */
  private static @Nullable Credential client(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return credential(
          request.getFormAttribute("client_id"), request.getFormAttribute("client_secret"));
    }
    if (!header.regionMatches(true, 0, "Basic ", 0, 6) || header.length() > 2 * MOST_SECRET) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8)
              .split(":", 2);
      return parts.length == 2 ? credential(parts[0], parts[1]) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Credential credential(@Nullable String id, @Nullable String secret) {
    if (id == null || secret == null || secret.length() > MOST_SECRET) {
      return null;
    }
    String key = secret.startsWith(id + "_") ? secret : id + "_" + secret;
    return Credential.parse(key).orElse(null);
  }
}
