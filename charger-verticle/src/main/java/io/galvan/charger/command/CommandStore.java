package io.galvan.charger.command;

import io.galvan.charger.smartcharging.ProfileSlots;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandQuery;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.Outcome;
import io.galvan.contract.command.Commands.OutcomeState;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operator's commands and what became of them. */
public final class CommandStore {
  private static final String ABANDON =
      ended(
          """
          update command set
            state = case state when 'Queued' then 'Failed' else 'Unknown' end,
            error_description = $1, closed_at = $2
          where id in (
            select id from command
            where (state = 'Sent' or (state = 'Queued' and (node_id is not null or expires_at is null)))
              and %s
            limit $3 for update skip locked)
          returning *
          """);

  /** An update that ends commands, which ends their turns in campaigns with them. */
  static String ended(String update) {
    return """
        with ended as (%s), turns as (
          update campaign_item i set state = e.state, status = e.status, at = e.closed_at,
            detail = coalesce(e.error_code || ' ', '') || e.error_description
          from ended e
          where i.campaign_id = e.campaign_id and i.charger_id = e.charger_id
            and i.command_id = e.id)
        select * from ended
        """
        .formatted(update);
  }

  /** Of those that are about to leave the ones whose places may have got a greater owner. */
  Future<List<Claim>> claims(SqlClient sql, List<CommandSent> leaving) {
    return sql.preparedQuery(
            """
            select id, charger_id, action, version, request, profile_owner from command
            where id = any($1) and profile_owner in ('Vehicle', 'Energy') and state = 'Queued'
            """)
        .execute(Tuple.tuple().addArrayOfString(Sql.texts(leaving, CommandSent::id)))
        .map(
            rows -> {
              List<Claim> claims = new ArrayList<>(0);
              for (Row row : rows) {
                ProfileSlots.of(
                        row.getString("action"),
                        Sql.constantOrNull(row, "version", OcppVersion.class),
                        row.getString("request"))
                    .ifPresent(
                        slot ->
                            claims.add(
                                new Claim(
                                    row.getString("id"),
                                    row.getString("charger_id"),
                                    Sql.constant(row, "profile_owner", Owner.class),
                                    slot)));
              }
              return claims;
            });
  }

  /** A command that wants a place in a station's stack of charging profiles. */
  record Claim(String id, String chargerId, Owner owner, ProfileSlots.Slot slot) {}

  /** The stored command; null if the charger is unknown or its idempotency key is taken. */
  Future<@Nullable Command> open(
      SqlClient sql,
      String id,
      OpenCommand command,
      Goal goal,
      ProfileSlots.@Nullable Slot slot,
      Instant now) {
    return sql.preparedQuery(
            """
            insert into command
              (id, charger_id, action, version, request, state, requested_by, idempotency_key,
               node_id, taken_at, created_at, expires_at, outcome_state, outcome_connector_id,
               outcome_token, outcome_transaction_id, profile_owner)
            select $1, k.charger_id, $3, $4, $5, 'Queued', $6, $7,
              case when k.online then k.node_id end, $8, $8, $9,
              $10, $11, $12, $13, $14
            from connection k where k.charger_id = $2
            on conflict (charger_id, idempotency_key) where idempotency_key is not null do nothing
            returning *
            """)
        .execute(
            Tuple.of(
                id,
                command.chargerId(),
                command.action(),
                Sql.name(command.version()),
                command.request(),
                command.requestedBy(),
                command.idempotencyKey(),
                Sql.time(now),
                command.waitS() == null ? null : Sql.time(now.plusSeconds(command.waitS())),
                goal.any() ? "Waiting" : null,
                goal.connectorId(),
                goal.token(),
                goal.transactionId(),
                slot == null ? null : command.owner().name()))
        .map(CommandStore::first);
  }

  /**
   * Stores commands that wait from the start, for the node that holds the charger's connection to
   * take up.
   */
  public Future<?> openWaiting(
      SqlClient sql, String id, OpenCommand command, @Nullable String campaignId, Instant now) {
    Long waitS = command.waitS();
    return sql.preparedQuery(
            """
            insert into command
              (id, charger_id, action, version, request, state, requested_by, campaign_id,
               created_at, expires_at, profile_owner)
            select $1, k.charger_id, $3, $4, $5, 'Queued', $6, $7, $8, $9, $10
            from connection k where k.charger_id = $2
            """)
        .execute(
            Tuple.of(
                id,
                command.chargerId(),
                command.action(),
                Sql.name(command.version()),
                command.request(),
                command.requestedBy(),
                campaignId,
                Sql.time(now),
                Sql.time(now.plusSeconds(waitS == null ? 0 : waitS)),
                ProfileSlots.of(command.action(), command.version(), command.request())
                    .map(slot -> command.owner().name())
                    .orElse(null)));
  }

  Future<@Nullable Command> byIdempotencyKey(
      SqlClient sql, String chargerId, @Nullable String idempotencyKey) {
    return sql.preparedQuery("select * from command where charger_id = $1 and idempotency_key = $2")
        .execute(Tuple.of(chargerId, idempotencyKey))
        .map(CommandStore::first);
  }

  /** Those whose CALLs may leave now: Queued until now, Sent from now on. */
  Future<Set<String>> sent(SqlClient sql, List<CommandSent> leaving, Instant now) {
    return sql.preparedQuery(
            """
            with leaving as (
              select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::bigint[])
                as l(id, at, node_id, epoch)
            ), held as (
              select c.id from command c where c.id = any($1) and c.state = 'Queued'
              order by c.id for update of c
            )
            update command c set state = 'Sent', sent_at = l.at, node_id = l.node_id
            from held h join leaving l on l.id = h.id
            where c.id = h.id and (l.epoch is null or exists (
              select 1 from connection k
              where k.charger_id = c.charger_id and k.epoch = l.epoch))
            returning c.id
            """)
        .execute(
            Tuple.of(
                Sql.texts(leaving, CommandSent::id),
                Sql.times(leaving, sent -> Sql.reported(sent.at(), now)),
                Sql.texts(leaving, CommandSent::nodeId),
                Sql.longs(leaving, CommandSent::epoch)))
        .map(
            rows -> {
              Set<String> sent = new HashSet<>();
              rows.forEach(row -> sent.add(row.getString("id")));
              return sent;
            });
  }

  /** The command, kept from changes by others until the transaction ends. */
  public Future<@Nullable Command> hold(SqlClient sql, String id) {
    return sql.preparedQuery("select * from command where id = $1 for update")
        .execute(Tuple.of(id))
        .map(CommandStore::first);
  }

  /** The charger's newest command of the action that has this request id in its payload. */
  public Future<@Nullable Command> newest(
      SqlClient sql, String chargerId, String action, int requestId) {
    return sql.preparedQuery(
            """
            select * from command
            where charger_id = $1 and action = $2
              and request ~ ('"requestId": *' || $3 || '[,}]')
            order by created_at desc limit 1
            """)
        .execute(Tuple.of(chargerId, action, Integer.toString(requestId)))
        .map(CommandStore::first);
  }

  Future<@Nullable Command> close(SqlClient sql, CloseCommand close, Instant now) {
    return sql.preparedQuery(
            ended(
                """
                update command set state = $2, status = $3, response = $4, error_code = $5,
                  error_description = $6, closed_at = $7
                where id = $1
                returning *
                """))
        .execute(
            Tuple.of(
                close.id(),
                close.state().name(),
                close.status(),
                close.response(),
                close.errorCode(),
                close.errorDescription(),
                Sql.time(now)))
        .map(CommandStore::first);
  }

  /** Closes at most so many commands that a node left behind. */
  Future<List<Command>> abandonOf(SqlClient sql, String nodeId, Instant now, int limit) {
    return sql.preparedQuery(ABANDON.formatted("node_id = $4"))
        .execute(Tuple.of("node " + nodeId + " is gone", Sql.time(now), limit, nodeId))
        .map(CommandStore::all);
  }

  /** Closes at most so many commands that nobody closed for long. */
  Future<List<Command>> abandonOlder(SqlClient sql, Instant createdBefore, Instant now, int limit) {
    return sql.preparedQuery(ABANDON.formatted("coalesce(sent_at, taken_at, created_at) < $4"))
        .execute(Tuple.of("abandoned", Sql.time(now), limit, Sql.time(createdBefore)))
        .map(CommandStore::all);
  }

  /** Deletes at most so many commands that ended before then. */
  Future<?> deleteClosed(SqlClient sql, Instant closedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from command where id in (
              select id from command where closed_at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(closedBefore), limit));
  }

  Future<@Nullable Command> get(SqlClient sql, String chargerId, String id) {
    return sql.preparedQuery("select * from command where id = $1 and charger_id = $2")
        .execute(Tuple.of(id, chargerId))
        .map(CommandStore::first);
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<Command>> list(SqlClient sql, CommandQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", Sql.required(query.chargerId(), 1_000));
    }
    if (query.action() != null) {
      conditions.add("action = ?", Sql.required(query.action(), 1_000));
    }
    if (query.state() != null) {
      conditions.add("state = ?", query.state().name());
    }
    if (after != null) {
      conditions.add("(created_at, id) < (?, ?)", Sql.time(after.keyTime()), after.id());
    }
    return sql.preparedQuery(
            "select * from command"
                + conditions.where()
                + " order by created_at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(CommandStore::all);
  }

  static @Nullable Command first(Iterable<Row> rows) {
    for (Row row : rows) {
      return command(row);
    }
    return null;
  }

  static List<Command> all(Iterable<Row> rows) {
    List<Command> commands = new ArrayList<>();
    rows.forEach(row -> commands.add(command(row)));
    return commands;
  }

  static Command command(Row row) {
    return new Command(
        row.getString("id"),
        row.getString("charger_id"),
        row.getString("action"),
        Sql.constantOrNull(row, "version", OcppVersion.class),
        row.getString("request"),
        Sql.constant(row, "state", CommandState.class),
        row.getString("status"),
        row.getString("response"),
        row.getString("error_code"),
        row.getString("error_description"),
        row.getString("requested_by"),
        row.getString("campaign_id"),
        Sql.instant(row, "created_at"),
        Sql.instantOrNull(row, "sent_at"),
        Sql.instantOrNull(row, "closed_at"),
        Sql.instantOrNull(row, "expires_at"),
        outcome(row));
  }

  /** Told from the charger's answer on. */
  private static @Nullable Outcome outcome(Row row) {
    OutcomeState state = Sql.constantOrNull(row, "outcome_state", OutcomeState.class);
    Instant since = Sql.instantOrNull(row, "outcome_at");
    if (state == null || since == null) {
      return null;
    }
    return new Outcome(
        state, row.getLong("outcome_transaction_id"), since, row.getString("outcome_detail"));
  }
}
