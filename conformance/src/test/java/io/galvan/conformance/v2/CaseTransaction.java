package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Tokens;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as the station of a case plays it: its id, its sequence numbers, and the reusable
 * states of the certification cases. Each state goes through those before it unless they are
 * reached already.
 */
public final class CaseTransaction {
  private final Suite2 suite;
  private final String id = UUID.randomUUID().toString();
  private final int evseId;
  private final String token;
  private int seqNo;
  private boolean pluggedIn;
  private boolean authorized;

  CaseTransaction(Suite2 suite, int evseId, String token) {
    this.suite = suite;
    this.evseId = evseId;
    this.token = token;
  }

  /** The station's own id of it. */
  public String id() {
    return id;
  }

  /** The sequence number of the next event. */
  public int seqNo() {
    return seqNo;
  }

  /** Leaves out sequence numbers, which is to say that their events were lost or come later. */
  public void skip(int events) {
    seqNo += events;
  }

  // ---- events

  public JsonNode started(String trigger, @Nullable String chargingState, String more) {
    return event("Started", trigger, state(chargingState), more + evse());
  }

  public JsonNode updated(String trigger, @Nullable String chargingState, String more) {
    return event("Updated", trigger, state(chargingState), more);
  }

  public JsonNode ended(
      String trigger, @Nullable String chargingState, String stoppedReason, String more) {
    return event(
        "Ended", trigger, state(chargingState) + ",'stoppedReason':'" + stoppedReason + "'", more);
  }

  /**
   * A TransactionEvent that must be answered.
   *
   * @param info further members of transactionInfo, each with a comma before it
   * @param more further members of the payload, each with a comma before it
   */
  public JsonNode event(String type, String trigger, String info, String more) {
    return suite.station.call(
        "TransactionEvent",
        "{'eventType':'%s','timestamp':'%s','triggerReason':'%s','seqNo':%d,'transactionInfo':{'transactionId':'%s'%s}%s}",
        type,
        Suite2.timestamp(),
        trigger,
        seqNo++,
        id,
        info,
        more);
  }

  /** Started, or Updated when the transaction has begun already. */
  public JsonNode startedOrUpdated(String trigger, @Nullable String chargingState, String more) {
    return seqNo == 0
        ? started(trigger, chargingState, more)
        : updated(trigger, chargingState, more + evse());
  }

  private static String state(@Nullable String chargingState) {
    return chargingState == null ? "" : ",'chargingState':'" + chargingState + "'";
  }

  /** The members evse, with the connector. */
  public String evse() {
    return ",'evse':{'id':%d,'connectorId':%d}".formatted(evseId, Suite2.CONNECTOR);
  }

  // ---- reusable states

  /** EVConnectedPreSession. */
  public CaseTransaction evConnectedPreSession() {
    return evConnectedPreSession("");
  }

  /** The same with further members in its event, such as readings. */
  public CaseTransaction evConnectedPreSession(String more) {
    suite.status(evseId, "Occupied");
    startedOrUpdated("CablePluggedIn", "EVConnected", more);
    pluggedIn = true;
    return this;
  }

  /** Authorized: the token is asked for and accepted, and accepted again with the event. */
  public CaseTransaction authorized() {
    Suite2.accepted(suite.authorize(token));
    Suite2.accepted(
        startedOrUpdated("Authorized", null, "," + Suite2.idToken(token)).get("idTokenInfo"));
    authorized = true;
    return this;
  }

  /** The event of a start that the central system asked for: the token needs no other. */
  public CaseTransaction remotelyStarted(int remoteStartId) {
    Suite2.accepted(
        event(
                seqNo == 0 ? "Started" : "Updated",
                "RemoteStart",
                ",'remoteStartId':" + remoteStartId,
                "," + Suite2.idToken(token) + evse())
            .get("idTokenInfo"));
    authorized = true;
    return this;
  }

  /** EnergyTransferStarted. */
  public CaseTransaction energyTransferStarted() {
    if (!authorized) {
      authorized();
    }
    if (!pluggedIn) {
      evConnectedPreSession();
    }
    updated("ChargingStateChanged", "Charging", "");
    return this;
  }

  /** EnergyTransferSuspended. */
  public CaseTransaction energyTransferSuspended() {
    energyTransferStarted();
    updated("ChargingStateChanged", "SuspendedEV", "");
    return this;
  }

  /** StopAuthorized. */
  public CaseTransaction stopAuthorized() {
    energyTransferStarted();
    return stopAuthorizedBy(token);
  }

  /** The event of StopAuthorized alone, by this token. */
  public CaseTransaction stopAuthorizedBy(String by) {
    Suite2.accepted(updated("StopAuthorized", null, "," + Suite2.idToken(by)).get("idTokenInfo"));
    return this;
  }

  /** EVConnectedPostSession. */
  public CaseTransaction evConnectedPostSession() {
    stopAuthorized();
    return chargingEnds();
  }

  /** The event of EVConnectedPostSession alone. */
  public CaseTransaction chargingEnds() {
    updated("ChargingStateChanged", "EVConnected", "");
    return this;
  }

  /** EVDisconnected. */
  public void evDisconnected() {
    evConnectedPostSession();
    unplugs();
  }

  /** The events of EVDisconnected alone; the operator sees the end. */
  public void unplugs() {
    suite.status(evseId, "Available");
    ended("EVCommunicationLost", "Idle", "EVDisconnected", "");
    assertEnded("EVDisconnected");
  }

  // ---- what the operator sees

  /** The transaction by the API. */
  public JsonNode seen() {
    for (JsonNode one : suite.seen.transactions()) {
      if (one.get("stationTransactionId").asText().equals(id)) {
        return suite.seen.transaction(one.get("id").asLong());
      }
    }
    throw new AssertionError("the operator does not see transaction " + id);
  }

  /** Our id of it, as the API has it. */
  public long number() {
    return seen().get("id").asLong();
  }

  public void assertRunning() {
    assertThat(seen().get("state").asText()).isEqualTo("Running");
  }

  public void assertEnded(String stoppedReason) {
    JsonNode seen = seen();
    assertThat(seen.get("state").asText()).isEqualTo("Ended");
    assertThat(seen.get("stopReason").asText()).isEqualTo(stoppedReason);
    assertThat(seen.has("inferredEnd")).as("the end was inferred").isFalse();
  }

  static CaseTransaction of(Suite2 suite) {
    return new CaseTransaction(suite, Suite2.EVSE, Tokens.VALID);
  }
}
