package io.galvan.charger.command;

import io.galvan.contract.command.Commands.Command;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What followed remote starts and stops. */
final class OutcomeStore {
  /**
   * A transaction that started, stopped, or was denied its token.
   *
   * @param stationTransactionId the station's own name of it
   * @param remoteStartId of the remote start that the station says it follows; OCPP 2.x only
   */
  record Followed(
      String chargerId,
      @Nullable Integer connectorId,
      @Nullable String token,
      @Nullable Long transactionId,
      Instant toldAt,
      @Nullable Instant startedAt,
      @Nullable String detail,
      @Nullable String stationTransactionId,
      @Nullable Integer remoteStartId) {}

  /** From now on the outcome is told, and waited for until it is due. */
  Future<?> expect(SqlClient sql, String commandId, Instant now, Instant due) {
    return sql.preparedQuery(
            """
            update command set outcome_at = coalesce(outcome_at, $2),
              outcome_due = case when outcome_state = 'Waiting' then $3::timestamptz end
            where id = $1
            """)
        .execute(Tuple.of(commandId, Sql.time(now), Sql.time(due)));
  }

  /** The charger will not do it, so nothing is to follow. */
  Future<?> forget(SqlClient sql, String commandId) {
    return sql.preparedQuery(
            """
            update command set outcome_state = null, outcome_at = null, outcome_due = null,
              outcome_transaction_id = null
            where id = $1
            """)
        .execute(Tuple.of(commandId));
  }

  /**
   * Starts that remote starts asked for. A start that the charger dates long before the command is
   * an older one that came late; one it dates before 2001 has no clock and is believed.
   */
  Future<List<Command>> started(SqlClient sql, List<Followed> starts) {
    return sql.preparedQuery(
            """
            update command c set outcome_state = 'Started', outcome_at = m.told_at,
              outcome_transaction_id = m.transaction_id, outcome_due = null
            from (
              select distinct on (w.id) w.id, e.transaction_id, e.told_at
              from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::timestamptz[],
                  $6::timestamptz[], $7::int[])
                as e(charger_id, connector_id, token, transaction_id, told_at, started_at, remote_start_id)
                join command w on w.charger_id = e.charger_id
              where w.outcome_state = 'Waiting' and w.taken_at <= e.told_at
                and case w.action
                  when 'RemoteStartTransaction' then
                    (e.started_at > w.taken_at - interval '10 minutes'
                      or e.started_at < timestamptz '2001-01-01 00:00Z')
                    and lower(w.outcome_token) = lower(e.token)
                    and (w.outcome_connector_id is null or w.outcome_connector_id = e.connector_id)
                  -- A station of OCPP 2.x says itself which remote start it follows.
                  when 'RequestStartTransaction' then
                    w.request::json ->> 'remoteStartId' = e.remote_start_id::text
                  else false end
              order by w.id, e.told_at
            ) m
            where c.id = m.id and c.outcome_state = 'Waiting'
            returning c.*
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(starts, Followed::chargerId))
                .addValue(Sql.ints(starts, Followed::connectorId))
                .addValue(Sql.texts(starts, Followed::token))
                .addValue(Sql.longs(starts, Followed::transactionId))
                .addValue(Sql.times(starts, Followed::toldAt))
                .addValue(Sql.times(starts, OutcomeStore::startedAt))
                .addValue(Sql.ints(starts, Followed::remoteStartId)))
        .map(CommandStore::all);
  }

  private static Instant startedAt(Followed start) {
    return start.startedAt() == null ? start.toldAt() : start.startedAt();
  }

  /** Ends of transactions that remote stops named. */
  Future<List<Command>> stopped(SqlClient sql, List<Followed> stops) {
    return sql.preparedQuery(
            """
            update command c set outcome_state = 'Stopped', outcome_at = e.told_at,
              outcome_detail = e.detail, outcome_transaction_id = e.transaction_id, outcome_due = null
            from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[])
              as e(charger_id, transaction_id, told_at, detail, station_id)
            where c.charger_id = e.charger_id and c.outcome_state = 'Waiting'
              and case c.action
                when 'RemoteStopTransaction' then c.outcome_transaction_id = e.transaction_id
                when 'RequestStopTransaction' then c.request::json ->> 'transactionId' = e.station_id
                else false end
            returning c.*
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(stops, Followed::chargerId))
                .addValue(Sql.longs(stops, Followed::transactionId))
                .addValue(Sql.times(stops, Followed::toldAt))
                .addValue(Sql.texts(stops, Followed::detail))
                .addValue(Sql.texts(stops, Followed::stationTransactionId)))
        .map(CommandStore::all);
  }

  /** Tokens that were refused after a remote start with them. */
  Future<List<Command>> denied(SqlClient sql, List<Followed> denials) {
    return sql.preparedQuery(
            """
            update command c set outcome_state = 'None', outcome_at = e.told_at,
              outcome_detail = e.detail, outcome_due = null
            from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[])
              as e(charger_id, token, told_at, detail)
            where c.charger_id = e.charger_id and c.outcome_state = 'Waiting'
              and c.action in ('RemoteStartTransaction', 'RequestStartTransaction') and c.taken_at <= e.told_at
              and lower(c.outcome_token) = lower(e.token)
            returning c.*
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(denials, Followed::chargerId))
                .addValue(Sql.texts(denials, Followed::token))
                .addValue(Sql.times(denials, Followed::toldAt))
                .addValue(Sql.texts(denials, Followed::detail)))
        .map(CommandStore::all);
  }

  /** Gives up waiting for what is due. */
  Future<List<Command>> giveUp(SqlClient sql, Instant now, int limit) {
    return sql.preparedQuery(
            """
            update command set outcome_state = 'None', outcome_at = $1, outcome_due = null,
              outcome_detail = case
                when action in ('RemoteStartTransaction', 'RequestStartTransaction')
                  then 'no transaction started in time'
                else 'the transaction did not end in time' end
            where id in (
              select id from command where outcome_state = 'Waiting' and outcome_due <= $1
              limit $2 for update skip locked)
            returning *
            """)
        .execute(Tuple.of(Sql.time(now), limit))
        .map(CommandStore::all);
  }
}
