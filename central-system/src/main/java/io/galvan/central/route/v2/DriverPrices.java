package io.galvan.central.route.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
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
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Tariffs;
import io.galvan.platform.contract.Tariffs.Applicable;
import io.galvan.platform.contract.Tariffs.AssignmentKind;
import io.galvan.platform.contract.Tariffs.TimeUnit;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a driver is told of the price before charging (functional block I). */
final class DriverPrices {
  private static final Applicable NONE = new Applicable(null, null);
  private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

  /** Of a number on the wire (2.1 part 2, 2). */
  private static final int DECIMALS = 6;

  private final Bus bus;

  DriverPrices(Bus bus) {
    this.bus = bus;
  }

  /** By which tariff the token would charge at the station; none when nobody can tell. */
  Future<Applicable> of(String chargerId, String idToken) {
    return bus.request(
            Tariffs.APPLICABLE, new Tariffs.Asked(chargerId, idToken.isBlank() ? null : idToken))
        .otherwise(NONE);
  }

  /**
   * By which a station of 2.1 counts this driver's cost itself (I08); null for none. That is what
   * the operator gave for stations, else the driver's own tariff; the others are the station's,
   * which it has or has not by SetDefaultTariff.
   */
  static @Nullable Tariff tariff(Applicable applicable, OcppVersion version) {
    Tariffs.Tariff held = applicable.tariff();
    if (held == null || version == OcppVersion.V2_0_1) {
      return null;
    }
    if (held.stationTariff() != null) {
      return Shape.of(Tariff.class, OcppVersion.V2_1)
          .read(held.stationTariff(), Reading.STRICT, new ArrayList<>());
    }
    return applicable.by() == AssignmentKind.Token ? tariff(held) : null;
  }

  /** The text that the driver is to see where the tariff itself is not told; null for none. */
  static @Nullable String text(Applicable applicable, OcppVersion version) {
    return applicable.tariff() == null || tariff(applicable, version) != null
        ? null
        : applicable.tariff().text();
  }

  private static Tariff tariff(Tariffs.Tariff tariff) {
    List<TaxRate> taxes =
        tariff.taxes().isEmpty()
            ? null
            : tariff.taxes().stream()
                .map(tax -> new TaxRate(null, tax.percent(), tax.name(), null))
                .toList();
    TariffTime time = time(tariff, taxes);
    return new Tariff(
        time,
        tariff.currency(),
        tariff.text() == null
            ? null
            : List.of(new MessageContent(tariff.text(), MessageFormat.UTF8, null, null)),
        tariff.energyPricePerKwh().signum() == 0
            ? null
            : new TariffEnergy(
                List.of(new TariffEnergyPrice(null, tariff.energyPricePerKwh(), null)),
                taxes,
                null),
        tariff.fixedFee().signum() == 0
            ? null
            : new TariffFixed(
                List.of(new TariffFixedPrice(null, tariff.fixedFee(), null)), taxes, null),
        // Our time price is for the whole transaction, theirs apart for charging and for idling.
        time,
        null,
        null,
        null,
        null,
        tariff.id(),
        tariff.validFrom() == null ? null : tariff.validFrom().atOffset(ZoneOffset.UTC),
        null);
  }

  private static @Nullable TariffTime time(Tariffs.Tariff tariff, @Nullable List<TaxRate> taxes) {
    if (tariff.timePrice().signum() == 0) {
      return null;
    }
    BigDecimal minute =
        tariff.timeUnit() == TimeUnit.Minute
            ? tariff.timePrice()
            : tariff
                .timePrice()
                .divide(MINUTES, DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    return new TariffTime(List.of(new TariffTimePrice(null, minute, null)), taxes, null);
  }
}
