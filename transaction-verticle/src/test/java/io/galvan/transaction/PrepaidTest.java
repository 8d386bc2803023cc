package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.Assignment;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.cost.Tariffs.RunningCost;
import io.galvan.contract.cost.Tariffs.TariffData;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.transaction.TransactionEvents.EventAnswer;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrepaidTest extends EventFixture {
  private void credit(String credit) {
    told = new TokenTerms.Told(null, null, null, null, null, null, null, new BigDecimal(credit));
  }

  private void tariff(Limit limit) {
    await(
        bus.request(
            Tariffs.CREATE,
            new TariffData(
                "T",
                "EUR",
                new BigDecimal("0.30"),
                BigDecimal.ZERO,
                TimeUnit.Minute,
                BigDecimal.ZERO,
                List.of(),
                null,
                null,
                null,
                RunningCost.Never,
                0,
                limit,
                null)));
    await(bus.request(Tariffs.ASSIGN, new Assignment(AssignmentKind.Default, "", "T")));
  }

  private static Limit cost(String maxCost, @Nullable Integer maxTimeS) {
    return new Limit(new BigDecimal(maxCost), null, maxTimeS, null);
  }

  @Test
  void shouldLimitThePrepaidTransactionToItsCredit_TC_C_103() {
    credit("12.50");
    assertThat(tell(started(0, 0).on(1, 1)).limit()).isNull();
    EventAnswer answer = tell(updated(1, 1).by("CARD"));
    assertThat(answer.limit()).isEqualTo(cost("12.50", null));
    var taken = new EventDetail(null, null, null, null, null, null, null, cost("12.5", null), null);
    assertThat(tell(updated(2, 2).because("LimitSet").detail(taken)).limit()).isNull();
  }

  @Test
  void shouldTakeTheSmallerOfCreditAndTariff() {
    tariff(cost("5", 3_600));
    credit("12.50");
    assertThat(tell(started(0, 0).on(1, 1).by("RICH")).limit()).isEqualTo(cost("5", 3_600));
    credit("2.5");
    assertThat(tell(started(0, 0).on(2, 1).of("CS", "other").by("POOR")).limit())
        .isEqualTo(cost("2.5", 3_600));
  }

  @Test
  void shouldNotLimitATokenThatIsRefused() {
    credit("12.50");
    assertThat(tell(started(0, 0).on(1, 1).by("BAD-CARD")).limit()).isNull();
  }
}
