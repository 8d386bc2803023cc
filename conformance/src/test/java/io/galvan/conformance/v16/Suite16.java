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
}
