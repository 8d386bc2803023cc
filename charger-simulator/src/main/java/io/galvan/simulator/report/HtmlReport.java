package io.galvan.simulator.report;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A load's report as one HTML file with its plots. */
public final class HtmlReport {
  private HtmlReport() {}

  /** The page. */
  public static String of(LoadReport report) {
    Page page =
        new Page(
            "Load: "
                + report.mix()
                + " over "
                + report.transport()
                + ", "
                + Plot.text(report.connections())
                + " stations, "
                + (report.callsPerSecond() > 0
                    ? "open loop of " + Plot.text(report.callsPerSecond()) + " calls/s"
                    : "closed loop"));
    page.verdict(
        report.clean(),
        report.clean() ? "Every call was answered, and rightly." : "Not clean: see below.");
    page.table(
        List.of("Action", "Calls", "Per s", "p50", "p90", "p99", "p99.9", "Most"),
        Stream.concat(report.lines().stream(), Stream.of(report.arrivals(), report.commands()))
            .filter(Objects::nonNull)
            .filter(line -> line.calls() > 0)
            .map(HtmlReport::cells)
            .toList());
    return page.chart(throughput(report.seconds()))
        .chart(latencies(report.seconds()))
        .chart(errors(report.seconds()))
        .chart(curve(report.percentiles()))
        .heading("As at the terminal")
        .lines(report.table().lines().toList())
        .html();
  }

  private static List<String> cells(LoadReport.ActionLine line) {
    return List.of(
        line.action(),
        Plot.text(line.calls()),
        Plot.text(line.perSecond()),
        Plot.text(line.p50()) + " ms",
        Plot.text(line.p90()) + " ms",
        Plot.text(line.p99()) + " ms",
        Plot.text(line.p999()) + " ms",
        Plot.text(line.max()) + " ms");
  }

  /** The share of calls that went wrong, second by second. */
  private static String errors(List<LoadReport.Second> seconds) {
    return new Plot("Errors over time", "seconds", "%")
        .line(
            "errors, of all calls",
            xs(seconds),
            ys(seconds, each -> 100.0 * each.errors() / Math.max(1, each.calls() + each.errors())))
        .svg();
  }

  /** Calls answered a second over time. */
  public static String throughput(List<LoadReport.Second> seconds) {
    return new Plot("Calls answered", "seconds", "per s")
        .line("calls", xs(seconds), ys(seconds, LoadReport.Second::calls))
        .svg();
  }

  private static String latencies(List<LoadReport.Second> seconds) {
    return new Plot("Latency over time", "seconds", "ms")
        .line("p50", xs(seconds), ys(seconds, LoadReport.Second::p50))
        .line("p99", xs(seconds), ys(seconds, LoadReport.Second::p99))
        .svg();
  }

  /** Latency by percentile, with the tail drawn out. */
  public static String curve(List<LoadReport.Percentile> percentiles) {
    double[] xs = new double[percentiles.size()];
    double[] ys = new double[percentiles.size()];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = 100 / Math.max(1e-3, 100 - percentiles.get(i).percentile());
      ys[i] = percentiles.get(i).ms();
    }
    return new Plot("Latency by percentile", "percentile", "ms")
        .logX()
        .xText(HtmlReport::percentile)
        .line("all calls", xs, ys)
        .svg();
  }

  private static String percentile(double oneOf) {
    return oneOf <= 1
        ? "0"
        : new java.math.BigDecimal(100 - 100 / oneOf)
                .setScale(5, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            + "%";
  }

  private static double[] xs(List<LoadReport.Second> seconds) {
    return ys(seconds, LoadReport.Second::at);
  }

  private static double[] ys(
      List<LoadReport.Second> seconds, java.util.function.ToDoubleFunction<LoadReport.Second> of) {
    return seconds.stream().mapToDouble(of).toArray();
  }
}
