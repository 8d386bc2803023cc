package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Suite;
import io.galvan.conformance.Tokens;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The certification cases of OCPP 1.6, a class for each chapter. */
abstract class Suite16 extends Suite {
  static final String VALID = Tokens.VALID;
  static final String SAME_PARENT = Tokens.SAME_GROUP;
  static final String PARENT = Tokens.GROUP;
  static final String EXPIRED = Tokens.EXPIRED;
  static final String BLOCKED = Tokens.BLOCKED;
  static final String UNKNOWN = Tokens.UNKNOWN;

  static final int CONNECTORS = 2;
  static final int CONNECTOR = 1;

  /** In Wh. */
  private static final int METER_START = 1000;

  private static final int METER_STOP = 1500;

  @Override
  protected void comeUp() {
    boot();
    statuses("Available");
  }

  /** Every action of 1.6 has an operation of its own in the API. */
  @Override
  protected CompletableFuture<JsonNode> ask(String action, JsonNode payload) {
    return operator.later(() -> operator.post("/chargers/" + id + "/commands/" + action, payload));
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

  /** Tells the status of a connector, which the operator sees then. */
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
    seen.assertStatus(connectorId, status);
    assertThat(seen.connector(connectorId).get("errorCode").asText()).isEqualTo(errorCode);
  }

  /** The same for the station as a whole and each connector. */
  void statuses(String status) {
    for (int connectorId = 0; connectorId <= CONNECTORS; connectorId++) {
      status(connectorId, status);
    }
  }

  /** The station has begun no transaction. */
  void assertNoTransaction() {
    assertThat(seen.transactions()).isEmpty();
  }

  /** Gives idTagInfo. */
  JsonNode authorize(String idTag) {
    return station.call("Authorize", "{'idTag':'%s'}", idTag).get("idTagInfo");
  }

  void authorized() {
    assertThat(authorize(VALID).get("status").asText()).isEqualTo("Accepted");
  }

  /** Starts a transaction that must be accepted, and runs for the operator; gives its id. */
  long start() {
    return start(now(), "");
  }

  /**
   * @param more further members of the payload
   */
  long start(Instant at, String more) {
    long transactionId = accepted(startResponse(VALID, at, more));
    JsonNode transaction = seen.transaction(transactionId);
    assertThat(transaction.get("state").asText()).isEqualTo("Running");
    assertThat(transaction.get("chargerId").asText()).isEqualTo(id);
    assertThat(transaction.get("connectorId").asInt()).isEqualTo(CONNECTOR);
    assertThat(transaction.get("idToken").asText()).isEqualTo(VALID);
    assertThat(transaction.get("tokenStatus").asText()).isEqualTo("Accepted");
    assertThat(transaction.get("meterStartWh").asInt()).isEqualTo(METER_START);
    assertThat(Instant.parse(transaction.get("startedAt").asText())).isEqualTo(at);
    return transactionId;
  }

  JsonNode startResponse(String idTag, Instant at, String more) {
    JsonNode response =
        station.call(
            "StartTransaction",
            "{'connectorId':%d,'idTag':'%s','meterStart':%d,'timestamp':'%s'%s}",
            CONNECTOR,
            idTag,
            METER_START,
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

  /** Ends a transaction; the operator sees its end, and that the station told it. */
  void stop(long transactionId, String reason) {
    stop(transactionId, reason, now(), VALID);
  }

  void stop(long transactionId, String reason, Instant at, String idTag) {
    JsonNode response =
        station.call(
            "StopTransaction",
            "{'transactionId':%d,'idTag':'%s','meterStop':%d,'timestamp':'%s','reason':'%s'}",
            transactionId,
            idTag,
            METER_STOP,
            at,
            reason);
    if (idTag.equals(VALID) && response.has("idTagInfo")) {
      assertThat(response.at("/idTagInfo/status").asText()).isEqualTo("Accepted");
    }
    JsonNode transaction = seen.transaction(transactionId);
    assertThat(transaction.get("state").asText()).isEqualTo("Ended");
    assertThat(transaction.get("stopReason").asText()).isEqualTo(reason);
    assertThat(Instant.parse(transaction.get("stoppedAt").asText())).isEqualTo(at);
    assertThat(transaction.get("stopIdToken").asText()).isEqualTo(idTag);
    assertThat(transaction.get("energyWh").asInt()).isEqualTo(METER_STOP - METER_START);
    assertThat(transaction.has("inferredEnd")).isFalse();
  }
}
