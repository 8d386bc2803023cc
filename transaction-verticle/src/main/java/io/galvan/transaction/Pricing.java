package io.galvan.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.cost.Tariffs.Tax;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.platform.json.Mapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** What a transaction costs, in decimals from end to end. */
final class Pricing {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int LONGEST_NUMBER = 40;

  /** A sum with its currency. */
  record Money(BigDecimal amount, String currency) {}

  private Pricing() {}

  /** The cost by a tariff, taxes included, in whole units of the currency's smallest coin. */
  static Money cost(Tariff tariff, BigDecimal energyWh, Duration time) {
    BigDecimal unitMs =
        BigDecimal.valueOf(
            (tariff.timeUnit() == TimeUnit.Hour ? Duration.ofHours(1) : Duration.ofMinutes(1))
                .toMillis());
    BigDecimal net =
        tariff
            .fixedFee()
            .add(tariff.energyPricePerKwh().multiply(energyWh.movePointLeft(3)))
            .add(
                tariff
                    .timePrice()
                    .multiply(BigDecimal.valueOf(Math.max(0, time.toMillis())))
                    .divide(unitMs, MathContext.DECIMAL128));
    BigDecimal taxed =
        tariff.taxes().stream()
            .map(Tax::percent)
            .reduce(HUNDRED, BigDecimal::add)
            .multiply(net)
            .divide(HUNDRED, MathContext.DECIMAL128);
    return new Money(
        taxed.setScale(digits(tariff.currency()), RoundingMode.HALF_UP), tariff.currency());
  }

  /** The cost as far as it is known: null where energy has a price and is not known. */
  static @Nullable Money known(Tariff tariff, @Nullable BigDecimal energyWh, Duration time) {
    if (energyWh != null) {
      return cost(tariff, energyWh, time);
    }
    return tariff.energyPricePerKwh().signum() == 0 ? cost(tariff, BigDecimal.ZERO, time) : null;
  }

  /** How many decimals a sum of this currency has; two where nobody says. */
  private static int digits(String currency) {
    try {
      int digits = Currency.getInstance(currency).getDefaultFractionDigits();
      return digits < 0 ? 2 : digits;
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }

  /** The total of a station's own count, CostDetails of OCPP 2.1; null when it has none. */
  static @Nullable Money told(String costDetails) {
    try {
      JsonNode total = Mapper.JSON.readTree(costDetails).path("totalCost");
      JsonNode sum = total.path("total");
      JsonNode amount = sum.has("inclTax") ? sum.path("inclTax") : sum.path("exclTax");
      String currency = total.path("currency").asText();
      BigDecimal value = amount.isNumber() ? amount.decimalValue() : null;
      boolean meant =
          value != null
              && value.precision() <= LONGEST_NUMBER
              && Math.abs((long) value.scale()) <= LONGEST_NUMBER;
      return meant && value != null && !currency.isEmpty() ? new Money(value, currency) : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
