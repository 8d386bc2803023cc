package io.galvan.simulator.load;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.ScriptedCentral.Received;
import io.galvan.simulator.report.LoadReport;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadRunTest {
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

  private LoadPlan plan(String transport, Mix mix, int connections, long calls) {
    LoadPlan.Target target =
        transport.equals("ws")
            ? new LoadPlan.Target.WebSocket(
                "127.0.0.1", URI.create(central.url()).getPort(), "/ocpp")
            : new LoadPlan.Target.Mqtt("127.0.0.1", central.mqttPort());
    return new LoadPlan(
        target,
        connections,
        mix,
        "LOAD-TAG",
        "LOAD-",
        "secret",
        Duration.ofSeconds(5),
        calls,
        10_000,
        Duration.ZERO,
        Duration.ofMillis(700),
        2,
        1);
  }

  private LoadReport run(LoadPlan plan) {
    return get(new LoadRun(vertx, plan, Clock.systemUTC()).run(line -> {}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldSendWholeSessionsAndMeasureEachAction(String transport) {
    LoadReport report = run(plan(transport, Mix.session, 3, 300));

    assertThat(report.reasons()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.connected()).isEqualTo(3);
    // What is begun is ended: a stop at the end may come on top of the bound.
    assertThat(report.answered()).isBetween(300L, 303L).isEqualTo(central.received.size());
    assertThat(central.calls("StartTransaction")).hasSameSizeAs(central.calls("StopTransaction"));
    assertThat(report.lines().stream().map(LoadReport.ActionLine::action))
        .contains("Authorize", "MeterValues", "StartTransaction", "all");
    List<String> actions = new ArrayList<>();
    for (Received call : central.received) {
      if (call.station().equals("LOAD-1")) {
        actions.add(call.action());
      }
    }
    assertThat(actions.subList(0, 10))
        .containsExactly(
            "BootNotification",
            "StatusNotification",
            "Authorize",
            "StartTransaction",
            "MeterValues",
            "MeterValues",
            "MeterValues",
            "MeterValues",
            "StatusNotification",
            "StopTransaction");
    assertThat(central.authorizations)
        .allMatch(text -> text.startsWith("Basic ") || text.matches("LOAD-\\d:secret"));
  }

  @ParameterizedTest
  @EnumSource(Mix.class)
  void shouldRunEveryMixCleanly(Mix mix) {
    LoadReport report = run(plan("ws", mix, 2, 60));
    assertThat(report.reasons()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.answered()).isGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "mqtt"})
  void shouldCountALostAnswer(String transport) {
    central.answerFrame("Heartbeat", call -> null);
    LoadReport report = run(plan(transport, Mix.heartbeat, 2, 20));
    assertThat(report.lost()).isEqualTo(2);
    assertThat(report.begun()).isEqualTo(report.answered() + 2);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void shouldCountErrorAnswers() {
    central.answerFrame("Heartbeat", ScriptedCentral::error);
    LoadReport report = run(plan("ws", Mix.heartbeat, 2, 20));
    assertThat(report.errors()).isEqualTo(18);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void shouldCountAnswersUnderAnotherIdAsMismatchAndLost() {
    central.answerFrame(
        "Heartbeat", call -> new JsonArray().add(3).add("other").add(new JsonObject()));
    LoadReport report = run(plan("ws", Mix.heartbeat, 1, 5));
    assertThat(report.mismatches()).isEqualTo(1);
    assertThat(report.lost()).isEqualTo(1);
  }

  @Test
  void shouldCountTagsThatAreNotAccepted() {
    central.answer(
        "Authorize",
        call -> new JsonObject().put("idTagInfo", new JsonObject().put("status", "Invalid")));
    LoadReport report = run(plan("ws", Mix.session, 1, 10));
    assertThat(report.mismatches()).isEqualTo(1);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void shouldCountStationsThatNeverGetIn() {
    LoadPlan plan = plan("ws", Mix.heartbeat, 3, 20);
    LoadPlan elsewhere =
        new LoadPlan(
            new LoadPlan.Target.Mqtt("127.0.0.1", URI.create(central.url()).getPort()),
            plan.connections(),
            plan.mix(),
            plan.tag(),
            plan.idPrefix(),
            null,
            plan.duration(),
            plan.calls(),
            plan.connectionsPerSecond(),
            plan.think(),
            plan.answerTimeout(),
            1,
            1);
    LoadReport report = run(elsewhere);
    assertThat(report.connectFailures()).isEqualTo(3);
    assertThat(report.clean()).isFalse();
  }
}
