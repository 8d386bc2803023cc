package io.galvan.charger.security;

import io.galvan.charger.block.Followers;
import io.galvan.charger.registration.ChargerStore;
import io.galvan.contract.pki.StationCertificates;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Security profiles of charging stations, and the certificates installed on them. */
public final class SecurityBlock {
  private final SecurityProfileStore profileStore = new SecurityProfileStore();

  public SecurityBlock(Wiring wiring, Followers followers) {
    var profiles = new SecurityProfileService(wiring.writer(), profileStore, new ChargerStore());
    followers.add(profiles);
    wiring.serve(Chargers.SET_SECURITY_PROFILE, profiles::set);
    wiring.serve(Chargers.SECURITY_PROFILE_REACHED, profiles::reached);
    var certificates =
        new InstalledCertificateService(wiring.pool(), new InstalledCertificateStore());
    followers.add(certificates);
    wiring.serve(StationCertificates.LIST, certificates::list);
  }

  /** Notes the security profile that a station agreed to and will connect with. */
  public Future<?> announce(SqlClient sql, String chargerId, int securityProfile) {
    return profileStore.announce(sql, chargerId, securityProfile);
  }
}
