package io.galvan.simulator.verify;

import io.galvan.simulator.station.EndedTransaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds the transactions stations have ended against those the central system keeps: each must be
 * there once, with the same begin, connector, end and energy. What is named {@code station/2} is
 * its EVSE 2, of OCPP 1.6 its connector 2.
 *
 * @param transactions as the stations count them
 * @param stored as the API counts them
 * @param energyWh as the stations count it
 * @param storedWh as the API counts it
 * @param startsByHour of the day in UTC, as the stations count them
 * @param storedByHour as the API counts them
 * @param differences at most {@value #MOST_SHOWN}
 */
public record Audit(
    int transactions,
    int stored,
    long energyWh,
    double storedWh,
    List<Long> startsByHour,
    List<Long> storedByHour,
    int differing,
    List<String> differences) {
  private static final int MOST_SHOWN = 50;
  private static final double SAME_WH = 0.001;

  /** How exactly they are compared. */
  public enum Rule {
    /** Begins, ends and energies. */
    EXACT,
    /** Only how many each EVSE had, for stations that tell wrong times or values. */
    COUNTS
  }

  /** Whether there is no difference. */
  public boolean equal() {
    return differing == 0;
  }

  private record Key(String station, int evse, Instant startedAt) {}

  private static final class Findings {
    private final List<String> shown = new ArrayList<>();
    private int all;

    void add(String form, Object... values) {
      all++;
      if (shown.size() < MOST_SHOWN) {
        shown.add(String.format(Locale.ROOT, form, values));
      }
    }
  }

  /** Compares. */
  public static Audit of(List<EndedTransaction> told, List<StoredTransaction> stored, Rule rule) {
    Findings findings = new Findings();
    if (rule == Rule.EXACT) {
      compare(told, stored, findings);
    } else {
      count(told, stored, findings);
    }
    long[] here = new long[24];
    long[] there = new long[24];
    told.forEach(each -> here[hour(each.startedAt())]++);
    stored.forEach(each -> there[hour(each.startedAt())]++);
    return new Audit(
        told.size(),
        stored.size(),
        told.stream().mapToLong(EndedTransaction::energyWh).sum(),
        stored.stream().mapToDouble(StoredTransaction::energyWh).sum(),
        java.util.Arrays.stream(here).boxed().toList(),
        java.util.Arrays.stream(there).boxed().toList(),
        findings.all,
        List.copyOf(findings.shown));
  }

  private static int hour(Instant at) {
    return at.atOffset(ZoneOffset.UTC).getHour();
  }

  private static void compare(
      List<EndedTransaction> told, List<StoredTransaction> stored, Findings findings) {
    Map<Key, List<StoredTransaction>> left = new HashMap<>();
    for (StoredTransaction each : stored) {
      left.computeIfAbsent(
              new Key(each.stationId(), each.evse(), each.startedAt()), key -> new ArrayList<>())
          .add(each);
    }
    for (EndedTransaction each : told) {
      Key key = new Key(each.stationId(), each.evse(), each.startedAt());
      List<StoredTransaction> found = left.remove(key);
      if (found == null) {
        findings.add(
            "lost: %s/%d from %s, %d Wh",
            each.stationId(), each.evse(), each.startedAt(), each.energyWh());
      } else if (found.size() > 1) {
        findings.add(
            "doubled: %s/%d from %s has the ids %s",
            each.stationId(),
            each.evse(),
            each.startedAt(),
            found.stream().map(StoredTransaction::id).toList());
      } else {
        compare(each, found.get(0), findings);
      }
    }
    left.values().stream()
        .flatMap(List::stream)
        .forEach(
            each ->
                findings.add(
                    "unknown to the stations: transaction %d of %s/%d from %s",
                    each.id(), each.stationId(), each.evse(), each.startedAt()));
  }

  private static void compare(EndedTransaction told, StoredTransaction stored, Findings findings) {
    if (stored.stoppedAt() == null) {
      findings.add("still running: transaction %d of %s", stored.id(), stored.stationId());
    } else if (stored.inferredEnd() != null) {
      findings.add(
          "its end was inferred (%s), not told: transaction %d of %s",
          stored.inferredEnd(), stored.id(), stored.stationId());
    } else if (!stored.stoppedAt().equals(told.stoppedAt())) {
      findings.add(
          "another end: transaction %d of %s at %s, not %s",
          stored.id(), stored.stationId(), stored.stoppedAt(), told.stoppedAt());
    }
    if (stored.connector() != told.connector()) {
      findings.add(
          "another connector: transaction %d of %s/%d at %d, not %d",
          stored.id(), stored.stationId(), stored.evse(), stored.connector(), told.connector());
    }
    if (Math.abs(stored.energyWh() - told.energyWh()) > SAME_WH) {
      findings.add(
          "another energy: transaction %d of %s has %.3f Wh, not %d",
          stored.id(), stored.stationId(), stored.energyWh(), told.energyWh());
    }
  }

  private static void count(
      List<EndedTransaction> told, List<StoredTransaction> stored, Findings findings) {
    Map<String, Integer> balance = new HashMap<>();
    told.forEach(each -> balance.merge(each.stationId() + "/" + each.evse(), 1, Integer::sum));
    stored.forEach(each -> balance.merge(each.stationId() + "/" + each.evse(), -1, Integer::sum));
    balance.forEach(
        (where, missing) -> {
          if (missing > 0) {
            findings.add("lost: %d of %s", missing, where);
          } else if (missing < 0) {
            findings.add("doubled or unknown: %d of %s", -missing, where);
          }
        });
  }

  /** For people. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "API: %d transactions (stations: %d), %.3f kWh (stations: %.3f kWh): %s%n",
            stored,
            transactions,
            storedWh / 1_000,
            energyWh / 1_000.0,
            equal() ? "equal" : differing + " differences"));
    differences.forEach(line -> out.append("  ").append(line).append(System.lineSeparator()));
    if (differing > differences.size()) {
      out.append("  and ")
          .append(differing - differences.size())
          .append(" more")
          .append(System.lineSeparator());
    }
    return out.toString();
  }

  /** For programs. */
  public JsonObject json() {
    return new JsonObject()
        .put("equal", equal())
        .put("transactions", stored)
        .put("energyWh", storedWh)
        .put("startsByHour", new JsonArray(storedByHour))
        .put("differing", differing)
        .put("differences", new JsonArray(differences));
  }
}
