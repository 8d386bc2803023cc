package io.galvan.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Meter values: a row a reading, its samples as a compact JSON array of arrays, in a partition a
 * month.
 */
final class MeterStore {
  /** A session of three days at a reading every ten seconds; what lies beyond is left out. */
  static final int MAX_READINGS = 25_000;

  private static final int VALUE_LENGTH = 40_000;

  /** Two transactions of a station whose clock stands have readings of the same time and text. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /**
   * A reading of a connector, attributed to a transaction where one is known.
   *
   * @param guessed it does not name the transaction
   * @param seqNo the event that told it, or the last one before it; null in OCPP 1.6
   */
  record Stored(
      String chargerId,
      int connectorId,
      @Nullable Long transactionId,
      boolean guessed,
      @Nullable Integer seqNo,
      Reading reading) {
    /** A reading that names its transaction, or none. */
    Stored(String chargerId, int connectorId, @Nullable Long transactionId, Reading reading) {
      this(chargerId, connectorId, transactionId, false, null, reading);
    }
  }

  /** A stored reading of a transaction, and whether it was attributed to it by guess. */
  record Taken(Reading reading, boolean guessed) {}

  /**
   * Stores readings; one that is stored already is left as it is. A transaction that is another
   * station's is stored as it was named, and never read as that one's.
   */
  Future<?> insert(SqlClient sql, List<Stored> readings) {
    String[] samples = Sql.texts(readings, stored -> compact(stored.reading().samples()));
    Long[] digests = new Long[samples.length];
    for (int i = 0; i < samples.length; i++) {
      Stored stored = readings.get(i);
      Long transactionId = stored.transactionId();
      // What an EVSE tells by itself must not keep out the same reading of its transaction.
      digests[i] =
          transactionId == null || stored.guessed()
              ? unnamed(samples[i])
              : digest(samples[i]) ^ transactionId * SPREAD;
    }
    return sql.preparedQuery(
            """
            insert into meter_value (charger_id, connector_id, at, digest, transaction_id, samples, seq_no, counted_at)
            select * from unnest($1::text[], $2::int[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::text[], $7::int[],
              $8::timestamptz[])
            on conflict do nothing
            """)
        .execute(
            Tuple.of(
                    Sql.texts(readings, stored -> TransactionStore.id(stored.chargerId())),
                    Sql.ints(readings, Stored::connectorId),
                    Sql.times(readings, stored -> Times.stored(stored.reading().at())),
                    digests,
                    Sql.longs(readings, Stored::transactionId),
                    samples)
                .addValue(Sql.ints(readings, Stored::seqNo))
                .addValue(Sql.times(readings, stored -> stored.reading().receivedAt())));
  }

  /** A reading that names no transaction has this digest, whomever it is attributed to. */
  private static long unnamed(String samples) {
    return ~digest(samples);
  }

  /**
   * FNV-1a over the text: readings of one connector and time that differ must differ here, nothing
   * more.
   */
  private static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The samples in the order value, measurand, context, phase, location, unit, format. */
  private static String compact(List<Sample> samples) {
    String[][] rows = new String[samples.size()][];
    for (int i = 0; i < rows.length; i++) {
      Sample sample = samples.get(i);
      rows[i] =
          new String[] {
            Sql.required(sample.value(), VALUE_LENGTH),
            // From here on the codec has let through the standard's own words only.
            sample.measurand(),
            sample.context(),
            sample.phase(),
            sample.location(),
            sample.unit(),
            sample.format()
          };
    }
    return Mapper.write(rows);
  }

  private static List<Sample> samples(String compact) {
    try {
      String[][] rows = Mapper.JSON.readValue(compact, String[][].class);
      List<Sample> samples = new ArrayList<>(rows.length);
      for (String[] row : rows) {
        samples.add(new Sample(row[0], row[2], row[6], row[1], row[3], row[4], row[5]));
      }
      return samples;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored samples cannot be read", e);
    }
  }

  /**
   * All readings of a transaction, at most so many: in the order of the events that told them, in
   * OCPP 1.6 in that of their times.
   */
  Future<List<Taken>> readings(SqlClient sql, long transactionId, int most) {
    return sql.preparedQuery(
            """
            select m.at, m.samples, m.digest, m.counted_at
            from transaction t join meter_value m on m.transaction_id = t.id and m.charger_id = t.charger_id
            where t.id = $1 order by m.seq_no nulls first, coalesce(m.counted_at, m.at), m.at, m.digest limit $2
            """)
        .execute(Tuple.of(transactionId, most))
        .map(
            rows -> {
              List<Taken> readings = new ArrayList<>(rows.size());
              for (Row row : rows) {
                String samples = row.getString("samples");
                readings.add(
                    new Taken(
                        new Reading(
                            Sql.instant(row, "at"),
                            samples(samples),
                            Sql.instantOrNull(row, "counted_at")),
                        row.getLong("digest") == unnamed(samples)));
              }
              return readings;
            });
  }

  /**
   * Counts transactions that are unsure again, from all their readings. One after another: a
   * reading of each is small, but all of them together may not be.
   */
  Future<?> recount(SqlClient sql, List<Metering> meterings) {
    Future<?> done = Future.succeededFuture();
    for (Metering metering : meterings) {
      if (metering.unsure()) {
        done =
            done.compose(ok -> readings(sql, metering.id(), MAX_READINGS))
                .onSuccess(metering::recount);
      }
    }
    return done;
  }

  /** Makes sure that this month and the next have their partition; two nodes may do so at once. */
  Future<?> keepMonths(SqlClient sql, Instant now) {
    return Months.keep(sql, "meter_value", "at", now);
  }
}
