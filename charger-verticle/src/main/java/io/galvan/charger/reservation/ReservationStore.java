package io.galvan.charger.reservation;

import io.galvan.contract.reservation.Reservations.NewReservation;
import io.galvan.contract.reservation.Reservations.Reservation;
import io.galvan.contract.reservation.Reservations.ReservationKey;
import io.galvan.contract.reservation.Reservations.ReservationQuery;
import io.galvan.contract.reservation.Reservations.ReservationState;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reservations; one that is past its end reads as Expired, swept or not. */
final class ReservationStore {
  /** A page's reservations, and where it ends. */
  record Page(List<Reservation> reservations, List<Long> turns) {}

  private static final String STATE =
      """
      case when state in ('Requested', 'Active') and expires_at <= $1 then 'Expired'
      else state end\
      """;

  private static final String COLUMNS =
      "id, charger_id, connector_id, id_token, parent_id_token, expires_at, "
          + STATE
          + " as state, status, transaction_id, created_at, updated_at, turn, evse_id, connector_type, "
          + "id_token_type";

  /** Stored under a new id; null if the charger is unknown or the id is taken there. */
  Future<@Nullable Reservation> create(SqlClient sql, NewReservation given, Instant now) {
    return sql.preparedQuery(
            """
            insert into reservation
              (id, charger_id, connector_id, id_token, parent_id_token, expires_at, state,
               created_at, updated_at, evse_id, connector_type, id_token_type)
            select nextval('reservation_id'), c.id, $3, $4, $5, $6, 'Requested', $1, $1, $7, $8, $9
            from charger c where c.id = $2
            on conflict do nothing
            returning
            """
                + COLUMNS)
        .execute(
            Tuple.of(
                Sql.time(now),
                given.chargerId(),
                given.connectorId(),
                given.idToken(),
                given.parentIdToken(),
                Sql.time(given.expiresAt()),
                given.evseId(),
                given.connectorType(),
                given.idTokenType()))
        .map(ReservationStore::first);
  }

  Future<Boolean> knows(SqlClient sql, String chargerId) {
    return sql.preparedQuery("select 1 from charger where id = $1")
        .execute(Tuple.of(chargerId))
        .map(rows -> rows.size() > 0);
  }

  /** As stored, whatever the clock says; kept from changes by others until the transaction ends. */
  Future<@Nullable Reservation> hold(SqlClient sql, String chargerId, int id) {
    return sql.preparedQuery(
            "select * from reservation where charger_id = $1 and id = $2 for update")
        .execute(Tuple.of(chargerId, id))
        .map(ReservationStore::first);
  }

  /** Stores it in the place of any that has its id. */
  Future<Void> put(SqlClient sql, Reservation reservation) {
    return sql.preparedQuery(
            """
            insert into reservation
              (charger_id, id, connector_id, id_token, parent_id_token, expires_at, state, status,
               transaction_id, created_at, updated_at, evse_id, connector_type, id_token_type)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            on conflict (charger_id, id) do update set
              connector_id = excluded.connector_id, id_token = excluded.id_token,
              parent_id_token = excluded.parent_id_token, expires_at = excluded.expires_at,
              state = excluded.state, status = excluded.status,
              transaction_id = excluded.transaction_id, created_at = excluded.created_at,
              updated_at = excluded.updated_at, turn = default, evse_id = excluded.evse_id,
              connector_type = excluded.connector_type, id_token_type = excluded.id_token_type
            """)
        .execute(
            Tuple.from(
                new Object[] {
                  reservation.chargerId(),
                  reservation.id(),
                  reservation.connectorId(),
                  reservation.idToken(),
                  reservation.parentIdToken(),
                  Sql.time(reservation.expiresAt()),
                  reservation.state().name(),
                  reservation.status(),
                  reservation.transactionId(),
                  Sql.time(reservation.createdAt()),
                  Sql.time(reservation.updatedAt()),
                  reservation.evseId(),
                  reservation.connectorType(),
                  reservation.idTokenType()
                }))
        .mapEmpty();
  }

  Future<Void> move(
      SqlClient sql,
      String chargerId,
      int id,
      ReservationState state,
      @Nullable String status,
      Instant now) {
    return sql.preparedQuery(
            """
            update reservation set state = $3, status = $4, updated_at = $5
            where charger_id = $1 and id = $2
            """)
        .execute(Tuple.of(chargerId, id, state.name(), status, Sql.time(now)))
        .mapEmpty();
  }

  /** A transaction started on it, by an event of that time; one made later is another one. */
  Future<?> use(
      SqlClient sql,
      String chargerId,
      int id,
      long transactionId,
      List<ReservationState> from,
      Instant toldAt,
      Instant now) {
    return sql.preparedQuery(
            """
            update reservation set state = 'Used', transaction_id = $3, updated_at = $4
            where charger_id = $1 and id = $2 and state = any($5) and created_at <= $6
            """)
        .execute(
            Tuple.of(
                chargerId,
                id,
                transactionId,
                Sql.time(now),
                Sql.texts(from, ReservationState::name),
                Sql.time(toldAt)));
  }

  /** Ends at most so many that nobody used in time. */
  Future<Integer> expire(SqlClient sql, Instant now, int limit) {
    return sql.preparedQuery(
            """
            update reservation set state = 'Expired', updated_at = greatest(updated_at, expires_at)
            where (charger_id, id) in (
              select charger_id, id from reservation
              where state in ('Requested', 'Active') and expires_at <= $1
              limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(now), limit))
        .map(rows -> rows.rowCount());
  }

  /** Deletes at most so many that ended before then. */
  Future<?> deleteEnded(SqlClient sql, Instant endedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from reservation where (charger_id, id) in (
              select charger_id, id from reservation
              where state not in ('Requested', 'Active') and updated_at < $1
              limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(endedBefore), limit));
  }

  /** Those of this id, two at most. */
  Future<List<Reservation>> find(SqlClient sql, ReservationKey key, Instant now) {
    return sql.preparedQuery(
            "select "
                + COLUMNS
                + """
                 from reservation
                where id = $2 and ($3::text is null or charger_id = $3) limit 2
                """)
        .execute(Tuple.of(Sql.time(now), key.id(), Sql.text(key.chargerId(), 1_000)))
        .map(rows -> page(rows).reservations());
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<Page> list(SqlClient sql, ReservationQuery query, @Nullable Cursor after, Instant now) {
    Conditions conditions = new Conditions().add("?::timestamptz is not null", Sql.time(now));
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", Sql.required(query.chargerId(), 1_000));
    }
    if (query.state() != null) {
      conditions.add(STATE + " = ?", query.state().name());
    }
    if (after != null) {
      conditions.add("turn < ?", after.idNumber());
    }
    return sql.preparedQuery(
            "select "
                + COLUMNS
                + " from reservation"
                + conditions.where()
                + " order by turn desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(ReservationStore::page);
  }

  private static @Nullable Reservation first(Iterable<Row> rows) {
    for (Row row : rows) {
      return reservation(row);
    }
    return null;
  }

  private static Page page(Iterable<Row> rows) {
    Page page = new Page(new ArrayList<>(), new ArrayList<>());
    for (Row row : rows) {
      page.reservations().add(reservation(row));
      page.turns().add(row.getLong("turn"));
    }
    return page;
  }

  private static Reservation reservation(Row row) {
    return new Reservation(
        row.getInteger("id"),
        row.getString("charger_id"),
        row.getInteger("connector_id"),
        row.getString("id_token"),
        row.getString("parent_id_token"),
        Sql.instant(row, "expires_at"),
        Sql.constant(row, "state", ReservationState.class),
        row.getString("status"),
        row.getLong("transaction_id"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"),
        row.getInteger("evse_id"),
        row.getString("connector_type"),
        row.getString("id_token_type"));
  }
}
