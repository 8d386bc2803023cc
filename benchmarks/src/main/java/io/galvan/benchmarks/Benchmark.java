package io.galvan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind ./benchmark. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Galvan: starts a fresh system for each row, loads it, compares answers with the database, and writes docs/benchmarks.md"
          + " from all results that are kept in benchmarks/results.",
      "Takes about 70 minutes; nothing else should run, and no source be changed, meanwhile."
    })
public final class Benchmark implements Callable<Integer> {
  private static final long QUICK_DIVISOR = 100;
  private static final int STOP_TIMEOUT_S = 40;

  @Option(
      names = "--quick",
      description = "Short and small, in some minutes: to see that all works.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "ROW",
      split = ",",
      description = "Only these rows; see --list.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Lists the rows.")
  private boolean list;

  @Option(
      names = "--profile",
      description = "Only the flight recording: flame graph, what costs what.")
  private boolean profile;

  @Option(names = "--page", description = "Only writes the page again, from the kept results.")
  private boolean pageOnly;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each row (default: 3; 1 with --quick).")
  private @Nullable Integer runs;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Meter rows of the large table (default: 100,000,000; 1,000,000 with --quick).")
  private @Nullable Long rows;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where results are kept (default: ${DEFAULT-VALUE}).",
      defaultValue = "benchmarks/results")
  private Path results = Path.of("benchmarks/results");

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "Where the page is written (default: ${DEFAULT-VALUE}).",
      defaultValue = "docs")
  private Path docs = Path.of("docs");

  @Option(names = "--keep", description = "Keeps databases and logs of the runs.")
  private boolean keep;

  /** Runs. */
  public static void main(String[] arguments) {
    // Ctrl-C must not leave servers behind; each stops its own PostgreSQL.
    Runtime.getRuntime().addShutdownHook(new Thread(Benchmark::stopChildren, "stop-children"));
    System.exit(new CommandLine(new Benchmark()).execute(arguments));
  }

  private static void stopChildren() {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    children.forEach(ProcessHandle::destroy);
    children.forEach(
        child -> {
          try {
            child.onExit().get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
          } catch (ExecutionException | TimeoutException | InterruptedException e) {
            child.destroyForcibly();
          }
        });
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      Rows.all().forEach(row -> System.out.printf("%-18s %s%n", row.id(), row.what()));
      return 0;
    }
    Results kept = new Results(results);
    Path images = docs.resolve("images/benchmarks");
    Page page = new Page(kept, docs.resolve("benchmarks.md"), images);
    int failed = pageOnly ? 0 : measure(kept, images);
    page.write();
    System.out.println("Written: " + docs.resolve("benchmarks.md"));
    return failed == 0 ? 0 : 1;
  }

  private int measure(Results kept, Path images) throws IOException, InterruptedException {
    List<Row> chosen = chosen();
    Path folder = Files.createTempDirectory("galvan-benchmark");
    Bench bench =
        new Bench(
            folder,
            images,
            kept,
            quick,
            runs != null ? runs : quick ? 1 : 3,
            rows != null ? rows : 100_000_000 / (quick ? QUICK_DIVISOR : 1),
            Clock.systemUTC(),
            System.out);
    int failed = 0;
    try {
      startOnce(bench);
      for (Row row : chosen) {
        bench.say(row.id() + ": " + row.what());
        try {
          kept.keep(row.id(), bench.settings(), row.measurement().run(bench));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        } catch (Exception e) {
          // One row that fails must not cost the others; its old result stays and the exit tells.
          failed++;
          bench.say("    FAILED: " + e);
        } finally {
          if (!keep) {
            emptied(folder);
          }
        }
      }
    } finally {
      if (!keep) {
        emptied(folder);
        Files.deleteIfExists(folder);
      }
    }
    return failed;
  }

  /** The first start after a build keeps classes ready for the others, so it counts in no row. */
  private static void startOnce(Bench bench) throws IOException, InterruptedException {
    bench.say("first: a start and a stop, which keep the classes ready");
    GalvanServer.start(bench.folder().resolve("first"), GalvanServer.Options.PLAIN).close();
  }

  private List<Row> chosen() {
    List<String> ids = profile ? List.of("profile") : only;
    List<String> known = Rows.all().stream().map(Row::id).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "there is no row " + id + "; see --list");
      }
    }
    return Rows.all().stream().filter(row -> ids.isEmpty() || ids.contains(row.id())).toList();
  }

  private static void emptied(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
