package io.galvan.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again and again at what PostgreSQL's backends do. */
final class StatementSampler implements AutoCloseable {
  private static final int EVERY_MS = 10;
  private static final int LONGEST_TEXT = 110;
  private static final String ACTIVE =
      "select query, coalesce(wait_event_type || ': ' || wait_event, 'CPU') as doing from pg_stat_activity"
          + " where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()";

  private final Map<String, Long> statements = new TreeMap<>();
  private final Map<String, Long> waits = new TreeMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Connection database;
  private final Thread thread;
  private long samples;

  StatementSampler(Connection database) {
    this.database = database;
    thread = new Thread(this::look, "statement-sampler");
    thread.start();
  }

  private void look() {
    try (Statement statement = database.createStatement()) {
      while (!stop.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        try (ResultSet rows = statement.executeQuery(ACTIVE)) {
          while (rows.next()) {
            samples++;
            statements.merge(brief(rows.getString("query")), 1L, Long::sum);
            waits.merge(rows.getString("doing"), 1L, Long::sum);
          }
        }
      }
    } catch (SQLException e) {
      // The server has stopped; what was seen counts.
      waits.merge("not seen: " + e.getMessage(), 0L, Long::sum);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A statement's beginning on one line. */
  static String brief(String sql) {
    String line = sql.strip().replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ");
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + " ..." : line;
  }

  /** Shares of all samples in per cent, the largest first; read when closed. */
  Map<String, Double> statements(int most) {
    return shares(statements, most);
  }

  /** What backends were at while they worked. */
  Map<String, Double> waits(int most) {
    return shares(waits, most);
  }

  private Map<String, Double> shares(Map<String, Long> counts, int most) {
    Map<String, Double> shares = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(most)
        .forEach(
            entry -> shares.put(entry.getKey(), 100.0 * entry.getValue() / Math.max(1, samples)));
    return shares;
  }

  @Override
  public void close() throws SQLException {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
