package io.galvan.central.command;

import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;

/** In which version's words a station is spoken to. */
final class SpokenVersion {
  private SpokenVersion() {}

  /** The one it speaks, or spoke last; 1.6 while nothing is known. */
  static Future<OcppVersion> of(Bus bus, String chargerId) {
    return bus.request(Chargers.GET, new Chargers.ChargerKey(chargerId))
        .map(
            charger -> {
              OcppVersion version =
                  charger.version() == null ? charger.defaultVersion() : charger.version();
              return version == null ? OcppVersion.V1_6 : version;
            });
  }
}
