package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Compares what a load was answered with what stands in the database. */
final class Books {
  private static final int ATTEMPTS = 60;
  private static final int ATTEMPT_MS = 250;

  private static final String TRANSACTIONS =
      "select count(*) from transaction.transaction where charger_id like ?";
  private static final String ENDED =
      "select count(*) from transaction.transaction where charger_id like ? and not running";
  private static final String METER_VALUES =
      "select count(*) from transaction.meter_value where charger_id like ?";
  private static final String MESSAGES =
      "select count(*) from charger.message_log where charger_id like ? and caller = 'Charger'"
          + " and request like '[2,%' and response is not null";

  private static final String EVENTS =
      "select count(*) from transaction.transaction_event where charger_id like ?";
  private static final String NOT_DURABLE =
      "select string_agg(name, ', ') from pg_settings"
          + " where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting <> 'on'";

  private Books() {}

  /**
   * What was answered and what is stored, line by line; fails when an answer was not kept. The
   * message log is written a moment later than the answer, so it is waited for.
   */
  static JsonObject compare(GalvanServer server, Load.Report report)
      throws SQLException, IOException, InterruptedException {
    JsonObject books = new JsonObject();
    try (Connection database = server.database()) {
      checkThatItIsDurable(database);
      String stations = report.prefix() + "%";
      long starts = report.answers("StartTransaction");
      if (starts > 0) {
        books.put("transactions", line(starts, count(database, TRANSACTIONS, stations)));
        books.put(
            "ended", line(report.answers("StopTransaction"), count(database, ENDED, stations)));
        books.put(
            "meterValues",
            line(report.answers("MeterValues"), count(database, METER_VALUES, stations)));
      }
      long events = report.answers("TransactionEvent");
      if (events > 0) {
        books.put("events", line(events, count(database, EVENTS, stations)));
      }
      long answered = report.json().getLong("answered");
      long logged = count(database, MESSAGES, stations);
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 0; i < ATTEMPTS && logged < answered; i++) {
        never.await(ATTEMPT_MS, TimeUnit.MILLISECONDS);
        logged = count(database, MESSAGES, stations);
      }
      books.put("messages", line(answered, logged));
      books.put("messagesDropped", dropped(server) - report.droppedBefore());
    }
    check(books);
    return books;
  }

  /** Entries of the message log that this node dropped since its start. */
  static long dropped(GalvanServer server) throws IOException, InterruptedException {
    return (long) server.metric("galvan_log_dropped_total");
  }

  private static void checkThatItIsDurable(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(NOT_DURABLE);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      if (rows.getString(1) != null) {
        throw new IllegalStateException(
            "what is committed is not on the disk: off is " + rows.getString(1));
      }
    }
  }

  private static JsonObject line(long answered, long stored) {
    return new JsonObject().put("answered", answered).put("stored", stored);
  }

  /** Every answer must have its row; the log may lack what it says it dropped meanwhile. */
  static void check(JsonObject books) {
    for (String name : books.fieldNames()) {
      if (books.getValue(name) instanceof JsonObject line) {
        long missing = line.getLong("answered") - line.getLong("stored");
        long allowed = name.equals("messages") ? books.getLong("messagesDropped", 0L) : 0;
        if (missing > allowed || missing < 0) {
          throw new IllegalStateException(
              "answered and stored differ in " + name + ": " + books.encode());
        }
      }
    }
  }

  static long count(Connection database, String sql, String stations) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, stations);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
