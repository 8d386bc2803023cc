package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.galvan.simulator.scenario.Wire.Kind;
import io.galvan.simulator.scenario.Wire.Seen;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.verify.CentralApi;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where one step plays: its station, its wire, the variables, and how long it may take. */
final class Stage {
  private static final int LAST_SHOWN = 5;
  private static final long LOOK_MS = 20;

  private final ChargingStation station;
  private final Wire wire;
  private final Variables variables;
  private final Duration timeout;
  private final RandomGenerator random;
  private final @Nullable CentralApi api;

  Stage(
      ChargingStation station,
      Wire wire,
      Variables variables,
      Duration timeout,
      RandomGenerator random,
      @Nullable CentralApi api) {
    this.station = station;
    this.wire = wire;
    this.variables = variables;
    this.timeout = timeout;
    this.random = random;
    this.api = api;
  }

  ChargingStation station() {
    return station;
  }

  Duration timeout() {
    return timeout;
  }

  Wire wire() {
    return wire;
  }

  CentralApi api() {
    if (api == null) {
      throw new ScenarioException(
          "a step asks the API: say where it is (--api, --user or --token)");
    }
    return api;
  }

  JsonNode fill(JsonNode tree) {
    return variables.fill(tree);
  }

  String text(String text) {
    return variables.text(text);
  }

  /** A number, with its variable filled in if it is one. */
  double number(JsonNode tree) {
    JsonNode filled = fill(tree);
    try {
      return filled.isNumber() ? filled.asDouble() : Double.parseDouble(filled.asText());
    } catch (NumberFormatException none) {
      throw new ScenarioException(tree + " must be a number, not " + filled);
    }
  }

  /** Keeps values of a tree: variable by variable, the path of each. */
  void save(Map<String, String> paths, JsonNode from) throws Mismatch {
    for (Map.Entry<String, String> each : paths.entrySet()) {
      JsonNode value = from.at("/" + each.getValue().replace('.', '/'));
      if (value.isMissingNode()) {
        throw new Mismatch("a value at " + each.getValue(), from.toString());
      }
      variables.set(each.getKey(), value);
    }
  }

  void set(String name, JsonNode value) {
    variables.set(name, value);
  }

  void setIfAbsent(String name, JsonNode value) {
    variables.setIfAbsent(name, value);
  }

  /** Where what is drawn comes from. */
  RandomGenerator random() {
    return random;
  }

  /** Waits for something the station does; its failure is the step's. */
  <T> T await(String what, Future<T> future) throws Mismatch, InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new Mismatch(what, String.valueOf(cause.getMessage()));
    } catch (TimeoutException late) {
      throw new Mismatch(what, "nothing within " + timeout.toMillis() + " ms");
    }
  }

  /** Waits until something holds. */
  void until(String expected, BooleanSupplier holds, Supplier<String> got)
      throws Mismatch, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new Mismatch(expected, got.get());
      }
      pause(Duration.ofMillis(LOOK_MS));
    }
  }

  /** Lets real time pass. */
  void pause(Duration time) throws InterruptedException {
    // Nobody counts down: the wait ends with its time.
    boolean counted =
        new java.util.concurrent.CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    if (counted) {
      throw new IllegalStateException();
    }
  }

  /** Takes a message that fits, waiting for it. */
  Seen message(Kind kind, String action, JsonNode where, @Nullable String error)
      throws Mismatch, InterruptedException {
    JsonNode wanted = fill(where);
    Seen found =
        wire.take(
            each ->
                each.kind() == kind
                    && (action.equals("*") || each.action().equals(action))
                    && fits(each, wanted, error),
            timeout);
    if (found == null) {
      throw new Mismatch(describe(kind, action, wanted, error), untaken(kind, action, wanted));
    }
    return found;
  }

  /** Sees that no such message comes for the time of the step. */
  void noMessage(Kind kind, String action, JsonNode where) throws Mismatch, InterruptedException {
    JsonNode wanted = fill(where);
    Seen found =
        wire.take(
            each -> each.kind() == kind && each.action().equals(action) && fits(each, wanted, null),
            timeout);
    if (found != null) {
      throw new Mismatch("no " + describe(kind, action, wanted, null), found.toString());
    }
  }

  private static boolean fits(Seen message, JsonNode wanted, @Nullable String error) {
    return error == null
        ? message.error() == null
            && (wanted.isMissingNode() || Matching.matches(wanted, message.payload()))
        : error.equals(message.error()) || error.equals("*") && message.error() != null;
  }

  private static String describe(
      Kind kind, String action, JsonNode wanted, @Nullable String error) {
    String what =
        switch (kind) {
          case SENDS -> "the station sends " + action;
          case ANSWERED -> "the station is answered its " + action;
          case RECEIVES -> "the station is called with " + action;
          case ANSWERS -> "the station answers " + action;
        };
    return what + (error != null ? " with " + error : wanted.isMissingNode() ? "" : " " + wanted);
  }

  /** The messages that were nearest: of the same kind and action, else the latest of all. */
  private String untaken(Kind kind, String action, JsonNode wanted) {
    List<Seen> all = wire.untaken();
    List<Seen> near =
        all.stream().filter(each -> each.kind() == kind && each.action().equals(action)).toList();
    if (near.size() == 1 && near.get(0).error() == null && !wanted.isMissingNode()) {
      return near.get(0)
          + "; "
          + String.join("; ", Matching.differences(wanted, near.get(0).payload()));
    }
    List<Seen> shown = near.isEmpty() ? all : near;
    if (shown.isEmpty()) {
      return "no message at all within " + timeout.toMillis() + " ms";
    }
    List<String> last =
        shown.subList(Math.max(0, shown.size() - LAST_SHOWN), shown.size()).stream()
            .map(Seen::toString)
            .toList();
    return (near.isEmpty() ? "none; the last messages: " : "others: ") + String.join(" | ", last);
  }

  /** Compares, now. */
  void expect(String what, JsonNode expected, JsonNode got) throws Mismatch {
    List<String> differences = Matching.differences(fill(expected), got);
    if (!differences.isEmpty()) {
      throw new Mismatch(what + " " + fill(expected), got + "; " + String.join("; ", differences));
    }
  }

  /** Text as a tree. */
  static JsonNode tree(String text) {
    return TextNode.valueOf(text);
  }
}
