package io.galvan.app;

import io.galvan.platform.config.Settings;
import io.galvan.platform.error.GalvanException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind ./run. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    version = "Galvan 0.1.0",
    sortOptions = false,
    description = {
      "Starts Galvan, an OCPP central system, in one process: PostgreSQL, the charging stations'"
          + " ports, API and dashboard, and 20 simulated charging stations to look at.",
      "",
      "The first start makes an admin, admin@galvan.local. The password is told to the terminal and"
          + " kept in the file admin-password of the data folder, which only you can read.",
      ""
    },
    footer = {
      "",
      "Settings come from GALVAN_* environment variables, for example GALVAN_API_PORT=8180 or"
          + " GALVAN_DB_URL=postgresql://...; docs/reference/settings.md lists them all. Ctrl-C"
          + " stops everything in order."
    })
public final class Galvan implements Callable<Integer> {
  @Option(names = "--no-demo", description = "Start without simulated charging stations.")
  private boolean noDemo;

  @Option(
      names = "--fresh",
      description = "Forget what earlier runs stored in the data folder first.")
  private boolean fresh;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the embedded PostgreSQL keeps its files (default: ./data).")
  private @Nullable Path data;

  @Option(
      names = "--cluster",
      description =
          "Join other nodes; they need the same database (GALVAN_DB_URL) and the same secret (GALVAN_CLUSTER_SECRET).")
  private boolean cluster;

  @Option(
      names = "--members",
      paramLabel = "HOST[:PORT]",
      split = ",",
      description = "With --cluster: nodes to join (default: 127.0.0.1).")
  private List<String> members = List.of("127.0.0.1");

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      description =
          "With --cluster: this machine's address that the other nodes reach (default: 127.0.0.1).")
  private String clusterHost = "127.0.0.1";

  private final PrintWriter out = new PrintWriter(System.out, true);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Galvan()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Running running;
    try {
      Map<String, String> environment = new HashMap<>(System.getenv());
      if (data != null) {
        environment.put("GALVAN_DATA_DIR", data.toString());
      }
      Startup.Options options =
          new Startup.Options(
              !noDemo, fresh, cluster ? new Startup.Joining(clusterHost, members) : null);
      running = Startup.start(Settings.from(environment), options, out, AdminPassword.terminal());
    } catch (GalvanException e) {
      System.err.println("Galvan cannot start: " + e.message());
      return 1;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.println("\nStopping ...");
                  running.close();
                  out.println("Stopped.");
                  ReadyClasses.keep(out);
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
    return 0;
  }
}
