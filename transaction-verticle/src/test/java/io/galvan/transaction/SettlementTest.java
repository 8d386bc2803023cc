package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.settlement.Payments;
import io.galvan.contract.settlement.Payments.Company;
import io.galvan.contract.settlement.Payments.NewSettlement;
import io.galvan.contract.settlement.Payments.PaymentStatus;
import io.galvan.contract.settlement.Payments.Receipt;
import io.galvan.contract.settlement.Payments.ReceiptKey;
import io.galvan.contract.settlement.Payments.Settlement;
import io.galvan.contract.settlement.Payments.SettlementKey;
import io.galvan.contract.settlement.Payments.SettlementPage;
import io.galvan.contract.settlement.Payments.SettlementQuery;
import io.galvan.contract.settlement.Payments.VatAnswer;
import io.galvan.contract.settlement.Payments.VatQuery;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest extends EventFixture {
  private static final Company COMPANY =
      new Company("ACME", "Main Street 1", null, "1000 AA", "Amsterdam", "NL");

  @Override
  Map<String, String> settings() {
    return Map.of("GALVAN_PUBLIC_URL", "https://galvan.example/");
  }

  private static NewSettlement told(PaymentStatus status, String amount, @Nullable String url) {
    return new NewSettlement(
        "CS",
        STATION_ID,
        "psp-1",
        status,
        "said the terminal",
        new BigDecimal(amount),
        BEGIN,
        url == null ? null : "T-1",
        url,
        "NL123456789B01",
        COMPANY);
  }

  private Settlement settle(NewSettlement told) {
    return await(bus.request(Payments.SETTLE, told));
  }

  private SettlementPage list(@Nullable String charger, @Nullable PaymentStatus status) {
    return await(bus.request(Payments.LIST, new SettlementQuery(charger, status, 1, null)));
  }

  private Receipt receipt(String url) {
    String key = url.substring(url.lastIndexOf('/') + 1);
    return await(bus.request(Payments.RECEIPT, new ReceiptKey(key)));
  }

  private void assertNoReceipt(String url) {
    assertThatThrownBy(() -> receipt(url))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }

  @Test
  void shouldGiveAReceiptOfWhatWasSettled_TC_C_118() {
    long transaction = tell(started(0, 0).on(1, 1)).transactionId();
    Settlement settled = settle(told(PaymentStatus.Settled, "18.15", null));
    assertThat(settled.transactionId()).isEqualTo(transaction);
    assertThat(settled.receiptUrl()).startsWith("https://galvan.example/receipts/");
    assertThat(settled.receiptId()).isEqualTo("R-" + settled.id());
    assertThat(settled.vatCompany()).isEqualTo(COMPANY);
    Receipt receipt = receipt(settled.receiptUrl());
    assertThat(receipt.settlement()).isEqualTo(settled);
    assertThat(receipt.transaction().id()).isEqualTo(transaction);
  }

  @Test
  void shouldKeepTheNewestWordOfAPayment_TC_C_119_TC_C_120() {
    Settlement failed = settle(told(PaymentStatus.Failed, "18.15", null));
    assertThat(failed.receiptUrl()).isNull();
    assertThat(failed.transactionId()).as("not told yet").isNull();
    Settlement settled = settle(told(PaymentStatus.Settled, "18.15", null));
    assertThat(settled.id()).isEqualTo(failed.id());
    assertThat(settle(told(PaymentStatus.Settled, "18.15", null)).receiptUrl())
        .as("told twice")
        .isEqualTo(settled.receiptUrl());
    settle(told(PaymentStatus.Rejected, "0", null));
    assertNoReceipt(settled.receiptUrl());
    assertThat(list(null, PaymentStatus.Settled).items()).isEmpty();
    assertThat(list("CS", PaymentStatus.Rejected).items()).hasSize(1);
    assertThat(list("OTHER", null).items()).isEmpty();
  }

  @Test
  void shouldLeaveTheReceiptToTheStationThatMadeOne() {
    Settlement settled = settle(told(PaymentStatus.Settled, "1", "https://station.example/r"));
    assertThat(settled.receiptUrl()).isEqualTo("https://station.example/r");
    assertThat(settled.receiptId()).isEqualTo("T-1");
  }

  @Test
  void shouldListThemNewestFirstInPages() {
    for (String ref : new String[] {"a", "b", "c"}) {
      settle(
          new NewSettlement(
              "CS",
              null,
              ref,
              PaymentStatus.Canceled,
              null,
              BigDecimal.ZERO,
              BEGIN,
              null,
              null,
              null,
              null));
    }
    SettlementPage first = list("CS", null);
    assertThat(first.items()).extracting(Settlement::pspRef).containsExactly("c");
    SettlementPage second =
        await(bus.request(Payments.LIST, new SettlementQuery("CS", null, 2, first.next())));
    assertThat(second.items()).extracting(Settlement::pspRef).containsExactly("b", "a");
    assertThat(second.next()).isNull();
    Settlement last = second.items().get(0);
    assertThat(await(bus.request(Payments.GET, new SettlementKey(last.id())))).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({
    "NL123456789B01,true",
    "nl 1234.56789.b01,true",
    "DE123456789,true",
    "DE12345678,false",
    "ATU12345678,true",
    "NL123456789,false",
    "US123456789,false",
    "XX,false",
    "1,false"
  })
  void shouldJudgeVatNumbersByTheirForm_TC_C_108(String number, boolean valid) {
    VatAnswer answer = await(bus.request(Payments.CHECK_VAT, new VatQuery(number)));
    assertThat(answer.valid()).isEqualTo(valid);
    assertThat(answer.reason() == null).isEqualTo(valid);
  }

  @Test
  void shouldRefuseVatNumbersWhileTheirProviderIsAway() {
    VatNumbers failing = new VatNumbers(query -> Future.failedFuture("away"));
    VatNumbers throwing =
        new VatNumbers(
            query -> {
              throw new IllegalStateException("broken");
            });
    VatQuery query = new VatQuery("NL123456789B01");
    assertThat(await(failing.check(query)).valid()).isFalse();
    assertThat(await(throwing.check(query)).valid()).isFalse();
    assertThat(await(new VatNumbers(VatNumbers::byForm).check(query)).valid()).isTrue();
  }
}
