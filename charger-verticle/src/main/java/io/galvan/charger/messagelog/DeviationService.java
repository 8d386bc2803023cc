package io.galvan.charger.messagelog;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.galvan.contract.event.Happening;
import io.galvan.contract.messagelog.Deviations.DeviationPage;
import io.galvan.contract.messagelog.Deviations.DeviationQuery;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Counts the deviations that the message log tells of, and shows the counts. */
final class DeviationService {
  private static final int ACTION_LENGTH = 64;
  private static final int KIND_LENGTH = 64;
  private static final Pattern POSITION = Pattern.compile("\\[\\d+]");
  private static final Deviation[] NONE = {};

  private final Pool pool;
  private final Writer writer;
  private final DeviationStore store;

  /** What is counted as one. */
  record Way(String chargerId, String action, String kind, String field) {
    static final Comparator<Way> ORDER =
        Comparator.comparing(Way::chargerId)
            .thenComparing(Way::action)
            .thenComparing(Way::kind)
            .thenComparing(Way::field);
  }

  /** How often in one batch, from when to when, and the newest. */
  record Tally(Way way, long count, Instant firstAt, Instant lastAt, String raw, String repaired) {
    Tally and(Tally other) {
      Tally newer = other.lastAt.isBefore(lastAt) ? this : other;
      return new Tally(
          way,
          count + other.count,
          other.firstAt.isBefore(firstAt) ? other.firstAt : firstAt,
          newer.lastAt,
          newer.raw,
          newer.repaired);
    }
  }

  DeviationService(Pool pool, Writer writer, DeviationStore store) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Adds what these entries tell of, in the transaction that stores them. */
  Future<?> count(UnitOfWork unit, List<LogEntry> entries) {
    return add(unit, tallies(entries, unit.now()));
  }

  private Future<?> add(UnitOfWork unit, Collection<Tally> tallies) {
    return tallies.isEmpty()
        ? Future.succeededFuture()
        : store
            .add(
                unit.sql(),
                // In the order of the key, so that two batches cannot wait for each other.
                tallies.stream().sorted(Comparator.comparing(Tally::way, Way.ORDER)).toList())
            .compose(
                grown ->
                    grown.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : store.trim(unit.sql(), grown).mapEmpty());
  }

  /**
   * Counts what services tell of. One that is told again after a failure may count twice, as a
   * message that comes again does.
   */
  Future<Done> hear(EventBatch batch) {
    Map<Way, Tally> tallies = new LinkedHashMap<>();
    for (Event event : batch.events()) {
      if (event.chargerId() != null
          && event.happening() instanceof Happening.StationDeviated seen) {
        Way way =
            new Way(
                event.chargerId(),
                Sql.required(seen.action(), ACTION_LENGTH),
                Sql.required(seen.kind(), KIND_LENGTH),
                field(seen.field()));
        Deviation deviation = new Deviation(seen.field(), seen.kind(), seen.raw(), seen.taken());
        tallies.merge(way, tally(way, event.at(), deviation), Tally::and);
      }
    }
    return tallies.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(unit -> add(unit, tallies.values()).map(Done.DONE));
  }

  private static Collection<Tally> tallies(List<LogEntry> entries, Instant now) {
    Map<Way, Tally> tallies = new LinkedHashMap<>();
    for (LogEntry entry : entries) {
      Instant at = Sql.reported(entry.at(), now);
      for (Deviation seen : deviations(entry)) {
        Way way =
            new Way(
                entry.chargerId(),
                Sql.required(entry.action(), ACTION_LENGTH),
                Sql.required(seen.kind(), KIND_LENGTH),
                field(seen.path()));
        tallies.merge(way, tally(way, at, seen), Tally::and);
      }
    }
    return tallies.values();
  }

  private static Tally tally(Way way, Instant at, Deviation seen) {
    return new Tally(
        way,
        1,
        at,
        at,
        Sql.required(seen.raw(), Deviation.BOUND),
        Sql.required(seen.repaired(), Deviation.BOUND));
  }

  /** Positions in lists are left out: one way of deviating, wherever it stands. */
  private static String field(String path) {
    String field = path.startsWith("$") ? POSITION.matcher(path).replaceAll("[]") : path;
    return Sql.required(field, Deviation.BOUND);
  }

  private static Deviation[] deviations(LogEntry entry) {
    String text = entry.deviations();
    if (text == null) {
      return NONE;
    }
    try {
      return Mapper.JSON.readValue(text, Deviation[].class);
    } catch (JsonProcessingException noDeviations) {
      // Kept in the log as it is; there is nothing to count in it.
      return NONE;
    }
  }

  /** Answers {@code charger.deviations.list}. */
  Future<DeviationPage> list(DeviationQuery query) {
    String order = "deviations by " + query.groupBy();
    return store
        .list(pool, query, Cursor.decode(query.cursor(), order))
        .map(
            found -> {
              int size = query.limit();
              if (found.items().size() <= size) {
                return new DeviationPage(found.items(), null);
              }
              Cursor end =
                  new Cursor(
                      order,
                      found.items().get(size - 1).lastAt().toString(),
                      found.ids().get(size - 1));
              return new DeviationPage(found.items().subList(0, size), end.encode());
            });
  }
}
