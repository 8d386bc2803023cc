package io.galvan.simulator.load;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.v2.Actions2;
import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.ScriptedCentral.Received;
import io.galvan.simulator.report.LoadReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
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
        new LoadPlan.Pace(10_000, Duration.ZERO, 0),
        new LoadPlan.Span(Duration.ZERO, Duration.ofSeconds(mix == Mix.idle ? 1 : 5), calls),
        Duration.ofSeconds(3),
        2,
        1,
        null);
  }

  private LoadReport run(LoadPlan plan) {
    return get(new LoadRun(vertx, plan, Clock.systemUTC(), null).run(line -> {}));
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
    assertThat(report.answered()).isGreaterThanOrEqualTo(mix == Mix.idle ? 2 : 60);
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
    assertThat(report.errors()).isPositive().isEqualTo(central.calls("Heartbeat").size());
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
            plan.pace(),
            plan.span(),
            plan.answerTimeout(),
            1,
            1,
            null);
    LoadReport report = run(elsewhere);
    assertThat(report.connectFailures()).isEqualTo(3);
    assertThat(report.clean()).isFalse();
  }

  private LoadPlan paced(Mix mix, int connections, LoadPlan.Pace pace, LoadPlan.Span span) {
    LoadPlan plan = plan("ws", mix, connections, 0);
    return new LoadPlan(
        plan.target(),
        connections,
        mix,
        plan.tag(),
        plan.idPrefix(),
        null,
        pace,
        span,
        plan.answerTimeout(),
        1,
        2,
        null);
  }

  @Test
  void shouldKeepToTheRateOfAnOpenLoop() {
    LoadReport report =
        run(
            paced(
                Mix.heartbeat,
                5,
                new LoadPlan.Pace(1_000, Duration.ZERO, 200),
                new LoadPlan.Span(Duration.ofMillis(200), Duration.ofSeconds(2), 0)));
    assertThat(report.reasons()).isEmpty();
    assertThat(report.clean()).isTrue();
    // 200/s for 2 s; the warm-up's calls are answered, and not measured.
    assertThat(report.all().calls()).isBetween(390L, 410L);
    assertThat(report.answered()).isGreaterThan(report.all().calls() + 30);
    assertThat(report.answers())
        .containsEntry("Heartbeat", (long) central.calls("Heartbeat").size());
  }

  @Test
  void shouldTellTheCallsThatNobodyWasFreeToSend() {
    central.answerFrame("Heartbeat", call -> null);
    LoadReport report =
        run(
            paced(
                Mix.heartbeat,
                2,
                new LoadPlan.Pace(1_000, Duration.ZERO, 100),
                new LoadPlan.Span(Duration.ZERO, Duration.ofMillis(400), 0)));
    assertThat(report.lost()).isEqualTo(2);
    assertThat(report.unsent()).isGreaterThan(30);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void shouldComeBackAfterEachBootInAStorm() {
    LoadReport report =
        run(
            paced(
                Mix.boot_storm,
                4,
                new LoadPlan.Pace(1_000, Duration.ZERO, 0),
                new LoadPlan.Span(Duration.ZERO, Duration.ofSeconds(1), 0)));
    assertThat(report.reasons()).isEmpty();
    assertThat(report.clean()).isTrue();
    // Each station came more than once, and booted each time.
    assertThat(report.connected()).isGreaterThan(8).isGreaterThanOrEqualTo(report.answered());
    assertThat(report.arrivals().calls()).isPositive();
    assertThat(central.calls("BootNotification")).hasSize((int) report.answered());
  }

  @Test
  void shouldTellHowLongOneStationTookToArrive() {
    LoadReport report = run(plan("ws", Mix.boot, 1, 1));
    assertThat(report.clean()).isTrue();
    assertThat(report.arrivals().calls()).isEqualTo(1);
    assertThat(report.arrivals().max()).isPositive();
    assertThat(report.elapsed()).isPositive();
  }

  @Test
  void shouldSayNothingAfterTheBootWhenIdle() {
    LoadReport report =
        run(
            paced(
                Mix.idle,
                3,
                new LoadPlan.Pace(1_000, Duration.ZERO, 0),
                new LoadPlan.Span(Duration.ZERO, Duration.ofMillis(500), 0)));
    assertThat(report.clean()).isTrue();
    assertThat(central.received).hasSize(3);
  }

  @Test
  void shouldCountTheEventsOfATransactionOf201() {
    run(plan("ws", Mix.session201, 1, 9));
    List<Received> events = central.calls("TransactionEvent");
    assertThat(events.stream().map(event -> event.payload().getString("eventType")))
        .containsExactly("Started", "Updated", "Updated", "Updated", "Updated", "Ended");
    assertThat(events.stream().map(event -> event.payload().getInteger("seqNo")))
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(
            events.stream()
                .map(event -> event.payload().getJsonObject("transactionInfo"))
                .map(info -> info.getString("transactionId"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void shouldPlaySessionsOf21WithEventsOfTheConnector() {
    LoadReport report = run(plan("ws", Mix.session21, 1, 9));
    assertThat(report.clean()).isTrue();
    FrameCodec codec = new FrameCodec(OcppVersion.V2_1, Actions2.table(OcppVersion.V2_1));
    for (Received each : central.received) {
      JsonArray frame =
          new JsonArray().add(2).add(each.messageId()).add(each.action()).add(each.payload());
      assertThat(codec.decode(frame.encode(), Reading.STRICT, id -> null))
          .isInstanceOf(Inbound.Received.class);
    }
    assertThat(central.calls("NotifyEvent").stream().map(each -> actual(each.payload())))
        .containsExactly("Occupied", "Available");
    assertThat(central.calls("TransactionEvent").stream().map(each -> mode(each.payload())))
        .containsExactly(
            "ChargingOnly", "ChargingOnly", "ChargingOnly", "ChargingOnly", "ChargingOnly", null);
  }

  private static String actual(JsonObject event) {
    return event.getJsonArray("eventData").getJsonObject(0).getString("actualValue");
  }

  private static String mode(JsonObject event) {
    return event.getJsonObject("transactionInfo").getString("operationMode");
  }

  /** An API whose commands go to the stations of the load. */
  private Future<HttpServer> api(String state) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request ->
                central
                    .ask(request.path().split("/")[4], "ClearCache", new JsonObject())
                    .onSuccess(
                        answer ->
                            request
                                .response()
                                .end(answer.getJsonObject(2).put("state", state).encode())))
        .listen(0, "127.0.0.1");
  }

  private LoadReport commanded(String state) {
    LoadPlan plan =
        paced(
            Mix.heartbeat,
            3,
            new LoadPlan.Pace(1_000, Duration.ZERO, 50),
            new LoadPlan.Span(Duration.ZERO, Duration.ofSeconds(1), 0));
    URI url = URI.create("http://127.0.0.1:" + get(api(state)).actualPort());
    return run(
        new LoadPlan(
            plan.target(),
            plan.connections(),
            plan.mix(),
            plan.tag(),
            plan.idPrefix(),
            null,
            plan.pace(),
            plan.span(),
            plan.answerTimeout(),
            1,
            1,
            new LoadPlan.Commands(20, url, () -> "token")));
  }

  @Test
  void shouldMeasureCommandsUntilTheStationHasAnswered() {
    LoadReport report = commanded("Accepted");
    assertThat(report.reasons()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.commands()).isNotNull();
    assertThat(report.commands().calls()).isBetween(10L, 25L);
  }

  @Test
  void shouldNotBeCleanWhenACommandIsNotAccepted() {
    LoadReport report = commanded("TimedOut");
    assertThat(report.commandFailures()).isPositive();
    assertThat(report.clean()).isFalse();
  }
}
