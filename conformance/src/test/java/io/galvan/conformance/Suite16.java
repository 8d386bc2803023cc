package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * The certification cases of OCPP 1.6, a class for each chapter. A case plays the station on real
 * sockets and the operator by REST, and judges what is on the wire. It has a station of its own,
 * accepted, connected and idle; its method is named by its id.
 */
@ExtendWith(CaseRun.class)
abstract class Suite16 {
  static final String VALID = "VALID";
  static final String SAME_PARENT = "SAME-PARENT";
  static final String PARENT = "PARENT";
  static final String EXPIRED = "EXPIRED";
  static final String BLOCKED = "BLOCKED";
  static final String UNKNOWN = "UNKNOWN";

  static final int CONNECTORS = 2;
  static final int CONNECTOR = 1;
  private static final int CLOCK_TOLERANCE_S = 10;

  @Parameter Transport transport;

  WholeSystem system;
  Operator operator;
  String id;

  /** The station of the case on its newest connection. */
  CaseStation station;

  /** The tags every case knows; made once. */
  static void makeTokens(Operator operator) {
    token(operator, VALID, "'groupIdToken':'%s','blocked':false".formatted(PARENT));
    token(operator, SAME_PARENT, "'groupIdToken':'%s','blocked':false".formatted(PARENT));
    token(operator, EXPIRED, "'blocked':false,'expiresAt':'2020-01-01T00:00:00Z'");
    token(operator, BLOCKED, "'blocked':true");
  }

  private static void token(Operator operator, String idToken, String rest) {
    operator.post("/tokens", Json.of("{'idToken':'%s',%s}", idToken, rest));
  }

  @BeforeEach
  void bootAStation() {
    system = CaseRun.system();
    operator = system.operator();
    id = "CP-" + UUID.randomUUID().toString().substring(0, 18);
    operator.post(
        "/chargers",
        Json.of("{'id':'%s','registration':'Accepted','strict':true,'defaultVersion':'V1_6'}", id));
    station = connect(null);
    boot();
    statuses("Available");
  }

  @AfterEach
  void nothingElseCame() {
    try {
      station.expectNothingElse();
    } finally {
      station.disconnect();
    }
  }

  // ---- the station

  /** Opens a connection with a password, or with none; the case goes on with it. */
  CaseStation connect(byte @Nullable [] password) {
    return new CaseStation(Line.open(transport, system, id, password));
  }

  /** Goes away and comes back. */
  void reconnect() {
    reconnect(null);
  }

  void reconnect(byte @Nullable [] password) {
    station.disconnect();
    station = connect(password);
  }

  /** A connection that must not come about; gives the transport's word for why. */
  static String refusal(Supplier<?> connection) {
    Line.Refused[] refused = new Line.Refused[1];
    assertThatThrownBy(connection::get)
        .isInstanceOfSatisfying(Line.Refused.class, refusal -> refused[0] = refusal);
    return refused[0].getMessage();
  }

  void boot() {
    JsonNode answer =
        station.call(
            "BootNotification",
            "{'chargePointVendor':'Conformance','chargePointModel':'Case','chargePointSerialNumber':'%s','firmwareVersion':'1.0'}",
            id);
    assertThat(answer.get("status").asText()).isEqualTo("Accepted");
    assertThat(answer.get("interval").asInt()).isPositive();
    assertNow(answer.get("currentTime"));
  }

  void status(int connectorId, String status) {
    status(connectorId, status, "NoError");
  }

  void status(int connectorId, String status, String errorCode) {
    station.call(
        "StatusNotification",
        "{'connectorId':%d,'errorCode':'%s','status':'%s','timestamp':'%s'}",
        connectorId,
        errorCode,
        status,
        now());
  }

  /** The same for the station as a whole and each connector. */
  void statuses(String status) {
    for (int connectorId = 0; connectorId <= CONNECTORS; connectorId++) {
      status(connectorId, status);
    }
  }

  /** Gives idTagInfo. */
  JsonNode authorize(String idTag) {
    return station.call("Authorize", "{'idTag':'%s'}", idTag).get("idTagInfo");
  }

  void authorized() {
    assertThat(authorize(VALID).get("status").asText()).isEqualTo("Accepted");
  }

  /** Starts a transaction that must be accepted; gives its id. */
  long start() {
    return start(now(), "");
  }

  /**
   * @param more further members of the payload
   */
  long start(Instant at, String more) {
    return accepted(startResponse(VALID, at, more));
  }

  JsonNode startResponse(String idTag, Instant at, String more) {
    JsonNode response =
        station.call(
            "StartTransaction",
            "{'connectorId':%d,'idTag':'%s','meterStart':1000,'timestamp':'%s'%s}",
            CONNECTOR,
            idTag,
            at,
            more);
    assertThat(response.get("transactionId").asLong()).isPositive();
    return response;
  }

  private static long accepted(JsonNode startResponse) {
    assertThat(startResponse.at("/idTagInfo/status").asText()).isEqualTo("Accepted");
    return startResponse.get("transactionId").asLong();
  }

  /** The reusable state Charging; gives the transaction's id. */
  long charging() {
    authorized();
    status(CONNECTOR, "Preparing");
    long transactionId = start();
    status(CONNECTOR, "Charging");
    return transactionId;
  }

  /** Ends a transaction; the operator sees its end. */
  void stop(long transactionId, String reason) {
    stop(transactionId, reason, now(), VALID);
  }

  void stop(long transactionId, String reason, Instant at, String idTag) {
    JsonNode response =
        station.call(
            "StopTransaction",
            "{'transactionId':%d,'idTag':'%s','meterStop':1500,'timestamp':'%s','reason':'%s'}",
            transactionId,
            idTag,
            at,
            reason);
    if (idTag.equals(VALID) && response.has("idTagInfo")) {
      assertThat(response.at("/idTagInfo/status").asText()).isEqualTo("Accepted");
    }
    JsonNode transaction = operator.get("/transactions/" + transactionId);
    assertThat(transaction.get("state").asText()).isEqualTo("Ended");
    assertThat(transaction.get("stopReason").asText()).isEqualTo(reason);
    assertThat(Instant.parse(transaction.get("stoppedAt").asText())).isEqualTo(at);
  }

  // ---- the operator

  /**
   * The operator sends a command by REST, the station gets it and gives this answer, and the
   * operator reads the answer.
   *
   * @return the payload on the wire
   */
  JsonNode command(String action, JsonNode payload, JsonNode answer) {
    CompletableFuture<JsonNode> command = operator.command(id, action, payload);
    JsonNode onTheWire;
    try {
      onTheWire = station.expect(action);
    } catch (AssertionError e) {
      // When the API refused the command, its word says more.
      if (command.isCompletedExceptionally()) {
        command.join();
      }
      throw e;
    }
    station.answer(answer);
    try {
      assertThat(Line.await(command).get("response"))
          .as("what the operator reads of the answer to " + action)
          .isEqualTo(answer);
    } catch (ExecutionException e) {
      throw new AssertionError(action + " failed for the operator", e.getCause());
    }
    return onTheWire;
  }

  /** A command whose payload must be on the wire as the operator gave it, member by member. */
  JsonNode sends(String action, JsonNode payload, String status) {
    JsonNode onTheWire = command(action, payload, Json.of("{'status':'%s'}", status));
    assertThat(onTheWire).as("payload of " + action).isEqualTo(payload);
    return onTheWire;
  }

  // ---- time

  /** As precise as the product writes times. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A text that stays the same when the product writes the time anew. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).plusMillis(1).toString();
  }

  static void assertNow(JsonNode time) {
    assertThat(time.asText()).endsWith("Z");
    assertThat(Duration.between(Instant.parse(time.asText()), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(CLOCK_TOLERANCE_S));
  }
}
