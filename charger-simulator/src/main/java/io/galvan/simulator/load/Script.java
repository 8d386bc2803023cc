package io.galvan.simulator.load;

import io.galvan.simulator.load.Template.Expected;
import java.util.List;

/**
 * The calls of one station.
 *
 * @param setup once after connecting
 * @param loop over and over
 * @param closing at the end, when a transaction runs
 */
record Script(List<Template> setup, List<Template> loop, Template closing) {
  static Script of(Mix mix, String tag) {
    String quoted = io.vertx.core.json.Json.encode(tag).replace("$", "\\u0024");
    Template boot =
        new Template(
            "BootNotification",
            Expected.ACCEPTED,
            "{\"chargePointVendor\":\"Galvan\",\"chargePointModel\":\"Load\"}");
    Template authorize = new Template("Authorize", Expected.ACCEPTED, "{\"idTag\":" + quoted + "}");
    Template start =
        new Template(
            "StartTransaction",
            Expected.TRANSACTION,
            "{\"connectorId\":1,\"idTag\":" + quoted + ",\"meterStart\":$W,\"timestamp\":\"$T\"}");
    Template stop =
        new Template(
            "StopTransaction",
            Expected.RESULT,
            "{\"transactionId\":$X,\"idTag\":"
                + quoted
                + ",\"meterStop\":$W,\"timestamp\":\"$T\",\"reason\":\"Local\"}");
    Template meter =
        new Template(
            "MeterValues",
            Expected.RESULT,
            "{\"connectorId\":1,\"transactionId\":$X,\"meterValue\":[{\"timestamp\":\"$T\","
                + "\"sampledValue\":[{\"value\":\"$W\",\"context\":\"Sample.Periodic\","
                + "\"measurand\":\"Energy.Active.Import.Register\",\"unit\":\"Wh\"},"
                + "{\"value\":\"11000.0\",\"context\":\"Sample.Periodic\","
                + "\"measurand\":\"Power.Active.Import\",\"unit\":\"W\"}]}]}");
    Template heartbeat = new Template("Heartbeat", Expected.RESULT, "{}");
    Template preparing = status("Preparing");
    Template available = status("Available");
    Template finishing = status("Finishing");
    return switch (mix) {
      case session ->
          new Script(
              List.of(boot),
              List.of(preparing, authorize, start, meter, meter, meter, meter, finishing, stop),
              stop);
      case meter -> new Script(List.of(boot, start), List.of(meter), stop);
      case heartbeat -> new Script(List.of(boot), List.of(heartbeat), stop);
      case status -> new Script(List.of(boot), List.of(available, preparing), stop);
      case boot -> new Script(List.of(boot), List.of(boot), stop);
    };
  }

  private static Template status(String status) {
    return new Template(
        "StatusNotification",
        Expected.RESULT,
        "{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\""
            + status
            + "\",\"timestamp\":\"$T\"}");
  }
}
