package io.galvan.central.neutral;

import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageFormat;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.ocpp.v2.TariffEnergy;
import io.galvan.ocpp.v2.TariffEnergyPrice;
import io.galvan.ocpp.v2.TariffFixed;
import io.galvan.ocpp.v2.TariffFixedPrice;
import io.galvan.ocpp.v2.TariffTime;
import io.galvan.ocpp.v2.TariffTimePrice;
import io.galvan.ocpp.v2.TaxRate;
import io.galvan.platform.error.GalvanException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariffs in the words of OCPP 2.1, for stations that count the cost themselves. */
public final class Tariffs2 {
  private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

  /** Of a number on the wire (2.1 part 2, 2). */
  private static final int SCALE = 6;

  private Tariffs2() {}

  /** Refuses a tariff that ends, since a station's never does (2.1 part 2, TariffType). */
  public static Tariff of(Tariffs.Tariff tariff) {
    if (tariff.validTo() != null) {
      throw GalvanException.invalid(
          "tariffId", "a tariff that ends cannot be given to a station, whose tariffs do not end");
    }
    return told(tariff);
  }

  /** The same for one driver, who is told it for the transactions of now. */
  public static Tariff told(Tariffs.Tariff tariff) {
    List<TaxRate> taxes =
        tariff.taxes().isEmpty()
            ? null
            : tariff.taxes().stream()
                .map(tax -> new TaxRate(null, tax.percent(), tax.name(), null))
                .toList();
    BigDecimal energy = tariff.energyPricePerKwh();
    BigDecimal fee = tariff.fixedFee();
    // Ours is for the whole time of a transaction; a station tells charging from idling.
    TariffTime time = time(minute(tariff), taxes);
    return new Tariff(
        time,
        tariff.currency(),
        tariff.text() == null
            ? null
            : List.of(new MessageContent(tariff.text(), MessageFormat.UTF8, null, null)),
        energy.signum() == 0
            ? null
            : new TariffEnergy(List.of(new TariffEnergyPrice(null, energy, null)), taxes, null),
        fee.signum() == 0
            ? null
            : new TariffFixed(List.of(new TariffFixedPrice(null, fee, null)), taxes, null),
        time,
        null,
        null,
        null,
        null,
        tariff.id(),
        tariff.validFrom() == null ? null : tariff.validFrom().atOffset(ZoneOffset.UTC),
        null);
  }

  private static BigDecimal minute(Tariffs.Tariff tariff) {
    return tariff.timeUnit() == TimeUnit.Minute
        ? tariff.timePrice()
        : tariff.timePrice().divide(MINUTES, SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
  }

  private static @Nullable TariffTime time(BigDecimal minute, @Nullable List<TaxRate> taxes) {
    return minute.signum() == 0
        ? null
        : new TariffTime(List.of(new TariffTimePrice(null, minute, null)), taxes, null);
  }
}
