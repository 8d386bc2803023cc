package io.galvan.central.api.user;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.central.api.ApiVerticle;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Users;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tokens are believed, and for how long. */
class BearersTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final List<Set<String>> told = new CopyOnWriteArrayList<>();
  private JWTAuth signer;
  private Bearers bearers;

  @BeforeEach
  void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    signer =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions()
                        .setAlgorithm("ES256")
                        .setBuffer(pem("PRIVATE KEY", pair.getPrivate().getEncoded()))));
    Bus bus = Bus.of(vertx);
    bus.serve(
        Users.VERIFICATION_KEYS,
        query ->
            Future.succeededFuture(
                new Users.VerificationKeys(
                    List.of(pem("PUBLIC KEY", pair.getPublic().getEncoded())))));
    bus.serve(
        Sessions.ENDED, query -> Future.succeededFuture(new Sessions.Ended(List.copyOf(ended))));
    bearers = await(Bearers.load(vertx, Clock.systemUTC(), told::add));
  }

  @AfterEach
  void stop() {
    bearers.close();
    await(vertx.close());
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static JsonObject claims() {
    long now = Clock.systemUTC().instant().getEpochSecond();
    return new JsonObject()
        .put("iss", "galvan")
        .put("sub", "user-1")
        .put("sid", "session-1")
        .put("email", "a@example.org")
        .put("role", "Viewer")
        .put("iat", now)
        .put("exp", now + 900);
  }

  private String sign(JsonObject claims) {
    return signer.generateToken(
        claims, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
  }

  private void assertRefused(JsonObject claims) {
    String token = sign(claims);
    assertThatThrownBy(() -> await(bearers.check(token, "network")))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAUTHENTICATED));
  }

  @Test
  void shouldBelieveATokenOfFifteenMinutes() {
    assertThat(await(bearers.check(sign(claims()), "network")).sessionId()).isEqualTo("session-1");
  }

  @Test
  void shouldRefuseATokenThatWouldNotExpireInTime() {
    JsonObject endless = claims();
    endless.remove("exp");
    assertRefused(endless);
    JsonObject ageless = claims();
    ageless.remove("iat");
    assertRefused(ageless);
    assertRefused(claims().put("exp", claims().getLong("iat") + 901));
    assertRefused(claims().put("exp", claims().getLong("iat") - 60));
  }

  @Test
  void shouldRefuseATokenOfNoSession() {
    JsonObject without = claims();
    without.remove("sid");
    assertRefused(without);
  }

  @Test
  void shouldRefuseATokenWithinTwoSecondsOfTheEndOfItsSession() {
    String token = sign(claims());
    String other = sign(claims().put("sid", "session-2"));
    await(bearers.check(token, "network"));
    ended.add("session-1");
    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> await(bearers.check(token, "network")))
                    .isInstanceOf(GalvanException.class));
    assertThat(told).containsExactly(Set.of("session-1"));
    await(bearers.check(other, "network"));
  }

  @Test
  void shouldOpenNoStreamByATicketWhoseSessionEndedBeforeItOpens() {
    Promise<Sessions.TicketUser> taken = Promise.promise();
    Bus.of(vertx)
        .serve(
            Sessions.TAKE_TICKET,
            ticket -> {
              ended.add("session-1");
              return taken.future();
            });
    Platform platform = TestPlatform.create(TestPlatform.clock(), Map.of());
    ApiVerticle api =
        new ApiVerticle(
            new Platform(
                platform.settings(),
                Clock.systemUTC(),
                platform.database(),
                new SimpleMeterRegistry()),
            command -> Future.failedFuture("no stations"));
    await(vertx.deployVerticle(api));
    CompletableFuture<Integer> stream = status(api, "/events?ticket=t", null);
    // The node was told that the session has ended, while no stream of it was open.
    String token = sign(claims());
    await().until(() -> status(api, "/users/me", token).join() == 401);
    taken.complete(
        new Sessions.TicketUser(
            "session-1",
            new Users.User(
                "user-1",
                "a@example.org",
                "A",
                Users.Role.Viewer,
                Clock.systemUTC().instant(),
                null)));
    assertThat(stream.join()).isEqualTo(401);
  }

  private static CompletableFuture<Integer> status(
      ApiVerticle api, String path, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient()
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
        .thenApply(HttpResponse::statusCode);
  }
}
