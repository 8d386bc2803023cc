package io.galvan.charger.connection.attempt;

import io.galvan.charger.connection.attempt.AttemptBook.Folded;
import io.galvan.charger.connection.attempt.AttemptBook.Way;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.ConnectionAttempts.StoredAttempt;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of connection attempts. */
final class AttemptStore {
  /** Bounds of what is kept; beyond them the oldest go. */
  static final int MOST_REFUSED = 10_000;

  static final int MOST_REFUSED_OF_A_STATION = 100;
  static final int MOST_UNKNOWN_OF_AN_ADDRESS = 200;
  static final int MOST_ACCEPTED_OF_A_STATION = 10;

  private static final int TEXT_LENGTH = 200;
  private static final String SEPARATOR = "\u001f";

  /** A page, and the ids that tell items of one time apart. */
  record Items(List<StoredAttempt> items, List<Long> ids) {}

  /** Adds to the counts, each way once. */
  Future<?> add(SqlClient sql, List<Folded> folded) {
    Map<String, Folded> byHash = new HashMap<>();
    folded.forEach(one -> byHash.put(hash(one.way()), one));
    // In the order of the key, so that two nodes cannot wait for each other.
    List<String> hashes = byHash.keySet().stream().sorted().toList();
    List<Folded> rows = hashes.stream().map(byHash::get).toList();
    return sql.preparedQuery(
            """
            insert into connection_attempt as old
              (way, identity, address, transport, asked, secure, outcome, certificate_subject,
                certificate_fingerprint, times, first_at, last_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
              $6::boolean[], $7::text[], $8::text[], $9::text[], $10::bigint[],
              $11::timestamptz[], $12::timestamptz[])
            on conflict (way) do update set
              times = old.times + excluded.times,
              first_at = least(old.first_at, excluded.first_at),
              last_at = greatest(old.last_at, excluded.last_at)
            """)
        .execute(
            Tuple.tuple()
                .addValue(hashes.toArray(String[]::new))
                .addValue(Sql.texts(rows, row -> Sql.text(row.way().identity(), TEXT_LENGTH)))
                .addValue(Sql.texts(rows, row -> Sql.text(row.way().address(), TEXT_LENGTH)))
                .addValue(Sql.texts(rows, row -> Sql.name(row.way().transport())))
                .addValue(Sql.texts(rows, row -> Sql.text(row.way().asked(), TEXT_LENGTH)))
                .addValue(Sql.flags(rows, row -> row.way().secure()))
                .addValue(Sql.texts(rows, row -> row.way().outcome().name()))
                .addValue(
                    Sql.texts(rows, row -> Sql.text(row.way().certificateSubject(), TEXT_LENGTH)))
                .addValue(
                    Sql.texts(
                        rows, row -> Sql.text(row.way().certificateFingerprint(), TEXT_LENGTH)))
                .addValue(Sql.longs(rows, Folded::count))
                .addValue(Sql.times(rows, Folded::firstAt))
                .addValue(Sql.times(rows, Folded::lastAt)));
  }

  private static String hash(Way way) {
    String text =
        String.join(
            SEPARATOR,
            String.valueOf(way.identity()),
            way.address(),
            String.valueOf(way.transport()),
            String.valueOf(way.asked()),
            String.valueOf(way.secure()),
            way.outcome().name(),
            String.valueOf(way.certificateSubject()),
            String.valueOf(way.certificateFingerprint()),
            // Tells an absent identity from one that reads "null".
            way.identity() == null ? "" : "named");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The stations that these identities name, in any letter case. */
  Future<Map<String, String>> stations(SqlClient sql, Collection<String> identities) {
    return sql.preparedQuery(
            """
            select g.identity, c.id from unnest($1::text[]) as g(identity)
            join charger c on lower(c.id) = lower(g.identity collate "C")
            """)
        .execute(Tuple.of(identities.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, String> stations = new HashMap<>();
              rows.forEach(row -> stations.put(row.getString("identity"), row.getString("id")));
              return stations;
            });
  }

  Future<Boolean> familiar(SqlClient sql, String identity, String address, Instant since) {
    return sql.preparedQuery(
            """
            select from connection_attempt
            where lower(identity) = lower($1::text collate "C") and address = $2
              and outcome = 'accepted' and last_at >= $3
            limit 1
            """)
        .execute(
            Tuple.of(
                Sql.required(identity, TEXT_LENGTH),
                Sql.required(address, TEXT_LENGTH),
                Sql.time(since)))
        .map(rows -> rows.size() > 0);
  }

  /** One item more than the page holds, if there are more. */
  Future<Items> list(SqlClient sql, AttemptQuery query, @Nullable Cursor after) {
    Conditions filter = new Conditions();
    if (query.chargerId() != null) {
      filter.add(
          "lower(a.identity) = lower(?::text collate \"C\")",
          Sql.required(query.chargerId(), TEXT_LENGTH));
    }
    if (query.outcome() != null) {
      filter.add("a.outcome = ?", query.outcome().name());
    }
    if (query.address() != null) {
      filter.add("a.address = ?", Sql.required(query.address(), TEXT_LENGTH));
    }
    if (query.from() != null) {
      filter.add("a.last_at >= ?", Sql.time(query.from()));
    }
    if (query.to() != null) {
      filter.add("a.last_at < ?", Sql.time(query.to()));
    }
    if (after != null) {
      filter.add("(a.last_at, a.id) < (?, ?)", Sql.time(after.keyTime()), after.idNumber());
    }
    return sql.preparedQuery(
            "select a.*, c.id as charger_id from connection_attempt a"
                + " left join charger c on lower(c.id) = lower(a.identity)"
                + filter.where()
                + " order by a.last_at desc, a.id desc"
                + Conditions.limit(query.limit()))
        .execute(filter.parameters())
        .map(
            rows -> {
              List<StoredAttempt> items = new ArrayList<>(rows.size());
              List<Long> ids = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(item(row));
                ids.add(row.getLong("id"));
              }
              return new Items(items, ids);
            });
  }

  private static StoredAttempt item(Row row) {
    return new StoredAttempt(
        row.getString("charger_id"),
        row.getString("identity"),
        row.getString("address"),
        Sql.constantOrNull(row, "transport", Transport.class),
        row.getString("asked"),
        row.getBoolean("secure"),
        Sql.constant(row, "outcome", Outcome.class),
        row.getString("certificate_subject"),
        row.getString("certificate_fingerprint"),
        row.getLong("times"),
        Sql.instant(row, "first_at"),
        Sql.instant(row, "last_at"));
  }

  /** Deletes what is older than that, and refused attempts beyond the bounds. */
  Future<?> trimRefused(SqlClient sql, Instant oldest) {
    sql.preparedQuery("delete from connection_attempt where last_at < $1")
        .execute(Tuple.of(Sql.time(oldest)));
    return sql.preparedQuery(
            """
            delete from connection_attempt d using (
              select a.id, a.identity, c.id as station,
                row_number() over (
                  partition by lower(a.identity) order by a.last_at desc, a.id desc) as of_station,
                row_number() over (
                  partition by c.id is null, a.address order by a.last_at desc, a.id desc)
                  as of_address,
                row_number() over (order by a.last_at desc, a.id desc) as of_all
              from connection_attempt a left join charger c on lower(c.id) = lower(a.identity)
              where a.outcome <> 'accepted'
            ) as ranked
            where d.id = ranked.id
              and ((ranked.identity is not null and of_station > $1)
                or (ranked.station is null and of_address > $2)
                or of_all > $3)
            """)
        .execute(
            Tuple.of(
                (long) MOST_REFUSED_OF_A_STATION,
                (long) MOST_UNKNOWN_OF_AN_ADDRESS,
                (long) MOST_REFUSED));
  }

  /** Deletes the oldest addresses that a station was let in from, and those of stations gone. */
  Future<?> trimAccepted(SqlClient sql) {
    return sql.preparedQuery(
            """
            delete from connection_attempt d using (
              select a.id, c.id as station,
                row_number() over (
                  partition by lower(a.identity) order by a.last_at desc, a.id desc) as of_station
              from connection_attempt a left join charger c on lower(c.id) = lower(a.identity)
              where a.outcome = 'accepted'
            ) as ranked
            where d.id = ranked.id and (ranked.station is null or of_station > $1)
            """)
        .execute(Tuple.of((long) MOST_ACCEPTED_OF_A_STATION));
  }
}
