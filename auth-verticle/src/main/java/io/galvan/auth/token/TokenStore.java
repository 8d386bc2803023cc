package io.galvan.auth.token;

import io.galvan.auth.block.Fields;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The idTokens in PostgreSQL. Keys are lower-case. */
final class TokenStore {
  private static final String STANDINGS =
      """
      select s.key, s.charger_id, t.group_id_token, g.type as group_type,
        t.max_active_transactions, t.type, t.terms::text as terms,
        least(t.expires_at, g.expires_at) as expires_at,
        case
          when t.key is not null
            then token_status(t.blocked, t.expires_at, g.blocked, g.expires_at, $3)
          when coalesce(f.free, $4) then 'Accepted'
        end as status
      from unnest($1::text[], $2::text[]) as s(key, charger_id)
        left join token t on t.key = s.key
        left join token g on g.key = t.group_key
        left join free_vending f on f.charger_id = s.charger_id
      """;

  /** A token where it is shown; key: empty for what cannot be a token. */
  record Shown(String key, @Nullable String chargerId) {}

  private static final String TOKENS =
      """
      select t.*, t.terms::text as terms_text, g.type as group_type, token_status(t.blocked, t.expires_at, g.blocked, g.expires_at, $1) as status
      from token t left join token g on g.key = t.group_key
      """;

  private static final String FIND = TOKENS + "where t.key = $2";

  private static final String LIST =
      TOKENS
          + """
          where t.key > $2
            and ($3::text is null or t.group_key = $3)
            and ($4::text is null
              or token_status(t.blocked, t.expires_at, g.blocked, g.expires_at, $1) = $4)
            and ($5::text is null
              or position($5 in t.key) > 0 or position($5 in lower(t.note)) > 0)
          order by t.key
          limit $6
          """;

  private static final String INSERT =
      """
      insert into token (key, id_token, group_key, group_id_token, blocked, expires_at,
        max_active_transactions, note, created_at, updated_at, type, terms)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11::text::jsonb)
      on conflict do nothing
      """;

  private static final String REPLACE =
      """
      update token set id_token = $2, group_key = $3, group_id_token = $4, blocked = $5,
        expires_at = $6, max_active_transactions = $7, note = $8, updated_at = $9,
        type = $10, terms = $11::text::jsonb
      where key = $1
      """;

  private static final String DELETE = "delete from token where key = $1";

  private final Pool pool;
  private final boolean freeVending;

  /**
   * @param freeVending whether unknown tokens are accepted where no policy of the station says
   */
  TokenStore(Pool pool, boolean freeVending) {
    this.pool = pool;
    this.freeVending = freeVending;
  }

  /** Where tokens stand; none for one that is unknown and not accepted for all that. */
  Future<Map<Shown, Standing>> standings(Set<Shown> shown, Instant now) {
    List<Shown> tokens = List.copyOf(shown);
    return pool.preparedQuery(STANDINGS)
        .execute(
            Tuple.of(
                Sql.texts(tokens, Shown::key),
                Sql.texts(tokens, Shown::chargerId),
                at(now),
                freeVending))
        .map(
            rows -> {
              Map<Shown, Standing> standings = new HashMap<>();
              for (Row row : rows) {
                String status = row.getString("status");
                if (status != null) {
                  standings.put(
                      new Shown(row.getString("key"), row.getString("charger_id")),
                      new Standing(
                          TokenStatus.valueOf(status),
                          instant(row, "expires_at"),
                          row.getString("group_id_token"),
                          row.getString("group_type"),
                          row.getInteger("max_active_transactions"),
                          row.getString("type"),
                          terms(row.getString("terms"))));
                }
              }
              return standings;
            });
  }

  Future<Optional<Token>> find(String key, Instant now) {
    return find(pool, key, now);
  }

  /** As the transaction sees it. */
  Future<Optional<Token>> find(UnitOfWork unit, String key) {
    return find(unit.sql(), key, unit.now());
  }

  private static Future<Optional<Token>> find(SqlClient sql, String key, Instant now) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(at(now), key))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(token(rows.iterator().next())));
  }

  /** In the order of their keys, those after the given one. */
  Future<List<Token>> list(
      String after,
      @Nullable String groupKey,
      @Nullable TokenStatus status,
      @Nullable String search,
      int limit,
      Instant now) {
    return pool.preparedQuery(LIST)
        .execute(
            Tuple.of(
                at(now), after, groupKey, status == null ? null : status.name(), search, limit))
        .map(
            rows -> {
              List<Token> tokens = new ArrayList<>(rows.size());
              rows.forEach(row -> tokens.add(token(row)));
              return tokens;
            });
  }

  /** False when the token exists already. */
  Future<Boolean> insert(UnitOfWork unit, TokenData data) {
    return change(unit, INSERT, values(unit, data));
  }

  /** False when there is no such token. */
  Future<Boolean> replace(UnitOfWork unit, TokenData data) {
    return change(unit, REPLACE, values(unit, data));
  }

  /** False when there is no such token. */
  Future<Boolean> delete(UnitOfWork unit, String key) {
    return change(unit, DELETE, Tuple.of(key));
  }

  private static Future<Boolean> change(UnitOfWork unit, String statement, Tuple values) {
    return unit.sql().preparedQuery(statement).execute(values).map(rows -> rows.rowCount() == 1);
  }

  private static Tuple values(UnitOfWork unit, TokenData data) {
    return Tuple.tuple()
        .addString(Fields.key(data.idToken()))
        .addString(data.idToken())
        .addString(Fields.keyOrNull(data.groupIdToken()))
        .addString(data.groupIdToken())
        .addBoolean(data.blocked())
        .addOffsetDateTime(data.expiresAt() == null ? null : at(data.expiresAt()))
        .addInteger(data.maxActiveTransactions())
        .addString(data.note())
        .addOffsetDateTime(at(unit.now()))
        .addString(data.type())
        .addString(data.terms() == null ? null : Mapper.write(data.terms()));
  }

  private static Token token(Row row) {
    return new Token(
        row.getString("id_token"),
        row.getString("type"),
        row.getString("group_id_token"),
        row.getString("group_type"),
        row.getBoolean("blocked"),
        instant(row, "expires_at"),
        row.getInteger("max_active_transactions"),
        row.getString("note"),
        terms(row.getString("terms_text")),
        TokenStatus.valueOf(row.getString("status")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static @Nullable TokenTerms terms(@Nullable String json) {
    return json == null ? null : Mapper.read(json, TokenTerms.class);
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
