package io.galvan.simulator.cli;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.simulator.ScriptedCentral;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReplayCommandTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final String START =
      line(
          "00:00:00",
          "Charger",
          "[2,'a','StartTransaction',{'connectorId':1,'idTag':'T','meterStart':10,'timestamp':'2026-03-01T11:59:59.500+01:00'}]",
          "[3,'a',{'transactionId':7,'idTagInfo':{'status':'Accepted'}}]");
  private static final String METER =
      line(
          "00:00:01",
          "Charger",
          "[2,'b','MeterValues',{'connectorId':1,'transactionId':7,'meterValue':[{'timestamp':'2026-03-01T00:00:01Z','sampledValue':[{'value':'12.50'}]}]}]",
          "[3,'b',{}]");
  private static final String STOP =
      line(
          "00:00:02",
          "Charger",
          "[2,'c','StopTransaction',{'transactionId':7,'meterStop':20,'timestamp':'not a time','transactionData':[{'timestamp':'2026-03-01T00:00:02Z','sampledValue':[{'value':'20'}]}]}]",
          "[3,'c',{'idTagInfo':{'status':'Accepted'}}]");

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    get(central.listen());
    central.answer("StopTransaction", call -> ScriptedCentral.accepted());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private static String line(String time, String caller, String request, String response) {
    return "{'at':'2026-03-01T%sZ','caller':'%s','request':%s,'response':%s,'durationUs':5}"
        .formatted(time, caller, request, response)
        .replace('\'', '"');
  }

  private String file(String... lines) throws IOException {
    return Files.write(folder.resolve("session.ndjson"), List.of(lines)).toString();
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine(Clock.fixed(NOW, ZoneOffset.UTC));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldTellASessionAgainWithTheNewTransactionsId(String transport) throws Exception {
    int code =
        run(
            "replay",
            file(START, METER, STOP),
            "--url",
            central.url(),
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--transport",
            transport,
            "--id",
            "FRESH",
            "--speed",
            "max");
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("3 calls of OCPP 1.6 sent: 3 answered as recorded, 0 differently");
    assertThat(central.calls())
        .extracting(call -> call.action())
        .containsExactly("StartTransaction", "MeterValues", "StopTransaction");
    JsonObject meter = central.calls("MeterValues").get(0).payload();
    assertThat(meter.getInteger("transactionId")).isEqualTo(101);
    assertThat(meter.getJsonArray("meterValue").getJsonObject(0).getString("timestamp"))
        .isEqualTo("2026-03-01T00:00:01Z");
    assertThat(central.calls("StopTransaction").get(0).payload().getInteger("transactionId"))
        .isEqualTo(101);
    assertThat(central.calls().get(0).station()).isEqualTo("FRESH");
  }

  @Test
  void shouldShiftTimesSoThatTheSessionEndsNow() throws Exception {
    assertThat(
            run(
                "replay",
                file(START, METER, STOP),
                "--url",
                central.url(),
                "--speed",
                "max",
                "--shift-times"))
        .isZero();
    assertThat(central.calls("StartTransaction").get(0).payload().getString("timestamp"))
        .isEqualTo("2026-06-01T11:59:57.5+01:00");
    JsonObject stop = central.calls("StopTransaction").get(0).payload();
    assertThat(stop.getString("timestamp")).isEqualTo("not a time");
    assertThat(stop.getJsonArray("transactionData").getJsonObject(0).getString("timestamp"))
        .isEqualTo(NOW.toString());
  }

  @Test
  void shouldExitWith1AndSayWhatDiffered() throws Exception {
    central.answer(
        "StartTransaction",
        call ->
            new JsonObject()
                .put("transactionId", 55)
                .put("idTagInfo", new JsonObject().put("status", "Invalid")));
    central.answerFrame("StopTransaction", ScriptedCentral::error);
    central.answerFrame("MeterValues", call -> null);
    int code =
        run(
            "replay",
            file(START, METER, STOP),
            "--url",
            central.url(),
            "--speed",
            "max",
            "--timeout",
            "300ms");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("3 calls of OCPP 1.6 sent: 0 answered as recorded, 3 differently")
        .contains("StartTransaction of 2026-03-01T00:00:00Z: recorded Accepted, now Invalid")
        .contains("recorded an answer, now no answer in time")
        .contains("recorded Accepted, now error InternalError");
    assertThat(central.calls("StopTransaction").get(0).payload().getInteger("transactionId"))
        .isEqualTo(55);
  }

  @Test
  void shouldAnswerTheCentralSystemAsRecordedElseNotSupported() throws Exception {
    String file =
        file(
            START,
            line(
                "00:00:00",
                "Central",
                "[2,'x','Reset',{'type':'Soft'}]",
                "[3,'x',{'status':'Rejected'}]"),
            line(
                "00:00:00",
                "Central",
                "[2,'y','Reset',{'type':'Hard'}]",
                "[3,'y',{'status':'Accepted'}]"),
            "",
            "{\"at\":\"2026-03-01T00:00:00Z\",\"caller\":\"Charger\",\"request\":\"[2,\\\"cut\"}",
            line("00:00:20", "Charger", "[2,'d','Heartbeat',{}]", "[3,'d',{}]"));
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> run("replay", file, "--url", central.url(), "--speed", "10"));
    await().until(() -> !central.calls("StartTransaction").isEmpty());
    assertThat(central.result("CP-1", "Reset", new JsonObject()).getString("status"))
        .isEqualTo("Rejected");
    assertThat(central.result("CP-1", "Reset", new JsonObject()).getString("status"))
        .isEqualTo("Accepted");
    JsonArray third = central.call("CP-1", "Reset", new JsonObject());
    assertThat(third.getInteger(0)).isEqualTo(4);
    assertThat(third.getString(2)).isEqualTo("NotSupported");
    assertThat(central.calls("Heartbeat")).isEmpty();
    assertThat(code).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(0);
    assertThat(central.calls("Heartbeat")).hasSize(1);
    assertThat(out.toString())
        .contains("2 calls of the central system answered as recorded, 1 NotSupported")
        .contains("1 lines of the recording cannot be played");
  }

  @Test
  void shouldExitWith3WithoutAConnectionOrWhenItIsLost() throws Exception {
    String file = file(START, METER);
    assertThat(run("replay", file, "--url", "ws://127.0.0.1:1/ocpp", "--wait", "0s")).isEqualTo(3);
    assertThat(err.toString()).contains("nobody listens at 127.0.0.1:1");
    central.answerFrame(
        "MeterValues",
        call -> {
          central.close(call.station());
          return null;
        });
    assertThat(run("replay", file, "--url", central.url(), "--speed", "max")).isEqualTo(3);
    assertThat(err.toString()).contains("the connection was lost");
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws Exception {
    assertThat(run("replay", folder.resolve("none").toString(), "--url", central.url()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("there is no file");
    assertThat(run("replay", file(START, "{\"at\":1}"), "--url", central.url())).isEqualTo(2);
    assertThat(err.toString()).contains("line 2: \"at\" is no time");
    assertThat(run("replay", file(START), "--speed", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--speed must be above 0 or max");
    assertThat(central.calls()).isEmpty();
  }
}
