package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.cli.Main;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Recordings of 2.x are told again in their own version. */
class ReplayTest {
  private static final String HEARTBEAT =
      line("[2,'h','Heartbeat',{}]", "[3,'h',{'currentTime':'2026-03-01T00:00:00Z'}]");
  private static final String BOOT =
      line(
          "[2,'a','BootNotification',{'reason':'PowerUp',"
              + "'chargingStation':{'model':'M','vendorName':'V'}}]",
          "[3,'a',{'currentTime':'2026-03-01T00:00:00Z','interval':300,'status':'Accepted'}]");
  private static final String STREAM =
      line(
          "[6,'s','NotifyPeriodicEventStream',{'id':1,'pending':0,"
              + "'basetime':'2026-03-01T00:00:00Z','data':[{'t':0,'v':'1'}]}]",
          "null");

  private final Vertx vertx = Vertx.vertx();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private static String line(String request, String response) {
    return "{'at':'2026-03-01T00:00:00Z','caller':'Charger','request':%s,'response':%s}"
        .formatted(request, response)
        .replace('\'', '"');
  }

  private static String event(int seqNo, String type, String info, String more) {
    return line(
        ("[2,'e%d','TransactionEvent',{'eventType':'%s','timestamp':'2026-03-01T00:00:00Z',"
                + "'triggerReason':'Authorized','seqNo':%d,'transactionInfo':{'transactionId':'t-7'"
                + "%s}%s}]")
            .formatted(seqNo, type, seqNo, info, more),
        "[3,'e%d',{'idTokenInfo':{'status':'Accepted'}}]".formatted(seqNo));
  }

  /** In 2.1 there are fields and messages that 2.0.1 has not. */
  private static List<String> session(OcppVersion version) {
    boolean v21 = version == OcppVersion.V2_1;
    String mode = v21 ? ",'operationMode':'ChargingOnly'" : "";
    List<String> lines = new ArrayList<>(List.of(HEARTBEAT, BOOT));
    if (v21) {
      lines.add(STREAM);
    }
    lines.add(event(0, "Started", mode, ",'idToken':{'idToken':'T','type':'ISO14443'}"));
    lines.add(event(1, "Ended", mode, ""));
    return lines;
  }

  private int replay(List<String> lines, Central2 central, String... more) throws IOException {
    Path file = Files.write(folder.resolve("session.ndjson"), lines);
    List<String> arguments = new ArrayList<>(List.of("replay", file.toString(), "--speed", "max"));
    arguments.addAll(List.of("--url", central.url(), "--mqtt", "127.0.0.1:" + central.mqttPort()));
    arguments.addAll(List.of(more));
    CommandLine command = Main.commandLine(Clock.systemUTC());
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"V2_0_1, ws", "V2_0_1, mqtt", "V2_1, ws", "V2_1, mqtt"})
  void shouldSpeakTheVersionOfTheRecording(OcppVersion version, String transport) throws Exception {
    Central2 central = new Central2(vertx, version);
    central.answer("TransactionEvent", call -> Central2.info("Accepted"));
    get(central.listen());
    List<String> lines = session(version);
    assertThat(replay(lines, central, "--transport", transport)).as(out + " " + err).isZero();
    String name = version.subprotocol().substring("ocpp".length());
    assertThat(out.toString())
        .startsWith(
            "%d calls of OCPP %s sent: %d answered as recorded, 0 differently"
                .formatted(lines.size(), name, lines.size()));
    assertThat(central.calls("TransactionEvent"))
        .extracting(event -> event.getJsonObject("transactionInfo").getString("transactionId"))
        .containsExactly("t-7", "t-7");
    assertThat(central.sends).hasSize(version == OcppVersion.V2_1 ? 1 : 0);
    assertThat(central.violations).isEmpty();
  }

  @Test
  void shouldSpeakTheVersionThatIsAskedFor() throws Exception {
    Central2 central = new Central2(vertx, OcppVersion.V2_1);
    get(central.listen());
    assertThat(replay(List.of(HEARTBEAT), central)).isEqualTo(3);
    assertThat(replay(List.of(HEARTBEAT), central, "--ocpp", "2.1")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("1 calls of OCPP 2.1 sent");
  }

  @Test
  void shouldJudgeTheVerdictOnAToken() throws Exception {
    Central2 central = new Central2(vertx, OcppVersion.V2_0_1);
    central.answer("TransactionEvent", call -> Central2.info("Blocked"));
    get(central.listen());
    assertThat(replay(session(OcppVersion.V2_0_1), central)).isEqualTo(1);
    assertThat(out.toString())
        .contains("TransactionEvent of 2026-03-01T00:00:00Z: recorded Accepted, now Blocked");
  }
}
