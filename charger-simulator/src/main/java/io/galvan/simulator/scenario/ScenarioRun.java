package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.fleet.Assembly;
import io.galvan.simulator.fleet.Assembly.Blueprint;
import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.scenario.Scenario.Cast;
import io.galvan.simulator.scenario.ScenarioReport.Line;
import io.galvan.simulator.scenario.ScenarioReport.Outcome;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.verify.CentralApi;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scenarios, one step after the other, on the caller's thread, which may be no event loop.
 */
public final class ScenarioRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScenarioRun.class);
  private static final long CLOSE_SECONDS = 10;

  /**
   * Where a scenario plays.
   *
   * @param overMqtt how stations connect that do not say it
   * @param password of stations that do not say it; null for none
   * @param variables instead of the scenario's own
   * @param api null when no step may ask it
   */
  public record Setting(
      Way webSocket,
      Way mqtt,
      boolean overMqtt,
      @Nullable String password,
      Map<String, JsonNode> variables,
      @Nullable CentralApi api) {}

  private record Player(ChargingStation station, Wire wire) {}

  private final Vertx vertx;
  private final Clock clock;
  private final Setting setting;

  /** Plays in a setting. */
  public ScenarioRun(Vertx vertx, Clock clock, Setting setting) {
    this.vertx = vertx;
    this.clock = clock;
    this.setting = setting;
  }

  /** Plays a scenario to its end or its first failure. */
  public ScenarioReport play(Scenario scenario) throws InterruptedException {
    Variables variables = new Variables();
    scenario.variables().forEach(variables::set);
    setting.variables().forEach(variables::set);
    Map<String, Player> players = new LinkedHashMap<>();
    for (Cast cast : scenario.stations()) {
      // Identities may be variables, so that a scenario can play for any station.
      players.put(cast.id(), player(cast, variables.text(cast.id())));
    }
    Player first = players.values().iterator().next();
    variables.set("station", Stage.tree(first.station().id()));
    List<Line> lines = new ArrayList<>();
    try {
      for (Player player : players.values()) {
        start(player.station());
      }
      boolean going = true;
      for (Step step : scenario.steps()) {
        Player player =
            step.station() == null ? first : players.getOrDefault(step.station(), first);
        Duration timeout = step.timeout() == null ? scenario.timeout() : step.timeout();
        Stage stage = new Stage(player.station(), player.wire(), variables, timeout, setting.api());
        Line line =
            going
                ? play(step, stage)
                : new Line(step.number(), step.title(), Outcome.SKIPPED, Duration.ZERO, null, null);
        lines.add(line);
        going = going && line.outcome() == Outcome.OK;
      }
    } finally {
      players.values().forEach(player -> close(player.station()));
    }
    return new ScenarioReport(scenario.name(), List.copyOf(lines));
  }

  private Line play(Step step, Stage stage) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      step.action().run(stage);
      return new Line(step.number(), step.title(), Outcome.OK, since(begun), null, null);
    } catch (Mismatch mismatch) {
      return failed(step, begun, mismatch.expected(), mismatch.got());
    } catch (ScenarioException
        | IllegalArgumentException
        | IllegalStateException
        | CentralApi.ApiException broken) {
      return failed(step, begun, "the step can be played", String.valueOf(broken.getMessage()));
    }
  }

  private static Line failed(Step step, long begun, String expected, String got) {
    return new Line(step.number(), step.title(), Outcome.FAILED, since(begun), expected, got);
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private Player player(Cast cast, String id) {
    Wire wire = new Wire();
    boolean overMqtt = cast.overMqtt() == null ? setting.overMqtt() : cast.overMqtt();
    String password = cast.password() == null ? setting.password() : cast.password();
    Member member =
        new Member(id, password, overMqtt ? setting.mqtt() : setting.webSocket(), cast.version());
    ChargingStation station =
        Assembly.of(
            vertx,
            new Blueprint(
                member,
                cast.template(),
                cast.connectors(),
                cast.meterInterval(),
                Timeline.of(vertx, clock, cast.speed()),
                cast.speed(),
                cast.seed(),
                cast.signed(),
                cast.quirks(),
                Patience.USUAL,
                cast.configuration(),
                wire::over));
    return new Player(station, wire);
  }

  private static void start(ChargingStation station) throws InterruptedException {
    try {
      station
          .start()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException broken) {
      throw new IllegalStateException(station.id() + " does not start", broken);
    }
  }

  private static void close(ChargingStation station) {
    try {
      station.stop().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException late) {
      LOG.warn("{} did not close: {}", station.id(), late.getMessage());
    }
  }
}
