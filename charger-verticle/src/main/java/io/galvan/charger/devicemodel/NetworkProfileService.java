package io.galvan.charger.devicemodel;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.devicemodel.DeviceModels.NetworkProfiles;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;

/**
 * The connection profiles that stations accepted, by slot. A station that is told to use a profile
 * of a higher security profile first has announced that one: it must be let in with the old one
 * until it came with the new one (2.0.1 part 2, A05).
 */
final class NetworkProfileService {
  /** Notes the security profile that a station will connect with. */
  public interface Announce {
    Future<?> announce(SqlClient sql, String chargerId, int securityProfile);
  }

  private final Pool pool;
  private final NetworkProfileStore store;
  private final Announce announce;

  NetworkProfileService(Pool pool, NetworkProfileStore store, Announce announce) {
    this.pool = pool;
    this.store = store;
    this.announce = announce;
  }

  /** Answers {@code device.network-profiles}. */
  Future<NetworkProfiles> list(ChargerKey key) {
    return store.list(pool, key.chargerId()).map(NetworkProfiles::new);
  }

  /** The command's text holds no passwords; they were masked before it was stored. */
  Future<?> accepted(UnitOfWork unit, Command command, SetNetworkProfileRequest request) {
    return store.put(
        unit.sql(),
        command.chargerId(),
        request.configurationSlot(),
        command.request(),
        unit.now());
  }

  /** The station accepted this order of slots. */
  Future<?> prioritised(UnitOfWork unit, String chargerId, String slots) {
    String first = slots.split(",", 2)[0].strip();
    return first.matches("\\d{1,9}")
        ? store
            .securityProfile(unit.sql(), chargerId, Integer.parseInt(first))
            .compose(
                profile ->
                    profile != null && profile >= 1 && profile <= 3
                        ? announce.announce(unit.sql(), chargerId, profile)
                        : Future.succeededFuture())
        : Future.succeededFuture();
  }
}
