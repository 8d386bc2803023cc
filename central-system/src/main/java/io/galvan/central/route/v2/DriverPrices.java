package io.galvan.central.route.v2;

import io.galvan.central.neutral.Tariffs2;
import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.Applicable;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What a driver is told of the price before charging (functional block I). */
final class DriverPrices {
  private static final Applicable NONE = new Applicable(null, null);

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
    return applicable.by() == AssignmentKind.Token ? Tariffs2.told(held) : null;
  }

  /** The text that the driver is to see where the tariff itself is not told; null for none. */
  static @Nullable String text(Applicable applicable, OcppVersion version) {
    return applicable.tariff() == null || tariff(applicable, version) != null
        ? null
        : applicable.tariff().text();
  }
}
