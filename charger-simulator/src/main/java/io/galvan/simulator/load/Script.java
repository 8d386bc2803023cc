package io.galvan.simulator.load;

import io.galvan.simulator.load.Template.Expected;
import io.vertx.core.json.Json;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The calls of one station.
 *
 * @param setup once after connecting
 * @param loop over and over
 * @param closing at the end, when a transaction runs
 */
record Script(List<Template> setup, List<Template> loop, Template closing) {
  static Script of(Mix mix, String tag) {
    String quoted = Json.encode(tag).replace("$", "\\u0024");
    return switch (mix) {
      case session201 -> of2(quoted, status201("Occupied"), status201("Available"), "");
      case session21 ->
          of2(
              quoted,
              availability21("Occupied"),
              availability21("Available"),
              ",\"chargingState\":\"Charging\",\"operationMode\":\"ChargingOnly\"");
      default -> of16(mix, quoted);
    };
  }

  /** Every template once. */
  Set<Template> templates() {
    Set<Template> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(setup);
    all.addAll(loop);
    all.add(closing);
    return all;
  }

  private static Script of16(Mix mix, String tag) {
    Template boot =
        new Template(
            "BootNotification",
            Expected.ACCEPTED,
            "{\"chargePointVendor\":\"Galvan\",\"chargePointModel\":\"Load\"}");
    Template authorize = new Template("Authorize", Expected.ACCEPTED, "{\"idTag\":" + tag + "}");
    Template start =
        new Template(
            "StartTransaction",
            Expected.TRANSACTION,
            "{\"connectorId\":1,\"idTag\":" + tag + ",\"meterStart\":$W,\"timestamp\":\"$T\"}");
    Template stop =
        new Template(
            "StopTransaction",
            Expected.RESULT,
            "{\"transactionId\":$X,\"idTag\":"
                + tag
                + ",\"meterStop\":$W,\"timestamp\":\"$T\",\"reason\":\"Local\"}");
    Template heartbeat = new Template("Heartbeat", Expected.RESULT, "{}");
    Template preparing = status("Preparing");
    Template available = status("Available");
    Template finishing = status("Finishing");
    Template two = meter(ENERGY + "," + POWER);
    Template six = meter(String.join(",", ENERGY, POWER, CURRENT, VOLTAGE, SOC, TEMPERATURE));
    return switch (mix) {
      case session ->
          new Script(
              List.of(boot),
              List.of(preparing, authorize, start, two, two, two, two, finishing, stop),
              stop);
      case meter -> new Script(List.of(boot, start), List.of(six), stop);
      case heartbeat -> new Script(List.of(boot), List.of(heartbeat), stop);
      case status -> new Script(List.of(boot), List.of(available, preparing), stop);
      case boot -> new Script(List.of(boot), List.of(boot), stop);
      case boot_storm, idle -> new Script(List.of(boot), List.of(), stop);
      case session201, session21 -> throw new IllegalArgumentException("another version");
    };
  }

  private static final String ENERGY = sampled("$W", "Energy.Active.Import.Register", "Wh");
  private static final String POWER = sampled("11000.0", "Power.Active.Import", "W");
  private static final String CURRENT = sampled("15.9", "Current.Import", "A");
  private static final String VOLTAGE = sampled("230.4", "Voltage", "V");
  private static final String SOC = sampled("47", "SoC", "Percent");
  private static final String TEMPERATURE = sampled("31.5", "Temperature", "Celsius");

  private static String sampled(String value, String measurand, String unit) {
    return "{\"value\":\""
        + value
        + "\",\"context\":\"Sample.Periodic\",\"measurand\":\""
        + measurand
        + "\",\"unit\":\""
        + unit
        + "\"}";
  }

  private static Template meter(String sampled) {
    return new Template(
        "MeterValues",
        Expected.RESULT,
        "{\"connectorId\":1,\"transactionId\":$X,\"meterValue\":[{\"timestamp\":\"$T\","
            + "\"sampledValue\":["
            + sampled
            + "]}]}");
  }

  private static Template status(String status) {
    return new Template(
        "StatusNotification",
        Expected.RESULT,
        "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\""
            + status
            + "\",\"timestamp\":\"$T\"}");
  }

  /**
   * @param running more of a transaction that runs
   */
  private static Script of2(String tag, Template occupied, Template available, String running) {
    Template boot =
        new Template(
            "BootNotification",
            Expected.ACCEPTED,
            "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"Galvan\",\"model\":\"Load\"}}");
    String token = "\"idToken\":{\"idToken\":" + tag + ",\"type\":\"ISO14443\"},";
    Template started = event("Started", "Authorized", running, token, Expected.ACCEPTED);
    Template updated = event("Updated", "MeterValuePeriodic", running, "", Expected.RESULT);
    Template ended =
        event(
            "Ended",
            "EVCommunicationLost",
            ",\"stoppedReason\":\"EVDisconnected\"",
            "",
            Expected.RESULT);
    return new Script(
        List.of(boot),
        List.of(occupied, started, updated, updated, updated, updated, ended, available),
        ended);
  }

  /** What takes the place of StatusNotification since 2.1. */
  private static Template availability21(String state) {
    return new Template(
        "NotifyEvent",
        Expected.RESULT,
        "{\"generatedAt\":\"$T\",\"seqNo\":0,\"eventData\":[{\"eventId\":$W,\"timestamp\":\"$T\","
            + "\"trigger\":\"Delta\",\"actualValue\":\""
            + state
            + "\",\"eventNotificationType\":\"HardWiredNotification\","
            + "\"component\":{\"name\":\"Connector\",\"evse\":{\"id\":1,\"connectorId\":1}},"
            + "\"variable\":{\"name\":\"AvailabilityState\"}}]}");
  }

  private static Template status201(String status) {
    return new Template(
        "StatusNotification",
        Expected.RESULT,
        "{\"timestamp\":\"$T\",\"connectorStatus\":\""
            + status
            + "\",\"evseId\":1,\"connectorId\":1}");
  }

  private static Template event(
      String type, String trigger, String ofTransaction, String token, Expected expected) {
    return new Template(
        "TransactionEvent",
        expected,
        type.equals("Started"),
        "{\"eventType\":\""
            + type
            + "\",\"timestamp\":\"$T\",\"triggerReason\":\""
            + trigger
            + "\",\"seqNo\":$Q,\"transactionInfo\":{\"transactionId\":\"L$X\""
            + ofTransaction
            + "},"
            + token
            + "\"evse\":{\"id\":1,\"connectorId\":1},\"meterValue\":[{\"timestamp\":\"$T\","
            + "\"sampledValue\":[{\"value\":$W,\"context\":\"Sample.Periodic\","
            + "\"measurand\":\"Energy.Active.Import.Register\",\"unitOfMeasure\":{\"unit\":\"Wh\"}},"
            + "{\"value\":11000.0,\"context\":\"Sample.Periodic\","
            + "\"measurand\":\"Power.Active.Import\",\"unitOfMeasure\":{\"unit\":\"W\"}}]}]}");
  }
}
