package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.Mosquitto;
import io.galvan.simulator.cli.Main;
import io.galvan.simulator.mqttcheck.MqttCheck;
import io.galvan.simulator.mqttcheck.MqttCheck.Kind;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The simulator's checks of MQTT at our own listener, and at a broker set up as the guide says. */
class CheckMqttTest {
  private static final String PASSWORD = "a-password-of-16+";

  private static JsonObject check(int expected, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("check-mqtt", "--json"));
    all.addAll(List.of(arguments));
    int code = line.execute(all.toArray(String[]::new));
    assertThat(code).as(out + " " + err).isEqualTo(expected);
    return new JsonObject(out.toString());
  }

  @Test
  void shouldFindThatOurListenerDoesAllThatAStationNeeds() {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      system
          .api
          .post(
              "/chargers",
              Map.of(
                  "id",
                  "CHECK-1",
                  "registration",
                  "Accepted",
                  "strict",
                  false,
                  "password",
                  PASSWORD))
          .expect(201);
      String url = "mqtt://127.0.0.1:" + system.mqttPort();
      JsonObject report = check(0, "--listener", "--id", "CHECK-1", "--password", PASSWORD, url);
      assertThat(report.getJsonArray("checks")).hasSize(MqttCheck.names(Kind.LISTENER).size());
    }
  }

  @Test
  void shouldFindThatMosquittoDoesAllThatAStationNeeds() {
    try (Mosquitto mosquitto = Mosquitto.start()) {
      // Those that take long are tried in the simulator's own tests.
      List<String> quick =
          MqttCheck.names(Kind.BROKER).stream()
              .filter(name -> !name.equals("backlog") && !name.equals("keep-alive"))
              .toList();
      JsonObject report = check(0, "--only", String.join(",", quick), mosquitto.url());
      assertThat(report.getJsonArray("checks")).hasSize(quick.size());
    }
  }

  @Test
  void shouldFindThatAStationOfMosquittoIsWhoItsClientIdSays() {
    try (Mosquitto mosquitto = Mosquitto.start()) {
      String station = "mqtt://127.0.0.1:" + mosquitto.port();
      check(
          0,
          "--topics",
          "ocpp",
          "--reader",
          "galvan",
          "--reader-password",
          Mosquitto.PASSWORD,
          "--only",
          "qos-1,ahead,last-will,shared",
          station);
      // Stations may not read what other stations say.
      JsonObject report =
          check(1, "--topics", "ocpp", "--only", "qos-1", "--timeout", "1s", station);
      assertThat(report.getJsonArray("failing")).containsExactly("qos-1");
    }
  }
}
