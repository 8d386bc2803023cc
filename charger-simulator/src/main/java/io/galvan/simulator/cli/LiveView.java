package io.galvan.simulator.cli;

import io.galvan.simulator.fleet.FleetRun;
import io.galvan.simulator.report.Sample;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A fleet as it runs: redrawn in place on a terminal, else a line now and then. */
final class LiveView {
  private static final int LINE_EVERY = 10;
  private static final int BAR = 30;
  private static final String DIM = "\033[2m";
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";
  private static final String CLEAR_LINE = "\033[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final FleetRun run;
  private final Supplier<Map<String, Long>> faults;
  private int drawn;
  private int shown;

  /**
   * @param terminal whether it may move the cursor
   * @param faults of the network, by kind
   */
  LiveView(PrintWriter out, boolean terminal, FleetRun run, Supplier<Map<String, Long>> faults) {
    this.out = out;
    this.terminal = terminal;
    this.run = run;
    this.faults = faults;
  }

  /** Shows how it stands; comes every second. */
  void show(Sample sample) {
    if (terminal) {
      draw(sample);
    } else if (shown++ % LINE_EVERY == 0) {
      out.println(line(sample));
    }
    out.flush();
  }

  private String line(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%s  %d of %d connected, %d charging, %.0f kW, %d sessions ended, %.0f calls/s",
        sample.at().truncatedTo(ChronoUnit.SECONDS),
        sample.connected(),
        run.stations().size(),
        sample.charging(),
        sample.kilowatt(),
        run.ledger().transactions(),
        sample.callsPerSecond());
  }

  private void draw(Sample sample) {
    if (drawn > 0) {
      out.print("\033[" + drawn + "A");
    }
    List<String> lines = lines(sample);
    lines.forEach(line -> out.print(line + CLEAR_LINE + "\n"));
    drawn = lines.size();
  }

  private List<String> lines(Sample sample) {
    Duration done = Duration.between(run.plan().from(), sample.at());
    double share =
        Math.max(0, Math.min(1, (double) done.toMillis() / run.plan().length().toMillis()));
    int filled = (int) Math.round(share * BAR);
    List<String> lines = new ArrayList<>();
    lines.add(
        BOLD
            + sample.at().truncatedTo(ChronoUnit.SECONDS)
            + PLAIN
            + String.format(
                Locale.ROOT,
                "  %s%s %3.0f %%  x%.0f",
                "#".repeat(filled),
                "-".repeat(BAR - filled),
                share * 100,
                run.plan().speed()));
    lines.add(row("stations", "%d of %d connected", sample.connected(), run.stations().size()));
    lines.add(
        row(
            "connectors",
            "%s",
            run.states().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "))));
    lines.add(row("power", "%.1f kW", sample.kilowatt()));
    lines.add(
        row(
            "sessions",
            "%d ended of %d planned, %.1f kWh, %d found no connector, %d refused",
            run.ledger().transactions(),
            run.planned(),
            run.ledger().energyWh() / 1_000.0,
            run.turnedAway(),
            run.refused()));
    lines.add(
        row(
            "calls",
            "%.0f a second, answered after %.1f ms (p50), %.1f ms (p99)",
            sample.callsPerSecond(),
            sample.p50Ms(),
            sample.p99Ms()));
    lines.add(row("waiting", "%d messages of transactions", sample.queued()));
    faults.get().forEach((kind, count) -> lines.add(row("network", "%d %s", count, kind)));
    return lines;
  }

  private static String row(String name, String form, Object... values) {
    return DIM + String.format("%-11s", name) + PLAIN + String.format(Locale.ROOT, form, values);
  }
}
