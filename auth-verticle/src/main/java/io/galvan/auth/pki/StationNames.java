package io.galvan.auth.pki;

import io.galvan.auth.block.Fields;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Whether a name in a certificate is a station's own, so that it may be certified without an
 * operator, and believed of another authority: it is the station's identity, or a serial number
 * that it told after it had shown a password or a certificate, and no other station has it as
 * identity, serial number or name of a certificate, in any letter case (security whitepaper; 2.0.1
 * part 2, A00).
 */
final class StationNames {
  private final Bus bus;
  private final CertificateStore certificates;

  StationNames(Bus bus, CertificateStore certificates) {
    this.bus = bus;
    this.certificates = certificates;
  }

  /** What speaks against the name; null when nothing does. */
  Future<@Nullable String> objection(String chargerId, String commonName) {
    return bus.request(Chargers.NAME, new Chargers.NameClaim(chargerId, commonName))
        .compose(
            standing -> {
              String why = objection(standing);
              return why != null
                  ? Future.succeededFuture(why)
                  : certificates
                      .otherNamed(Fields.key(chargerId), Fields.key(commonName))
                      .map(
                          other ->
                              other == null
                                  ? null
                                  : "station " + other + " has a certificate of this name");
            });
  }

  private static @Nullable String objection(Chargers.NameStanding standing) {
    if (standing.other() != null) {
      return "the common name is the identity or serial number of station " + standing.other();
    }
    return switch (standing.kind()) {
      case Identity, SerialNumber -> null;
      case UnprovedSerialNumber ->
          "the common name is a serial number that was told on a connection that proved neither a"
              + " password nor a certificate";
      case None -> "the common name is neither the station's identity nor its serial number";
    };
  }
}
