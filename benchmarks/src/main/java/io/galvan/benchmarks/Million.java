package io.galvan.benchmarks;

import java.io.IOException;
import java.util.Locale;

/** What a million stations would need, worked out from what was measured. */
final class Million {
  private static final double STATIONS = 1_000_000;
  private static final double DAY_S = 86_400;
  private static final double HEARTBEATS_A_DAY = DAY_S / 300;
  private static final double SESSIONS_A_DAY = 2;
  private static final double METER_VALUES_A_SESSION = 120;
  private static final double OTHER_CALLS_A_SESSION = 5;
  private static final double PEAK = 3;
  private static final double USED_SHARE_OF_A_CORE = 0.6;
  private static final double STATIONS_A_NODE = 100_000;
  private static final double NODE_BASE_GB = 0.5;

  private Million() {}

  /** The section; a sentence that it is missing when the costs were not measured. */
  static String page(Results results) throws IOException {
    Double cpuS = results.figure("session-1000", "cpuSPer1000");
    Double residentKb = results.figure("idle", "residentKb");
    Double bytes = results.figure("session-1000", "databaseBytesPerCall");
    Double connects = results.figure("storm", "connectsPerSecond");
    if (cpuS == null || residentKb == null || bytes == null || connects == null) {
      return "The costs it is worked out from (rows session-1000, idle and storm) were not measured.\n";
    }
    double calls =
        HEARTBEATS_A_DAY + SESSIONS_A_DAY * (METER_VALUES_A_SESSION + OTHER_CALLS_A_SESSION);
    double average = STATIONS * calls / DAY_S;
    double peak = average * PEAK;
    double cores = peak * cpuS / 1_000 / USED_SHARE_OF_A_CORE;
    double nodes = Math.ceil(STATIONS / STATIONS_A_NODE);
    double memoryGb = STATIONS * Math.max(0, residentKb) / 1_048_576 + nodes * NODE_BASE_GB;
    double diskGb = STATIONS * calls * bytes / 1e9;
    return """
        A station sends a heartbeat every 300 s and has %s sessions a day of two hours with a reading a minute: %s calls a day, so
        %s calls/s of all together on average, and %s at a peak of %s times that.

        | what | worked out from | needed |
        |---|---|---|
        | cores for nodes and PostgreSQL | %s s CPU a 1,000 calls, cores used to %s%% | %s |
        | memory of the nodes | %s KB resident a connection, %s GB a node | %s GB |
        | nodes | %s connections each | %s |
        | disk of PostgreSQL | %s bytes a call, message log and indexes counted in | %s GB a day |
        | all back after a power cut | %s connects and boots a second on the measured machine | %s min |

        This takes for granted that cost a call stays what it is: the rows above show calls/s over connections, nodes and stored rows. One
        PostgreSQL takes every write; its share of the CPU tells when it is full, and then stations are divided among databases.
        """
        .formatted(
            number(SESSIONS_A_DAY),
            number(calls),
            number(average),
            number(peak),
            number(PEAK),
            String.format(Locale.ROOT, "%.3f", cpuS),
            number(USED_SHARE_OF_A_CORE * 100),
            number(Math.ceil(cores)),
            Target.number(residentKb),
            NODE_BASE_GB,
            number(Math.ceil(memoryGb)),
            number(STATIONS_A_NODE),
            number(nodes),
            number(bytes),
            number(Math.ceil(diskGb)),
            number(connects),
            Target.number(STATIONS / connects / 60));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
