package io.galvan.contract.settlement;

import io.galvan.contract.transaction.Transactions;
import io.galvan.platform.bus.BusAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payments at charging stations (2.1 part 2, C): what was settled, receipts, VAT numbers. */
public final class Payments {
  public static final BusAddress<NewSettlement, Settlement> SETTLE =
      new BusAddress<>("payment.settle", NewSettlement.class, Settlement.class);
  public static final BusAddress<SettlementQuery, SettlementPage> LIST =
      new BusAddress<>("payment.settlement.list", SettlementQuery.class, SettlementPage.class);
  public static final BusAddress<SettlementKey, Settlement> GET =
      new BusAddress<>("payment.settlement.get", SettlementKey.class, Settlement.class);
  public static final BusAddress<ReceiptKey, Receipt> RECEIPT =
      new BusAddress<>("payment.receipt.get", ReceiptKey.class, Receipt.class);
  public static final BusAddress<VatQuery, VatAnswer> CHECK_VAT =
      new BusAddress<>("payment.vat.check", VatQuery.class, VatAnswer.class);

  private Payments() {}

  /** The standard's PaymentStatusEnumType. */
  public enum PaymentStatus {
    Settled,
    Canceled,
    Rejected,
    Failed
  }

  /** Where somebody is who pays as a company. */
  public record Company(
      String name,
      String address1,
      @Nullable String address2,
      @Nullable String postalCode,
      String city,
      String country) {}

  /**
   * NotifySettlement. The newest word of a station on a payment counts.
   *
   * @param stationTransactionId null when the payment has no transaction
   * @param receiptId of the station's own receipt; null: it has none
   */
  public record NewSettlement(
      String chargerId,
      @Nullable String stationTransactionId,
      String pspRef,
      PaymentStatus status,
      @Nullable String statusInfo,
      BigDecimal amount,
      Instant settledAt,
      @Nullable String receiptId,
      @Nullable String receiptUrl,
      @Nullable String vatNumber,
      @Nullable Company vatCompany) {}

  /**
   * A payment as its station told it.
   *
   * @param transactionId ours; null as long as we do not know the station's
   * @param currency of the transaction; the station does not say
   * @param receiptId the station's, else ours when it was settled
   * @param receiptUrl likewise; null also when nobody set where stations reach us
   */
  public record Settlement(
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
      @Nullable String vatNumber,
      @Nullable Company vatCompany,
      Instant updatedAt) {}

  /** Newest first. */
  public record SettlementQuery(
      @Nullable String chargerId,
      @Nullable PaymentStatus status,
      int limit,
      @Nullable String cursor) {}

  public record SettlementPage(List<Settlement> items, @Nullable String next) {}

  public record SettlementKey(long id) {}

  /** What the URL of a receipt ends in; it cannot be guessed. */
  public record ReceiptKey(String key) {}

  /**
   * What a receipt says.
   *
   * @param transaction null when there was none
   */
  public record Receipt(Settlement settlement, Transactions.@Nullable Transaction transaction) {}

  public record VatQuery(String vatNumber) {}

  /**
   * @param company whose number it is, where the provider knows
   * @param reason why it is not valid
   */
  public record VatAnswer(boolean valid, @Nullable Company company, @Nullable String reason) {}
}
