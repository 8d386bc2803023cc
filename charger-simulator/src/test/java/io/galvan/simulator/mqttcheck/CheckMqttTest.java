package io.galvan.simulator.mqttcheck;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.cli.Main;
import io.galvan.simulator.mqttcheck.FaultyBroker.Fault;
import io.galvan.simulator.mqttcheck.MqttCheck.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The checks tell a broker that does everything from those that lack one thing. */
class CheckMqttTest {
  private final Vertx vertx = Vertx.vertx();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private int check(String... arguments) {
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("check-mqtt"));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void shouldFindThatAllWorks() {
    assertThat(check(new FaultyBroker(vertx, Fault.NONE).url())).as(out + " " + err).isZero();
    List<String> names = MqttCheck.names(Kind.BROKER);
    assertThat(out.toString().lines()).hasSize(names.size() + 1);
    assertThat(out.toString().lines().limit(names.size()))
        .allSatisfy(line -> assertThat(line).startsWith("works  "));
    assertThat(out.toString())
        .endsWith("all " + names.size() + " checks work" + System.lineSeparator());
    assertThat(out.toString()).contains("was closed with DISCONNECT 0x8E");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_SHARED_SUBSCRIPTIONS | shared | accepted, but nothing arrives",
        "SHARES_WITH_ALL | shared | a message came to both",
        "TELLS_THAT_IT_SHARES_NOTHING | v5 | no shared subscriptions",
        "NOTHING_RETAINED | retained last-will keep-alive | did not come",
        "NO_LAST_WILL | last-will keep-alive | no last will came",
        "LAST_WILL_AFTER_GOODBYE | goodbye | the last will was told after a goodbye",
        "SMALL_MESSAGES | large | the connection was closed",
        "NO_SESSIONS | session again backlog v5-session | the next connection finds no session",
        "SHORT_QUEUE | backlog | message 1001 of 2000 did not come",
        "FORGETS_UNACKNOWLEDGED | again | did not come",
        "SWAPS | order ahead | was number 1",
        "DROPS_AHEAD | order ahead backlog | message 65 of",
        "KEEPS_THE_FIRST_CONNECTION | takeover v5-takeover | the first connection stays open",
        "NO_COLONS_IN_NAMES | names | no message of an identity with one of: :",
        "IGNORES_RECEIVE_MAXIMUM | v5-receive-maximum | before the first was acknowledged"
      })
  void shouldNameWhatDoesNotWork(Fault fault, String failing, String why) {
    List<String> wanted = List.of(failing.split(" "));
    int code =
        check(
            new FaultyBroker(vertx, fault).url(),
            "--json",
            "--timeout",
            "700ms",
            "--only",
            String.join(",", wanted));
    assertThat(code).as(out + " " + err).isEqualTo(1);
    JsonObject report = new JsonObject(out.toString());
    assertThat(report.getBoolean("works")).isFalse();
    assertThat(report.getJsonArray("failing")).isEqualTo(new JsonArray(wanted));
    assertThat(report.getJsonArray("checks").getJsonObject(0).getString("detail")).contains(why);
  }

  @Test
  void shouldSkipWhatNeedsMqtt5WhereThereIsNone() {
    int code =
        check(new FaultyBroker(vertx, Fault.NO_VERSION_5).url(), "--only", "qos-1,v5,v5-session");
    assertThat(code).isEqualTo(1);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("works  qos-1");
    assertThat(lines.get(1)).startsWith("FAILS  v5").contains("unsupported protocol version");
    assertThat(lines.get(2)).startsWith("-      v5-session").contains("no MQTT 5");
    assertThat(lines.get(3)).isEqualTo("1 of 3 do not work: v5");
  }

  @Test
  void shouldSayWhenNobodyListens() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertThat(check("mqtt://127.0.0.1:" + closed)).isEqualTo(3);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "charger-simulator: nobody listens at 127.0.0.1:" + closed + " (connection refused)");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1 | the URL must be like mqtt://host:1883",
        "mqtt://127.0.0.1 --only ordr | did you mean order?",
        "mqtts://127.0.0.1 --ca /no/such.pem | there is no file /no/such.pem"
      })
  void shouldRefuseWhatMakesNoSense(String line, String told) {
    assertThat(check(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(told);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldNameEachCheckOnce(Kind kind) {
    assertThat(MqttCheck.names(kind)).doesNotHaveDuplicates().contains("ahead", "takeover", "v5");
  }
}
