package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/**
 * What the certification cases of every version have in common. A case plays the station on real
 * sockets and the operator by REST, and judges what is on the wire. It has a station of its own,
 * accepted, connected and idle; its method is named by its id.
 */
@ExtendWith(CaseRun.class)
public abstract class Suite {
  private static final int CLOCK_TOLERANCE_S = 10;

  @Parameter public Way way;

  protected WholeSystem system;
  public Operator operator;
  public String id;

  /** The station of the case on its newest connection. */
  public CaseStation station;

  /** What the operator sees of it. */
  public Seen seen;

  @BeforeEach
  void bootAStation() {
    system = CaseRun.system();
    operator = system.operator();
    id = "CP-" + UUID.randomUUID().toString().substring(0, 18);
    seen = new Seen(operator, id);
    operator.post(
        "/chargers",
        Json.of(
            "{'id':'%s','registration':'Accepted','strict':true,'defaultVersion':'%s'}",
            id, way.version()));
    station = connect(null);
    comeUp();
  }

  /** Boots the station and says that it is idle. */
  protected abstract void comeUp();

  @AfterEach
  void nothingElseCame() {
    try {
      station.expectNothingElse();
    } finally {
      station.disconnect();
    }
  }

  // ---- connections

  /** Opens a connection with a password, or with none; the case goes on with it. */
  protected CaseStation connect(byte @Nullable [] password) {
    return on(Line.open(way, system, id, password));
  }

  /** A station of the version on a line. */
  protected CaseStation on(Line line) {
    return new CaseStation(line, way.version());
  }

  /** Goes away and comes back. */
  protected void reconnect() {
    reconnect(null);
  }

  protected void reconnect(byte @Nullable [] password) {
    station.disconnect();
    station = connect(password);
  }

  /**
   * As the other, and commands find the station: an upgrade is answered before its connection is
   * stored, a CALL afterwards.
   */
  protected void reconnectForCommands(byte @Nullable [] password) {
    reconnect(password);
    station.call("Heartbeat", "{}");
  }

  /** A connection that must not come about; gives the transport's word for why. */
  protected static String refusal(Supplier<?> connection) {
    Line.Refused[] refused = new Line.Refused[1];
    assertThatThrownBy(connection::get)
        .isInstanceOfSatisfying(Line.Refused.class, refusal -> refused[0] = refusal);
    return refused[0].getMessage();
  }

  /** A connection with a password that the central system must refuse, and say so. */
  protected void refusesCredentials(byte @Nullable [] password) {
    assertThat(refusal(() -> connect(password))).isEqualTo(badCredentials());
  }

  /** The same of a user name that is not the station's. */
  protected void refusesUser(String username, byte[] password) {
    assertThat(refusal(() -> Line.openAs(way, system, id, username, password)))
        .isEqualTo(badCredentials());
  }

  private String badCredentials() {
    return way.transport() == Transport.MQTT ? "BAD_USER_NAME_OR_PASSWORD" : "401";
  }

  protected void setPassword(String password) {
    operator.put("/chargers/" + id + "/password", Json.of("{'password':'%s'}", password));
  }

  /** Whom the stations are to trust. */
  protected List<X509Certificate> roots() {
    return operator.get("/certificate-authority").findValuesAsText("certificate").stream()
        .flatMap(pem -> Pem.read(pem).stream())
        .toList();
  }

  /** Connects over TLS, verifying the server, and showing what there is to show. */
  protected CaseStation connectSecurely(@Nullable KeyStore keys, @Nullable String password) {
    HttpClient client = HttpClient.newBuilder().sslContext(Tls.context(roots(), keys)).build();
    return on(
        WebSocketLine.open(
            client,
            system.secureWebSocket(id),
            id,
            password == null ? null : password.getBytes(StandardCharsets.UTF_8),
            List.of(way.version().subprotocol())));
  }

  protected void reconnectSecurely(@Nullable KeyStore keys, @Nullable String password) {
    station.disconnect();
    station = connectSecurely(keys, password);
  }

  /** The operator asks the station's connections to have a security profile. */
  protected void demandProfile(int profile) {
    operator.put("/chargers/" + id + "/security-profile", Json.of("{'profile':%d}", profile));
  }

  // ---- the operator

  /**
   * The operator sends a command by REST, the station gets it and gives this answer, and the
   * operator reads the answer and finds the command closed with it.
   *
   * @return the payload on the wire
   */
  protected JsonNode command(String action, JsonNode payload, JsonNode answer) {
    CompletableFuture<JsonNode> command = ask(action, payload);
    JsonNode onTheWire = expect(action, command);
    station.answer(answer);
    assertThat(done(action, command).get("response"))
        .as("what the operator reads of the answer to " + action)
        .isEqualTo(answer);
    seen.assertAnswered(action, answer.path("status").asText(null));
    return onTheWire;
  }

  /** The operator sends a command by REST; the station has not answered yet. */
  protected CompletableFuture<JsonNode> ask(String action, JsonNode payload) {
    return operator.command(id, action, payload);
  }

  /** A request that comes of what the operator asked for; his refusal, when none came. */
  protected JsonNode expect(String action, CompletableFuture<JsonNode> asked) {
    try {
      return station.expect(action);
    } catch (AssertionError e) {
      // When the API refused, its word says more.
      if (asked.isCompletedExceptionally()) {
        asked.join();
      }
      throw e;
    }
  }

  /** What the operator is told in the end. */
  protected JsonNode done(String what, CompletableFuture<JsonNode> asked) {
    try {
      return Line.await(asked);
    } catch (ExecutionException e) {
      throw new AssertionError(what + " failed for the operator", e.getCause());
    }
  }

  /**
   * An operation of the API.
   *
   * @param request the payload that it put on the wire
   * @param result what the operator reads in the end
   */
  protected record Ordered(JsonNode request, JsonNode result) {}

  /** The operator asks for an operation on the station, which becomes one command. */
  protected Ordered order(String path, JsonNode body, String action, JsonNode answer) {
    CompletableFuture<JsonNode> asked = operator.later(() -> operator.post(path, body));
    JsonNode onTheWire = expect(action, asked);
    station.answer(answer);
    return new Ordered(onTheWire, done(path, asked));
  }

  /** A command whose payload must be on the wire as the operator gave it, member by member. */
  protected JsonNode sends(String action, JsonNode payload, JsonNode answer) {
    JsonNode onTheWire = command(action, payload, answer);
    assertThat(onTheWire).as("payload of " + action).isEqualTo(payload);
    return onTheWire;
  }

  /** The same where the answer is a status only. */
  protected JsonNode sends(String action, JsonNode payload, String status) {
    return sends(action, payload, Json.of("{'status':'%s'}", status));
  }

  // ---- time

  /** As precise as the product writes times. */
  protected static Instant now() {
    return WholeSystem.CLOCK.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A text that stays the same when the product writes the time anew. */
  protected static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).plusMillis(1).toString();
  }

  protected static void assertNow(JsonNode time) {
    assertThat(time.asText()).endsWith("Z");
    assertThat(Duration.between(Instant.parse(time.asText()), WholeSystem.CLOCK.instant()).abs())
        .isLessThan(Duration.ofSeconds(CLOCK_TOLERANCE_S));
  }
}
