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
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scenarios, one step after the other, on the caller's thread, which may be no event loop.
 */
public final class ScenarioRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScenarioRun.class);
  private static final long CLOSE_SECONDS = 10;
  private static final int MOST_PLAYED = 100_000;

  /**
   * Where a scenario plays.
   *
   * @param overMqtt how stations connect that do not say it
   * @param password of stations that do not say it; null for none
   * @param variables instead of the scenario's own
   * @param api null when no step may ask it
   * @param seed of what is drawn; null for the scenario's
   */
  public record Setting(
      Way webSocket,
      Way mqtt,
      boolean overMqtt,
      @Nullable String password,
      Map<String, JsonNode> variables,
      @Nullable CentralApi api,
      @Nullable Long seed) {}

  private record Player(ChargingStation station, Wire wire) {}

  /** A scenario while it is played. */
  private record Performance(
      Scenario scenario,
      Map<String, Player> players,
      Variables variables,
      RandomGenerator random,
      List<Line> lines) {
    Stage stage(Step step, @Nullable CentralApi api) {
      Player first = players.values().iterator().next();
      Player player = step.station() == null ? first : players.getOrDefault(step.station(), first);
      Duration timeout = step.timeout() == null ? scenario.timeout() : step.timeout();
      return new Stage(player.station(), player.wire(), variables, timeout, random, api);
    }

    void add(
        String title,
        Outcome outcome,
        Duration took,
        @Nullable String expected,
        @Nullable String got) {
      lines.add(new Line(lines.size() + 1, title, outcome, took, expected, got));
    }

    void failed(String title, Duration took, String expected, String got) {
      add(title, Outcome.FAILED, took, expected, got);
    }
  }

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
    variables.set("station", Stage.tree(players.values().iterator().next().station().id()));
    long seed = setting.seed() == null ? scenario.seed() : setting.seed();
    Performance performance =
        new Performance(
            scenario,
            players,
            variables,
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
            new ArrayList<>());
    try {
      for (Player player : players.values()) {
        start(player.station());
      }
      play(scenario.steps(), "", true, performance);
    } finally {
      players.values().forEach(player -> close(player.station()));
    }
    return new ScenarioReport(scenario.name(), seed, List.copyOf(performance.lines()));
  }

  /** Plays steps, or tells that they are skipped; gives whether to go on. */
  private boolean play(List<Step> steps, String round, boolean begun, Performance performance)
      throws InterruptedException {
    boolean going = begun;
    for (Step step : steps) {
      Stage stage = performance.stage(step, setting.api());
      String title = round + step.title();
      if (!going) {
        performance.add(title, Outcome.SKIPPED, Duration.ZERO, null, null);
      } else if (step.block() == null) {
        going = play(step, title, stage, performance);
      } else {
        going = play(step.block(), round, title, stage, performance);
      }
    }
    return going;
  }

  private boolean play(
      Block block, String outer, String title, Stage stage, Performance performance)
      throws InterruptedException {
    boolean going = true;
    try {
      int rounds = block.rounds().count(stage);
      for (int round = 0; going && round < rounds; round++) {
        block.rounds().begin(stage, round);
        String prefix = rounds == 1 ? outer : outer + (round + 1) + "/" + rounds + " ";
        going = play(block.steps(), prefix, true, performance);
      }
      return going;
    } catch (ScenarioException broken) {
      performance.failed(
          title, Duration.ZERO, "the step can be played", String.valueOf(broken.getMessage()));
      return false;
    }
  }

  private boolean play(Step step, String title, Stage stage, Performance performance)
      throws InterruptedException {
    long begun = System.nanoTime();
    try {
      if (performance.lines().size() >= MOST_PLAYED) {
        throw new ScenarioException("at most " + MOST_PLAYED + " steps are played");
      }
      step.action().run(stage);
      performance.add(title, Outcome.OK, since(begun), null, null);
      return true;
    } catch (Mismatch mismatch) {
      performance.failed(title, since(begun), mismatch.expected(), mismatch.got());
    } catch (ScenarioException
        | IllegalArgumentException
        | IllegalStateException
        | CentralApi.ApiException broken) {
      performance.failed(
          title, since(begun), "the step can be played", String.valueOf(broken.getMessage()));
    }
    return false;
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
                cast.model(),
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
