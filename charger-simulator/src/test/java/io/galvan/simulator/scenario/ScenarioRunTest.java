package io.galvan.simulator.scenario;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.scenario.ScenarioReport.Line;
import io.galvan.simulator.scenario.ScenarioReport.Outcome;
import io.galvan.simulator.scenario.ScenarioRun.Setting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioRunTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private ScenarioReport play(Scenario scenario) throws InterruptedException {
    Setting setting =
        new Setting(
            new Way.WebSocket(central.url()),
            new Way.Mqtt("127.0.0.1", central.mqttPort()),
            false,
            null,
            Map.of(),
            null,
            null);
    return new ScenarioRun(vertx, Clock.systemUTC(), setting).play(scenario);
  }

  private ScenarioReport play(String yaml) throws InterruptedException {
    return play(Scenario.parse("test", yaml));
  }

  private static Line failure(ScenarioReport report) {
    return report.lines().stream()
        .filter(line -> line.outcome() == Outcome.FAILED)
        .findFirst()
        .orElseThrow(() -> new AssertionError(report.text()));
  }

  @Test
  void shouldNotConnectBeforeAStepSaysSo() throws Exception {
    ScenarioReport report =
        play(
            """
            steps:
              - pause: 300ms
              - assert: {connected: false}
            """);
    assertThat(report.passed()).as(report.text()).isTrue();
    assertThat(central.received).isEmpty();
  }

  @Test
  void shouldSayWhatWasExpectedAndWhatCameAndSkipTheRest() throws Exception {
    ScenarioReport report =
        play(
            """
            name: A wrong hope
            timeout: 500ms
            steps:
              - connect
              - boot: Accepted
              - sends: {action: BootNotification, where: {chargePointVendor: Somebody}}
              - plug: 1
            """);
    assertThat(report.passed()).isFalse();
    Line failed = failure(report);
    assertThat(failed.number()).isEqualTo(3);
    assertThat(failed.expected())
        .isEqualTo("the station sends BootNotification {\"chargePointVendor\":\"Somebody\"}");
    assertThat(failed.got()).endsWith("/chargePointVendor: expected \"Somebody\", got \"Galvan\"");
    assertThat(report.lines().get(3).outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(report.text()).contains("FAILED   3").contains("expected:").endsWith("failed\n");
    assertThat(report.json().getJsonArray("steps").getJsonObject(2).getString("outcome"))
        .isEqualTo("failed");
  }

  @Test
  void shouldAnswerACallInTheStationsPlaceOnce() throws Exception {
    CompletableFuture<List<JsonArray>> answers = new CompletableFuture<>();
    central.answer(
        "Heartbeat",
        call -> {
          new Thread(
                  () ->
                      answers.complete(
                          List.of(
                              central.call("CP-1", "ClearCache", new JsonObject()),
                              central.call("CP-1", "ClearCache", new JsonObject()),
                              central.call("CP-1", "ClearCache", new JsonObject()))))
              .start();
          return new JsonObject().put("currentTime", "2026-01-01T00:00:00Z");
        });
    ScenarioReport report =
        play(
            """
            steps:
              - connect
              - boot: Accepted
              - answer: {action: ClearCache, with: {status: Rejected}}
              - answer: {action: ClearCache, error: NotSupported}
              - call: {action: Heartbeat, expect: {currentTime: "*"}}
              - answers: {action: ClearCache, where: {status: Rejected}}
              - answers: {action: ClearCache, error: NotSupported}
              - answers: {action: ClearCache, where: {status: Accepted}}
            """);
    assertThat(report.passed()).as(report.text()).isTrue();
    assertThat(answers.get().get(0).getJsonObject(2).getString("status")).isEqualTo("Rejected");
    assertThat(answers.get().get(1).getString(2)).isEqualTo("NotSupported");
    assertThat(answers.get().get(2).getJsonObject(2).getString("status")).isEqualTo("Accepted");
  }

  @Test
  void shouldKeepWhatWasAnsweredInAVariableOfItsKind() throws Exception {
    ScenarioReport report =
        play(
            """
            variables: {tag: T-1}
            stations:
              - {id: CP-1, connectors: 1}
            steps:
              - connect
              - boot: Accepted
              - start: "${tag}"
              - answered: {action: StartTransaction, save: {id: transactionId}}
              - stop: "${tag}"
              - sends: {action: StopTransaction, where: {transactionId: "${id}", idTag: "${tag}"}}
              - assert: {that: "tx ${id}", equals: "/^tx [0-9]+$/"}
            """);
    assertThat(report.passed()).as(report.text()).isTrue();
  }

  @Test
  void shouldFailAtACallThatIsRefused() throws Exception {
    central.answerFrame("Heartbeat", ScriptedCentral::error);
    ScenarioReport report =
        play(
            """
            steps:
              - connect
              - boot: Accepted
              - call: Heartbeat
            """);
    assertThat(failure(report).got()).isEqualTo("answered Heartbeat with error InternalError");
  }

  @Test
  void shouldFailWhenTheApiIsAskedThatWasNotGiven() throws Exception {
    assertThat(failure(play("steps: [{api: {path: /chargers}}]")).got()).contains("--api");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "steps: [{fly: high}]                          | step 1: there is no verb 'fly'",
        "steps: [{plug: 1, unplug: 1}]                 | step 1: a step has exactly one verb",
        "steps: [{sends: {wher: {}}}]                  | step 1 (sends): there is no field 'wher'",
        "steps: [{sends: {}}]                          | the field 'action' is needed",
        "steps: [{offline: soon}]                      | must be a time like 250ms",
        "steps: [{plug: one}]                          | must be a whole number",
        "steps: [{connect: , station: CP-9}]           | there is no station CP-9",
        "steps: [{answer: {action: Reset}}]            | 'with', 'error' or 'silence: true'",
        "steps: []                                     | a scenario has 1 to",
        "step: []                                      | there is no field 'step'",
        "stations: [{id: A}, {id: A}]                  | two stations are called A",
        "stations: [{id: A, quirks: [perfect]}]        | there is no quirk perfect",
        "stations: [{id: A, template: XY}]             | there is no template XY",
        "steps: [                                      | no YAML",
      })
  void shouldRefuseAFileBeforeAnythingIsPlayed(String yaml, String message) {
    assertThatThrownBy(() -> Scenario.parse("test", yaml))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message);
  }
}
