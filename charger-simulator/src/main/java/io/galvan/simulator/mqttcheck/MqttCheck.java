package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.mqttcheck.Finding.Outcome;
import io.galvan.simulator.transport.ConnectFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tries at a broker, or at a central system's own listener, what OCPP over MQTT needs; one check
 * after the other, on the caller's thread, which may be no event loop.
 */
public final class MqttCheck {
  /** What is checked. */
  public enum Kind {
    /** A broker between stations and a central system; the check plays both. */
    BROKER,
    /** A central system's own listener; the check plays a station. */
    LISTENER
  }

  /** One thing to try; gives what was seen. */
  @FunctionalInterface
  interface Trial {
    String run(Bench bench) throws CheckFailed, InterruptedException;
  }

  /** A check in the table of checks. */
  record Entry(String name, String question, Trial trial) {}

  private final Kind kind;
  private final Bench bench;

  /**
   * @param station the server as a station sees it
   * @param reader the server as a central system sees it; not used at a listener
   * @param topics the level or levels that all topics begin with
   * @param stationId the identity of the station that is played
   * @param patience how long each answer may take
   */
  public MqttCheck(
      Kind kind,
      MqttServerAddress station,
      MqttServerAddress reader,
      String topics,
      String stationId,
      Duration patience) {
    this.kind = kind;
    this.bench = new Bench(station, reader, topics, stationId, patience);
  }

  /**
   * Makes checks.
   *
   * @param only the names of those that are made; none for all
   * @param progress is told each finding at once
   * @throws ConnectFailure when the server is absent, or refuses the station
   */
  public List<Finding> run(Set<String> only, Consumer<Finding> progress)
      throws InterruptedException {
    reach();
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : table(kind)) {
      if (!only.isEmpty() && !only.contains(entry.name())) {
        continue;
      }
      // Whether there is MQTT 5 is a check of its own.
      boolean vain = entry.name().startsWith("v5-") && !bench.speaksVersion5();
      Finding finding =
          vain
              ? new Finding(
                  entry.name(), entry.question(), Outcome.SKIPPED, "no MQTT 5", Duration.ZERO)
              : check(entry);
      findings.add(finding);
      progress.accept(finding);
    }
    return findings;
  }

  /** The names of the checks. */
  public static List<String> names(Kind kind) {
    return table(kind).stream().map(Entry::name).toList();
  }

  private static List<Entry> table(Kind kind) {
    return kind == Kind.BROKER
        ? Stream.of(BrokerChecks.TABLE, Version5Checks.OF_A_BROKER).flatMap(List::stream).toList()
        : ListenerChecks.TABLE;
  }

  /** Without this there is nothing to check. */
  private void reach() throws InterruptedException {
    try {
      bench.connect(bench.station());
    } catch (CheckFailed refused) {
      throw ConnectFailure.told(String.valueOf(refused.getMessage()));
    } finally {
      bench.clear();
    }
  }

  private Finding check(Entry entry) throws InterruptedException {
    long begun = System.nanoTime();
    Outcome outcome = Outcome.WORKS;
    String detail;
    try {
      detail = entry.trial().run(bench);
    } catch (CheckFailed failed) {
      outcome = Outcome.FAILS;
      detail = String.valueOf(failed.getMessage());
    } finally {
      bench.clear();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Finding(entry.name(), entry.question(), outcome, detail, took);
  }
}
