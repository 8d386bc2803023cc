package io.galvan.benchmarks;

import io.galvan.simulator.report.HtmlReport;
import io.galvan.simulator.report.LoadReport;
import io.galvan.simulator.report.Plot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** docs/benchmarks.md and its pictures, written from the kept results alone. */
final class Page {
  private final Results results;
  private final Path page;
  private final Path images;
  private final StringBuilder out = new StringBuilder();

  Page(Results results, Path page, Path images) {
    this.results = results;
    this.page = page;
    this.images = images;
  }

  void write() throws IOException {
    out.setLength(0);
    out.append("# Benchmarks\n\n");
    out.append(
        "Written by `./benchmark` from `benchmarks/results/*.json`; do not edit. Server, PostgreSQL and load share one machine. Every answer was\n"
            + "durable in PostgreSQL (fsync and synchronous_commit on) before it was sent, and each run ended by comparing what was answered with what\n"
            + "is in the database. How to read and rerun it: [guides/benchmarks.md](guides/benchmarks.md).\n\n");
    machine();
    targets();
    growth();
    meterRows();
    costs();
    micro();
    out.append("## 1 million chargers on paper\n\n").append(Million.page(results)).append('\n');
    books();
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, out);
  }

  private void machine() throws IOException {
    out.append("## Machine and settings\n\n");
    List<String> told = new ArrayList<>();
    for (Row row : Rows.all()) {
      JsonObject result = results.find(row.id());
      if (result != null) {
        JsonObject machine = result.getJsonObject("machine");
        JsonObject settings = result.getJsonObject("settings");
        String line =
            "%s cores (%s), %s MB RAM, %s, %s, %s open files a process. Runs %s, warm-up %s s (%s s when warm), measured %s s%s."
                .formatted(
                    machine.getInteger("cores"),
                    machine.getString("processor"),
                    Plot.text(machine.getLong("memoryMb")),
                    machine.getString("kernel"),
                    machine.getString("jdk"),
                    Plot.text(machine.getLong("openFiles")),
                    settings.getInteger("runs"),
                    settings.getInteger("warmUpS"),
                    settings.getInteger("againS"),
                    settings.getInteger("measuredS"),
                    settings.getBoolean("quick")
                        ? "; short form (`--quick`): figures are noise"
                        : "");
        if (!told.contains(line)) {
          told.add(line);
          out.append("- ").append(line).append('\n');
        }
      }
    }
    out.append(
        "- Node: as `./run` starts it (G1), PostgreSQL "
            + postgresql()
            + " embedded, defaults of `docs/reference/settings.md` but for unknown chargers, which are\n"
            + "  accepted. A figure is the median of its runs. Before a load PostgreSQL's log was filled once, so that its files are used\n"
            + "  again, as on a system that has run for a while.\n\n");
  }

  private String postgresql() throws IOException {
    for (Row row : Rows.all()) {
      JsonObject result = results.find(row.id());
      JsonObject run = result == null ? null : result.getJsonArray("runs").getJsonObject(0);
      if (run != null && run.containsKey("postgresql")) {
        return run.getString("postgresql");
      }
    }
    return "as the module names it";
  }

  private void targets() throws IOException {
    out.append("## Targets\n\n| what | target | measured | met |\n|---|---|---|---|\n");
    for (Target target : Target.all()) {
      Double measured = target.measured(results);
      cells(
          target.what(),
          target.text(),
          measured == null ? "not run" : target.text(measured),
          measured == null ? "" : target.met(measured) ? "yes" : "**no**");
    }
    out.append('\n');
    for (Row row : Rows.all()) {
      logLag(row.id());
    }
    out.append(
        "What limits a figure that misses its target, and what was tried:"
            + " [ADR 16](adr/0016-what-a-call-costs.md).\n\n");
    image("throughput", "Calls answered over time", throughput());
    image("latency", "Latency by percentile", curve());
  }

  /** Says so where the message log could not follow: a figure that was made without it is less. */
  private void logLag(String rowId) throws IOException {
    long answered = 0;
    long missing = 0;
    for (List<JsonObject> run : booksOfRuns(rowId)) {
      for (JsonObject books : run) {
        JsonObject messages = books.getJsonObject("messages");
        if (messages != null) {
          answered += messages.getLong("answered");
          missing += messages.getLong("answered") - messages.getLong("stored");
        }
      }
    }
    if (missing > 0) {
      out.append(
          "In `%s` the message log could not follow: %d%% of its entries were dropped and counted, nothing else was.\n\n"
              .formatted(rowId, Math.round(100.0 * missing / answered)));
    }
  }

  private @Nullable String throughput() throws IOException {
    Plot plot = new Plot("Session mix, calls answered", "seconds", "per s");
    boolean any = false;
    for (String row : List.of("session-100", "session-1000", "session-10000")) {
      JsonArray seconds = ofFirstRun(row, "seconds");
      if (seconds != null && !seconds.isEmpty()) {
        plot.line(
            row.replace("session-", "") + " connections",
            values(seconds, "at"),
            values(seconds, "calls"));
        any = true;
      }
    }
    return any ? plot.svg() : null;
  }

  private @Nullable String curve() throws IOException {
    JsonArray points = ofFirstRun("open-50", "percentiles");
    if (points == null) {
      return null;
    }
    List<LoadReport.Percentile> percentiles = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      JsonObject point = points.getJsonObject(i);
      percentiles.add(
          new LoadReport.Percentile(point.getDouble("percentile"), point.getDouble("ms")));
    }
    return HtmlReport.curve(percentiles);
  }

  private @Nullable JsonArray ofFirstRun(String row, String name) throws IOException {
    JsonObject result = results.find(row);
    return result == null ? null : result.getJsonArray("runs").getJsonObject(0).getJsonArray(name);
  }

  private static double[] values(JsonArray points, String name) {
    return points.stream()
        .map(JsonObject.class::cast)
        .mapToDouble(point -> point.getDouble(name))
        .toArray();
  }

  private void growth() throws IOException {
    out.append(
        "## Growth\n\n| row | calls/s | p50 ms | p99 ms | p99.9 ms | CPU s a 1,000 calls | of it JVM | commits a call | node MB | PostgreSQL MB | load us a call |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|\n");
    List<Double> connections = new ArrayList<>();
    List<Double> speeds = new ArrayList<>();
    for (Row row : Rows.all()) {
      JsonObject result = results.find(row.id());
      if (result != null && result.getJsonObject("figures").containsKey("commitsPerCall")) {
        JsonObject figures = result.getJsonObject("figures");
        cells(
            row.what(),
            text(figures, "perSecond"),
            text(figures, "p50Ms"),
            text(figures, "p99Ms"),
            text(figures, "p999Ms"),
            text(figures, "cpuSPer1000"),
            text(figures, "jvmCpuSPer1000"),
            text(figures, "commitsPerCall"),
            text(figures, "residentMb"),
            text(figures, "databaseMb"),
            text(figures, "loadMicrosPerCall"));
        if (row.id().startsWith("session-")) {
          connections.add(figures.getDouble("stations"));
          speeds.add(figures.getDouble("perSecond"));
        }
      }
    }
    out.append(
        "\nIdle and boot rows make few calls by design; their latencies are those of connecting stations' calls.\n\n");
    if (connections.size() > 1) {
      image(
          "growth",
          "Session mix over connections",
          new Plot("Session mix over connections", "connections", "per s")
              .logX()
              .line(
                  "calls/s",
                  connections.stream().mapToDouble(each -> each).toArray(),
                  speeds.stream().mapToDouble(each -> each).toArray())
              .svg());
    }
    many();
  }

  private void many() throws IOException {
    out.append("| many at once | figures |\n|---|---|\n");
    for (String id :
        List.of("storm", "idle", "cluster-5", "memory-100000", "nodes-1", "nodes-2", "start")) {
      JsonObject result = results.find(id);
      if (result != null) {
        StringBuilder figures = new StringBuilder();
        for (Map.Entry<String, Object> figure : result.getJsonObject("figures")) {
          figures
              .append(figures.isEmpty() ? "" : ", ")
              .append(figure.getKey())
              .append(' ')
              .append(Target.number(((Number) figure.getValue()).doubleValue()));
        }
        cells("`" + id + "`: " + what(id), figures.toString());
      }
    }
    out.append(
        "\nA process may open only so many files (see above), and a connection is one: what needs more is divided among processes, and sessions over an\n"
            + "in-memory transport show what a node could hold without that bound. Source addresses 127.0.0.x give the load enough ports.\n\n");
  }

  private static String what(String id) {
    return Rows.all().stream()
        .filter(row -> row.id().equals(id))
        .map(Row::what)
        .findFirst()
        .orElse(id);
  }

  private void meterRows() throws IOException {
    out.append(
        "## Meter rows\n\nGenerated in the database like a stored reading of 2 measurands, in partitions of past months; times are of the REST API, median"
            + " and worst of 40.\n\n| meter rows | list | list of a station | list of a day | transaction | curve of 500 readings | MeterValues/s beside |\n"
            + "|---|---|---|---|---|---|---|\n");
    for (String id : List.of("meter-rows-small", "meter-rows-large")) {
      JsonObject result = results.find(id);
      if (result != null) {
        JsonObject figures = result.getJsonObject("figures");
        cells(
            text(figures, "rows"),
            times(figures, "list"),
            times(figures, "listOfStation"),
            times(figures, "listOfDay"),
            times(figures, "transaction"),
            times(figures, "series"),
            text(figures, "meterValuesPerSecond"));
      }
    }
    out.append('\n');
  }

  private static String times(JsonObject figures, String name) {
    return text(figures, name + "Ms") + " ms (" + text(figures, name + "MaxMs") + ")";
  }

  private void costs() throws IOException {
    out.append("## What costs what\n\n");
    JsonObject result = results.find("profile");
    if (result == null) {
      out.append("Not run: `./benchmark --profile`.\n\n");
      return;
    }
    JsonObject figures = result.getJsonObject("figures");
    out.append(
        "From a flight recording of the session mix with 100 connections (%s samples): %s s CPU of the JVM and %s s of PostgreSQL a 1,000 calls.\nA sample belongs to the innermost package that is not the JDK's.\n\n"
            .formatted(
                text(figures, "samples"),
                text(figures, "jvmCpuSPer1000"),
                text(figures, "databaseCpuSPer1000")));
    if (Files.exists(images.resolve("flame-graph.svg"))) {
      out.append("![Flame graph](images/benchmarks/flame-graph.svg)\n\n");
    }
    JsonObject run = result.getJsonArray("runs").getJsonObject(0);
    shares("package", run.getJsonObject("packages"));
    shares("statement that PostgreSQL was at", run.getJsonObject("statements"));
    shares("what its backends were at", run.getJsonObject("waits"));
  }

  private void shares(String what, JsonObject shares) {
    out.append("| ").append(what).append(" | share |\n|---|---|\n");
    for (Map.Entry<String, Object> share : shares) {
      cells(
          "`" + share.getKey().replace("|", "\\|").replace("`", "'") + "`",
          Target.number(((Number) share.getValue()).doubleValue()) + " %");
    }
    out.append('\n');
  }

  private void micro() throws IOException {
    out.append("## Parts by themselves (JMH)\n\n");
    JsonObject result = results.find("micro");
    if (result == null) {
      out.append("Not run.\n\n");
      return;
    }
    out.append("| part | ns a message | bytes allocated a message |\n|---|---|---|\n");
    JsonObject figures = result.getJsonObject("figures");
    for (String name : figures.fieldNames()) {
      if (name.endsWith("Ns")) {
        String part = name.substring(0, name.length() - 2);
        cells(part, text(figures, name), text(figures, part + "Bytes"));
      }
    }
    out.append('\n');
  }

  private void books() throws IOException {
    out.append(
        "## Answered and stored\n\n| row | run | transactions | ended | meter values | events of 2.0.1 | messages |\n|---|---|---|---|---|---|---|\n");
    for (Row row : Rows.all()) {
      int run = 0;
      for (List<JsonObject> ofRun : booksOfRuns(row.id())) {
        run++;
        for (JsonObject books : ofRun) {
          cells(
              row.id(),
              Integer.toString(run),
              line(books, "transactions"),
              line(books, "ended"),
              line(books, "meterValues"),
              line(books, "events"),
              line(books, "messages"));
        }
      }
    }
    out.append("\nIn each cell: answered / stored.\n");
  }

  /** The books of each run; a run of several nodes has several. */
  private List<List<JsonObject>> booksOfRuns(String rowId) throws IOException {
    JsonObject result = results.find(rowId);
    if (result == null) {
      return List.of();
    }
    List<List<JsonObject>> all = new ArrayList<>();
    for (int i = 0; i < result.getJsonArray("runs").size(); i++) {
      Object kept = result.getJsonArray("runs").getJsonObject(i).getValue("books");
      JsonArray books =
          kept instanceof JsonArray several
              ? several
              : kept == null ? new JsonArray() : JsonArray.of(kept);
      all.add(books.stream().map(JsonObject.class::cast).toList());
    }
    return all;
  }

  private static String line(JsonObject books, String name) {
    JsonObject line = books.getJsonObject(name);
    return line == null ? "" : text(line, "answered") + " / " + text(line, "stored");
  }

  private void cells(String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String text(JsonObject figures, String name) {
    Double value = figures.getDouble(name);
    return value == null ? "" : Target.number(value);
  }

  private void image(String name, String what, @Nullable String svg) throws IOException {
    if (svg != null) {
      Files.createDirectories(images);
      Files.writeString(images.resolve(name + ".svg"), svg);
      out.append("![").append(what).append("](images/benchmarks/").append(name).append(".svg)\n\n");
    }
  }
}
