package io.galvan.simulator.report;

import java.util.List;

/** A load's report as one HTML file with its plots. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Load report</title>
      <style>
      body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8888; }
      th:first-child, td:first-child { text-align: left; }
      svg { max-width: 100%; height: auto; margin: 1rem 0; }
      </style></head><body>
      """;

  private HtmlReport() {}

  /** The page. */
  public static String of(LoadReport report) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("<h1>Load: ")
        .append(Plot.escaped(report.mix()))
        .append(" over ")
        .append(Plot.escaped(report.transport()))
        .append(", ")
        .append(Plot.text(report.connections()))
        .append(" stations, ")
        .append(
            report.callsPerSecond() > 0
                ? "open loop of " + Plot.text(report.callsPerSecond()) + " calls/s"
                : "closed loop")
        .append("</h1>\n<p>")
        .append(report.clean() ? "Every call was answered, and rightly." : "Not clean: see below.")
        .append("</p>\n");
    out.append(throughput(report.seconds())).append(latencies(report.seconds()));
    out.append(curve(report.percentiles()));
    out.append("<pre>").append(Plot.escaped(report.table())).append("</pre>\n");
    return out.append("</body></html>\n").toString();
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
