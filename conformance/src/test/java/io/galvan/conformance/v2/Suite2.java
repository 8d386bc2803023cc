package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.Suite;
import io.galvan.conformance.Tokens;
import io.galvan.conformance.Version;

/**
 * What the certification cases of OCPP 2.0.1 and 2.1 have in common, a class for each functional
 * block. The station has two EVSEs of one connector each.
 */
public abstract class Suite2 extends Suite {
  public static final String VALID = Tokens.VALID;
  public static final String SAME_GROUP = Tokens.SAME_GROUP;
  public static final String GROUP = Tokens.GROUP;
  public static final String EXPIRED = Tokens.EXPIRED;
  public static final String BLOCKED = Tokens.BLOCKED;
  public static final String UNKNOWN = Tokens.UNKNOWN;

  public static final int EVSES = 2;
  public static final int EVSE = 1;
  public static final int OTHER_EVSE = 2;
  public static final int CONNECTOR = 1;

  private int events;

  @Override
  protected void comeUp() {
    boot("PowerUp");
    statuses("Available");
  }

  // ---- the operator

  /** An order to the station whose answer is a status, which the operator reads. */
  protected JsonNode order(String what, JsonNode body, String action, String status) {
    Ordered ordered =
        order("/chargers/" + id + what, body, action, Json.of("{'status':'%s'}", status));
    assertThat(ordered.result().get("status").asText()).isEqualTo(status);
    return ordered.request();
  }

  // ---- the station

  /** A BootNotification that is accepted, and that the operator sees. */
  protected void boot(String reason) {
    JsonNode answer = bootResponse(reason);
    assertThat(answer.get("status").asText()).isEqualTo("Accepted");
    assertThat(answer.get("interval").asInt()).isPositive();
    assertNow(answer.get("currentTime"));
    JsonNode booted = seen.of("");
    assertThat(booted.get("online").asBoolean()).isTrue();
    assertThat(booted.get("registration").asText()).isEqualTo("Accepted");
    assertThat(booted.get("bootReason").asText()).isEqualTo(reason);
    assertNow(booted.get("bootedAt"));
  }

  protected JsonNode bootResponse(String reason) {
    return station.call(
        "BootNotification",
        "{'reason':'%s','chargingStation':{'vendorName':'Conformance','model':'Case','serialNumber':'%s','firmwareVersion':'1.0'}}",
        reason,
        id.substring(0, 20));
  }

  /** Tells the status of the connector of an EVSE, which the operator sees then. */
  protected void status(int evseId, String status) {
    station.call(
        "StatusNotification",
        "{'timestamp':'%s','connectorStatus':'%s','evseId':%d,'connectorId':%d}",
        timestamp(),
        status,
        evseId,
        CONNECTOR);
    seen.assertStatus(evseId, status);
  }

  /** The same for every connector. */
  protected void statuses(String status) {
    for (int evseId = 1; evseId <= EVSES; evseId++) {
      status(evseId, status);
    }
  }

  /** Gives idTokenInfo. */
  protected JsonNode authorize(String token) {
    return station.call("Authorize", "{%s}", idToken(token)).get("idTokenInfo");
  }

  /** The member idToken of a card. */
  protected static String idToken(String token) {
    return "'idToken':{'idToken':'%s','type':'ISO14443'}".formatted(token);
  }

  protected static void accepted(JsonNode idTokenInfo) {
    assertThat(idTokenInfo).as("idTokenInfo").isNotNull();
    assertThat(idTokenInfo.get("status").asText()).isEqualTo("Accepted");
  }

  /** How things stand with a connector, as stations of the device model may tell it. */
  protected void availability(int evseId, String state) {
    notifyEvent("Delta", "Connector", evseId, "AvailabilityState", state);
  }

  /** A NotifyEvent of one variable of a connector's component. */
  protected void notifyEvent(
      String trigger, String component, int evseId, String variable, String value) {
    station.call(
        "NotifyEvent",
        "{'generatedAt':'%s','seqNo':0,'eventData':[{'eventId':%d,'timestamp':'%s','trigger':'%s','actualValue':'%s','eventNotificationType':'HardWiredNotification','component':{'name':'%s','evse':{'id':%d,'connectorId':%d}},'variable':{'name':'%s'}}]}",
        timestamp(),
        ++events,
        timestamp(),
        trigger,
        value,
        component,
        evseId,
        CONNECTOR,
        variable);
  }

  /** A transaction of the valid token on the EVSE of the case; nothing has been sent of it. */
  protected CaseTransaction transaction() {
    return CaseTransaction.of(this);
  }

  protected CaseTransaction transaction(int evseId, String token) {
    return new CaseTransaction(this, evseId, token);
  }

  /** The member meterValue with one reading of the register, after a comma. */
  protected static String meterValue(String context, int energyWh) {
    return ",'meterValue':[{'timestamp':'%s','sampledValue':[{'value':%d,'context':'%s','measurand':'Energy.Active.Import.Register','location':'Outlet','unitOfMeasure':{'unit':'Wh'}}]}]"
        .formatted(timestamp(), energyWh, context);
  }

  /** The version of the case as connection profiles name it. */
  protected String ocppVersion() {
    return way.version() == Version.V2_0_1 ? "OCPP20" : "OCPP21";
  }

  /** The time as a station writes it. */
  protected static String timestamp() {
    return now().toString();
  }
}
