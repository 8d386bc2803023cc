package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Applicable;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.event.Happening;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.galvan.transaction.Pricing.Money;
import io.galvan.transaction.TariffStore.Wanted;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What transactions of OCPP 1.6 cost. Their stations are told no cost, so it is counted once they
 * have ended, and again when their end is corrected, by the tariff that was chosen first.
 */
final class SessionCosts {
  private final Writer writer;
  private final TariffService tariffs;

  private record Session(Transaction transaction, @Nullable Tariff tariff) {
    Session by(@Nullable Tariff chosen) {
      return new Session(transaction, chosen);
    }

    /** Null where energy has a price and is not known. */
    @Nullable Money cost(Tariff by) {
      Instant end = transaction.stoppedAt();
      return Pricing.known(
          by,
          transaction.energyWh(),
          end == null ? Duration.ZERO : Duration.between(transaction.startedAt(), end));
    }
  }

  SessionCosts(Writer writer, TariffService tariffs) {
    this.writer = writer;
    this.tariffs = tariffs;
  }

  /** Told of every end; told twice of one it counts the same again. */
  Future<Done> onEvents(EventBatch batch) {
    List<Transaction> ended = new ArrayList<>();
    batch
        .events()
        .forEach(
            event -> {
              Transaction over = Happening.over(event.happening());
              if (over != null) {
                ended.add(over);
              }
            });
    // One that was charged before keeps its tariff when no tariff is assigned any more.
    boolean mayCost =
        tariffs.isAnyAssigned()
            || ended.stream().anyMatch(transaction -> transaction.cost() != null);
    return ended.isEmpty() || !mayCost
        ? Future.succeededFuture(Done.DONE)
        : sites(ended)
            .compose(sites -> writer.write(unit -> charge(unit, ended, sites).map(Done.DONE)));
  }

  private Future<Map<String, @Nullable String>> sites(List<Transaction> ended) {
    Map<String, @Nullable String> sites = new HashMap<>();
    List<Future<?>> asked = new ArrayList<>();
    ended.stream()
        .map(Transaction::chargerId)
        .distinct()
        .forEach(
            chargerId ->
                asked.add(
                    tariffs.siteOf(chargerId, true).onSuccess(site -> sites.put(chargerId, site))));
    return Future.all(asked).map(sites);
  }

  private Future<?> charge(
      UnitOfWork unit, List<Transaction> ended, Map<String, @Nullable String> sites) {
    return lock(unit.sql(), ended)
        .compose(sessions -> chosen(unit.sql(), sessions, sites))
        .compose(sessions -> store(unit, sessions));
  }

  private Future<List<Session>> chosen(
      SqlClient sql, List<Session> sessions, Map<String, @Nullable String> sites) {
    List<Session> open = sessions.stream().filter(one -> one.tariff() == null).toList();
    List<Wanted> wanted =
        open.stream()
            .map(Session::transaction)
            .map(
                one ->
                    new Wanted(
                        one.chargerId(),
                        one.idToken(),
                        sites.get(one.chargerId()),
                        one.startedAt()))
            .toList();
    return tariffs
        .applicable(sql, wanted)
        .map(
            found -> {
              List<Session> all = new ArrayList<>();
              sessions.stream().filter(one -> one.tariff() != null).forEach(all::add);
              for (int i = 0; i < open.size(); i++) {
                Applicable applicable = found.get(i);
                if (applicable.tariff() != null) {
                  all.add(open.get(i).by(applicable.tariff()));
                }
              }
              return all;
            });
  }

  /** Those of OCPP 1.6 that have ended, with the tariff of an earlier count. */
  private static Future<List<Session>> lock(SqlClient sql, List<Transaction> ended) {
    return sql.preparedQuery(
            """
            select t.*, d.tariff from transaction t
              left join transaction_detail d on d.transaction_id = t.id
            where t.id = any($1) and t.station_transaction_id is null and not t.running
            order by t.id
            for no key update of t
            """)
        .execute(Tuple.tuple().addValue(Sql.longs(ended, Transaction::id)))
        .map(
            rows -> {
              List<Session> sessions = new ArrayList<>(rows.size());
              for (Row row : rows) {
                String tariff = row.getString("tariff");
                sessions.add(
                    new Session(
                        TransactionStore.transaction(row),
                        tariff == null ? null : Mapper.read(tariff, Tariff.class)));
              }
              return sessions;
            });
  }

  private static Future<?> store(UnitOfWork unit, List<Session> sessions) {
    SqlClient sql = unit.sql();
    List<Long> ids = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    List<@Nullable Money> costs = new ArrayList<>();
    for (Session session : sessions) {
      Tariff tariff = session.tariff();
      if (tariff != null) {
        ids.add(session.transaction().id());
        kept.add(Mapper.write(tariff));
        costs.add(session.cost(tariff));
      }
    }
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    Long[] of = ids.toArray(Long[]::new);
    return sql.preparedQuery(
            """
            insert into transaction_detail (transaction_id, tariff)
            select * from unnest($1::bigint[], $2::text[])
            on conflict (transaction_id) do update set tariff = excluded.tariff
            """)
        .execute(Tuple.tuple().addValue(of).addValue(kept.toArray(String[]::new)))
        .compose(
            ok ->
                sql.preparedQuery(
                        """
                        update transaction t set cost = c.cost, currency = c.currency, updated_at = $4
                        from unnest($1::bigint[], $2::text[]::numeric[], $3::text[]) as c (id, cost, currency)
                        where t.id = c.id
                        """)
                    .execute(
                        Tuple.tuple()
                            .addValue(of)
                            .addValue(
                                Sql.texts(
                                    costs,
                                    cost -> cost == null ? null : cost.amount().toPlainString()))
                            .addValue(
                                Sql.texts(costs, cost -> cost == null ? null : cost.currency()))
                            .addValue(Sql.time(unit.now()))));
  }
}
