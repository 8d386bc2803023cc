package io.galvan.transaction;

import io.galvan.contract.settlement.Payments.Company;
import io.galvan.contract.settlement.Payments.NewSettlement;
import io.galvan.contract.settlement.Payments.PaymentStatus;
import io.galvan.contract.settlement.Payments.SettlementQuery;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payments as stations told them. */
final class SettlementStore {
  private static final int TRANSACTION_LENGTH = 36;
  private static final int REF_LENGTH = 255;
  private static final int INFO_LENGTH = 500;
  private static final int RECEIPT_LENGTH = 50;
  private static final int URL_LENGTH = 2_000;
  private static final int VAT_LENGTH = 20;

  private static final String SELECT =
      """
      select s.*, t.id as transaction_number, t.currency
      from settlement s left join lateral (
        -- Of those of one name the last one that had begun by then.
        select id, currency from transaction
        where charger_id = s.charger_id and station_transaction_id = s.station_transaction_id
        order by started_at <= s.settled_at desc, reuse desc limit 1) t on true
      """;

  /** A payment as it is stored; the receipt is the station's own. */
  record Stored(
      long id,
      String chargerId,
      @Nullable String stationTransactionId,
      @Nullable Long transactionId,
      String pspRef,
      PaymentStatus status,
      @Nullable String statusInfo,
      BigDecimal amount,
      @Nullable String currency,
      Instant settledAt,
      @Nullable String receiptId,
      @Nullable String receiptUrl,
      String receiptKey,
      @Nullable String vatNumber,
      @Nullable Company vatCompany,
      Instant updatedAt) {}

  /** What the station says now instead of what it said before; the receipt's key stays. */
  Future<Long> put(SqlClient sql, NewSettlement told, String receiptKey, Instant now) {
    Company company = told.vatCompany();
    return sql.preparedQuery(
            """
            insert into settlement (charger_id, station_transaction_id, psp_ref, status, status_info,
              amount, settled_at, receipt_id, receipt_url, receipt_key, vat_number, vat_company, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (charger_id, station_transaction_id, psp_ref) do update set
              status = excluded.status, status_info = excluded.status_info, amount = excluded.amount,
              settled_at = excluded.settled_at, receipt_id = excluded.receipt_id,
              receipt_url = excluded.receipt_url, vat_number = excluded.vat_number,
              vat_company = excluded.vat_company, updated_at = excluded.updated_at
            returning id
            """)
        .execute(
            Tuple.tuple()
                .addValue(TransactionStore.id(told.chargerId()))
                .addValue(Sql.required(told.stationTransactionId(), TRANSACTION_LENGTH))
                .addValue(Sql.required(told.pspRef(), REF_LENGTH))
                .addValue(told.status().name())
                .addValue(Sql.text(told.statusInfo(), INFO_LENGTH))
                .addValue(told.amount())
                .addValue(Sql.time(told.settledAt()))
                .addValue(Sql.text(told.receiptId(), RECEIPT_LENGTH))
                .addValue(Sql.text(told.receiptUrl(), URL_LENGTH))
                .addValue(receiptKey)
                .addValue(Sql.text(told.vatNumber(), VAT_LENGTH))
                .addValue(company == null ? null : Mapper.write(company))
                .addValue(Sql.time(now)))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /** Null when there is no such payment. */
  Future<@Nullable Stored> get(SqlClient sql, long id) {
    return sql.preparedQuery(SELECT + "where s.id = $1")
        .execute(Tuple.of(id))
        .map(rows -> first(all(rows)));
  }

  /** Null when there is no such receipt. */
  Future<@Nullable Stored> ofReceipt(SqlClient sql, String receiptKey) {
    return sql.preparedQuery(SELECT + "where s.receipt_key = $1")
        .execute(Tuple.of(receiptKey))
        .map(rows -> first(all(rows)));
  }

  /** Newest first. */
  Future<List<Stored>> list(SqlClient sql, SettlementQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("s.charger_id = ?", TransactionStore.id(query.chargerId()));
    }
    if (query.status() != null) {
      conditions.add("s.status = ?", query.status().name());
    }
    if (after != null) {
      conditions.add("s.id < ?", after.idNumber());
    }
    return sql.preparedQuery(
            SELECT + conditions.where() + " order by s.id desc" + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(SettlementStore::all);
  }

  private static @Nullable Stored first(List<Stored> found) {
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Stored> all(Iterable<Row> rows) {
    List<Stored> all = new ArrayList<>();
    for (Row row : rows) {
      String transaction = row.getString("station_transaction_id");
      String company = row.getString("vat_company");
      all.add(
          new Stored(
              row.getLong("id"),
              row.getString("charger_id"),
              transaction.isEmpty() ? null : transaction,
              row.getLong("transaction_number"),
              row.getString("psp_ref"),
              Sql.constant(row, "status", PaymentStatus.class),
              row.getString("status_info"),
              row.getBigDecimal("amount"),
              row.getString("currency"),
              Sql.instant(row, "settled_at"),
              row.getString("receipt_id"),
              row.getString("receipt_url"),
              row.getString("receipt_key"),
              row.getString("vat_number"),
              company == null ? null : Mapper.read(company, Company.class),
              Sql.instant(row, "updated_at")));
    }
    return all;
  }
}
