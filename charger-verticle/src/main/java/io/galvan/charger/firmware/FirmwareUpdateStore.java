package io.galvan.charger.firmware;

import io.galvan.contract.firmware.Firmwares.FirmwareUpdate;
import io.galvan.contract.firmware.Firmwares.UpdateState;
import io.galvan.contract.firmware.Firmwares.UpdateStatus;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Firmware updates of chargers and what they reported of them. */
final class FirmwareUpdateStore {
  private static final int MAX_HISTORY = 100;
  private static final String RUNNING = "('Requested', 'Downloading', 'Downloaded', 'Installing')";
  private static final String SELECT =
      """
      select u.*, h.statuses, h.times
      from firmware_update u left join lateral (
        select array_agg(status order by id) as statuses, array_agg(at order by id) as times
        from firmware_update_status where update_id = u.id) h on true
      """;

  /** What a command asks the charger to install. */
  record Asked(
      String commandId,
      String chargerId,
      @Nullable String firmwareId,
      String location,
      boolean signed,
      @Nullable Integer requestId,
      @Nullable Instant retrieveAt,
      @Nullable Instant installAt) {}

  /** A command that no update stands for yet. */
  record Sent(String commandId, String chargerId, String action, String request) {}

  /** An update kept from changes by others until the transaction ends. */
  record Held(int id, UpdateState state) {}

  Future<Integer> nextNumber(SqlClient sql) {
    return sql.query("select nextval('request_number')")
        .execute()
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /** Makes the command's update; leaves one that is there. */
  Future<?> adopt(SqlClient sql, Asked asked, Instant now) {
    return sql.preparedQuery(
            """
            insert into firmware_update
              (charger_id, firmware_id, location, signed, request_id, state, command_id,
               retrieve_at, install_at, created_at, updated_at)
            select c.id, (select id from firmware where id = $3), $4, $5, $6, 'Requested', $1,
              $7, $8, $9, $9
            from charger c
            where c.id = $2 and not exists (select from firmware_update where command_id = $1)
            on conflict (command_id) do nothing
            """)
        .execute(
            Tuple.of(
                asked.commandId(),
                asked.chargerId(),
                asked.firmwareId(),
                asked.location(),
                asked.signed(),
                asked.requestId(),
                timeOrNull(asked.retrieveAt()),
                timeOrNull(asked.installAt()),
                Sql.time(now)));
  }

  private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant at) {
    return at == null ? null : Sql.time(at);
  }

  /**
   * The charger's commands that left, or that a node has in its hands and may have sent by now,
   * whose end is not stored yet, oldest first.
   */
  Future<List<Sent>> sent(SqlClient sql, String chargerId, Instant since) {
    return sql.preparedQuery(
            """
            select c.id, c.charger_id, c.action, c.request from command c
            where c.charger_id = $1 and c.created_at > $2
              and (c.sent_at is not null or (c.state = 'Queued' and c.node_id is not null))
              and c.action in ('UpdateFirmware', 'SignedUpdateFirmware', 'PublishFirmware')
              and not exists (select from firmware_update where command_id = c.id)
            order by c.created_at limit 10
            """)
        .execute(Tuple.of(chargerId, Sql.time(since)))
        .map(
            rows -> {
              List<Sent> sent = new ArrayList<>();
              for (Row row : rows) {
                sent.add(
                    new Sent(
                        row.getString("id"),
                        row.getString("charger_id"),
                        row.getString("action"),
                        row.getString("request")));
              }
              return sent;
            });
  }

  Future<@Nullable Held> ofCommand(SqlClient sql, String commandId) {
    return sql.preparedQuery(
            "select id, state from firmware_update where command_id = $1 for update")
        .execute(Tuple.of(commandId))
        .map(FirmwareUpdateStore::held);
  }

  /** The newest that runs, or failed only lately, so that the charger may be trying again. */
  Future<@Nullable Held> newest(SqlClient sql, String chargerId, Instant failedSince) {
    return sql.preparedQuery(
            """
            select id, state from firmware_update
            where charger_id = $1 and (state in %s or state = 'Failed' and updated_at > $2)
            order by id desc limit 1 for update
            """
                .formatted(RUNNING))
        .execute(Tuple.of(chargerId, Sql.time(failedSince)))
        .map(FirmwareUpdateStore::held);
  }

  Future<@Nullable Held> ofRequest(SqlClient sql, String chargerId, int requestId) {
    return sql.preparedQuery(
            """
            select id, state from firmware_update where charger_id = $1 and request_id = $2
            order by id desc limit 1 for update
            """)
        .execute(Tuple.of(chargerId, requestId))
        .map(FirmwareUpdateStore::held);
  }

  private static @Nullable Held held(RowSet<Row> rows) {
    for (Row row : rows) {
      return new Held(row.getInteger("id"), Sql.constant(row, "state", UpdateState.class));
    }
    return null;
  }

  Future<?> move(SqlClient sql, int id, UpdateState state, Instant now) {
    return sql.preparedQuery("update firmware_update set state = $2, updated_at = $3 where id = $1")
        .execute(Tuple.of(id, state.name(), Sql.time(now)));
  }

  /** Adds to the history, unless it is said again or the history is full. */
  Future<?> told(SqlClient sql, int id, String status, Instant at) {
    return sql.preparedQuery(
            """
            insert into firmware_update_status (update_id, status, at)
            select $1, $2, $3
            where (select count(*) from firmware_update_status where update_id = $1) < $4
              and $2 is distinct from (
                select status from firmware_update_status where update_id = $1
                order by id desc limit 1)
            """)
        .execute(Tuple.of(id, status, Sql.time(at), MAX_HISTORY));
  }

  /** Ends the charger's older updates that run; only those without a requestId if so asked. */
  Future<?> cancelOlder(
      SqlClient sql, String chargerId, int id, boolean unsignedOnly, String word, Instant now) {
    return sql.preparedQuery(
            """
            with cancelled as (
              update firmware_update set state = 'Cancelled', updated_at = $5
              where charger_id = $1 and id < $2 and state in %s and not (request_id is not null and $3)
              returning id
            )
            insert into firmware_update_status (update_id, status, at)
            select id, $4, $5 from cancelled
            """
                .formatted(RUNNING))
        .execute(Tuple.of(chargerId, id, unsignedOnly, word, Sql.time(now)));
  }

  Future<@Nullable FirmwareUpdate> get(SqlClient sql, String commandId) {
    return sql.preparedQuery(SELECT + " where u.command_id = $1")
        .execute(Tuple.of(commandId))
        .map(
            rows -> {
              List<FirmwareUpdate> found = all(rows);
              return found.isEmpty() ? null : found.get(0);
            });
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<FirmwareUpdate>> list(
      SqlClient sql, String chargerId, int limit, @Nullable Cursor after) {
    Conditions conditions = new Conditions().add("u.charger_id = ?", chargerId);
    if (after != null) {
      conditions.add("u.id < ?", after.idNumber());
    }
    return sql.preparedQuery(
            SELECT + conditions.where() + " order by u.id desc" + Conditions.limit(limit))
        .execute(conditions.parameters())
        .map(FirmwareUpdateStore::all);
  }

  /** Deletes at most so many updates that nothing was heard of since then. */
  Future<?> deleteOld(SqlClient sql, Instant updatedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from firmware_update where id in (
              select id from firmware_update where updated_at < $1 limit $2
              for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(updatedBefore), limit));
  }

  private static List<FirmwareUpdate> all(Iterable<Row> rows) {
    List<FirmwareUpdate> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(
          new FirmwareUpdate(
              row.getInteger("id"),
              row.getString("charger_id"),
              row.getString("firmware_id"),
              row.getString("location"),
              row.getBoolean("signed"),
              row.getInteger("request_id"),
              Sql.constant(row, "state", UpdateState.class),
              row.getString("command_id"),
              Sql.instantOrNull(row, "retrieve_at"),
              Sql.instantOrNull(row, "install_at"),
              history(row),
              Sql.instant(row, "created_at"),
              Sql.instant(row, "updated_at")));
    }
    return all;
  }

  private static List<UpdateStatus> history(Row row) {
    String[] statuses = row.getArrayOfStrings("statuses");
    OffsetDateTime[] times = row.getArrayOfOffsetDateTimes("times");
    List<UpdateStatus> history = new ArrayList<>();
    for (int i = 0; statuses != null && i < statuses.length; i++) {
      history.add(new UpdateStatus(statuses[i], times[i].toInstant()));
    }
    return history;
  }
}
