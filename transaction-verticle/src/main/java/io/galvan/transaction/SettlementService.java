package io.galvan.transaction;

import io.galvan.contract.settlement.Payments.NewSettlement;
import io.galvan.contract.settlement.Payments.PaymentStatus;
import io.galvan.contract.settlement.Payments.Receipt;
import io.galvan.contract.settlement.Payments.ReceiptKey;
import io.galvan.contract.settlement.Payments.Settlement;
import io.galvan.contract.settlement.Payments.SettlementKey;
import io.galvan.contract.settlement.Payments.SettlementPage;
import io.galvan.contract.settlement.Payments.SettlementQuery;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.galvan.transaction.SettlementStore.Stored;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Payments that stations tell of (2.1 part 2, C), and receipts of those that were settled where the
 * station gives none itself.
 */
final class SettlementService {
  private static final String SETTLEMENTS = "settlements";
  private static final int LONGEST_NUMBER = 40;

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final SettlementStore store;
  private final QueryService transactions;

  SettlementService(
      Settings settings,
      Pool pool,
      Writer writer,
      SettlementStore store,
      QueryService transactions) {
    this.settings = settings;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.transactions = transactions;
  }

  /** Answers {@code payment.settle}. */
  Future<Settlement> settle(NewSettlement told) {
    Times.stored(told.settledAt());
    BigDecimal amount = told.amount();
    if (amount.precision() > LONGEST_NUMBER || Math.abs((long) amount.scale()) > LONGEST_NUMBER) {
      throw GalvanException.invalid("settlementAmount", "no sum has so many digits");
    }
    String receiptKey = UUID.randomUUID().toString();
    return writer
        .write(
            unit ->
                store
                    .put(unit.sql(), told, receiptKey, unit.now())
                    .compose(id -> store.get(unit.sql(), id)))
        .map(stored -> settlement(found(stored)));
  }

  /** Answers {@code payment.settlement.get}. */
  Future<Settlement> get(SettlementKey key) {
    return store.get(pool, key.id()).map(stored -> settlement(found(stored)));
  }

  /** Answers {@code payment.settlement.list}. */
  Future<SettlementPage> list(SettlementQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), SETTLEMENTS))
        .map(
            found -> {
              List<Settlement> all = found.stream().map(this::settlement).toList();
              if (all.size() <= query.limit()) {
                return new SettlementPage(all, null);
              }
              List<Settlement> page = all.subList(0, query.limit());
              String last = Long.toString(page.get(page.size() - 1).id());
              return new SettlementPage(page, new Cursor(SETTLEMENTS, last, last).encode());
            });
  }

  /** Answers {@code payment.receipt.get}; there is one of what was settled only. */
  Future<Receipt> receipt(ReceiptKey key) {
    return store
        .ofReceipt(pool, key.key())
        .map(SettlementService::found)
        .compose(
            stored -> {
              Settlement settlement = settlement(stored);
              if (!isOurs(stored)) {
                return Future.failedFuture(GalvanException.notFound("the receipt"));
              }
              Long transaction = stored.transactionId();
              return transaction == null
                  ? Future.succeededFuture(new Receipt(settlement, null))
                  : transactions
                      .get(new TransactionKey(transaction))
                      .map(of -> new Receipt(settlement, of));
            });
  }

  private static Stored found(@Nullable Stored stored) {
    if (stored == null) {
      throw GalvanException.notFound("the settlement");
    }
    return stored;
  }

  private static boolean isOurs(Stored stored) {
    return stored.status() == PaymentStatus.Settled && stored.receiptUrl() == null;
  }

  private Settlement settlement(Stored stored) {
    boolean ours = isOurs(stored);
    return new Settlement(
        stored.id(),
        stored.chargerId(),
        stored.stationTransactionId(),
        stored.transactionId(),
        stored.pspRef(),
        stored.status(),
        stored.statusInfo(),
        stored.amount(),
        stored.currency(),
        stored.settledAt(),
        ours && stored.receiptId() == null ? "R-" + stored.id() : stored.receiptId(),
        ours ? url(stored.receiptKey()) : stored.receiptUrl(),
        stored.vatNumber(),
        stored.vatCompany(),
        stored.updatedAt());
  }

  /** Null when nobody said where we are reached. */
  private @Nullable String url(String receiptKey) {
    String base = settings.publicUrl();
    return base == null ? null : base.replaceFirst("/+$", "") + "/receipts/" + receiptKey;
  }
}
