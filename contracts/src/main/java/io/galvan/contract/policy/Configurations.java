package io.galvan.contract.policy;

import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configuration keys of charging stations, as they reported or accepted them. */
public final class Configurations {
  public static final BusAddress<ConfigurationReport, Done> STORE =
      new BusAddress<>("charger.configuration.store", ConfigurationReport.class, Done.class);
  public static final BusAddress<Chargers.ChargerKey, Configuration> GET =
      new BusAddress<>("charger.configuration.get", Chargers.ChargerKey.class, Configuration.class);

  private Configurations() {}

  public record ConfigurationKey(String key, boolean readonly, @Nullable String value) {}

  /**
   * Keys as a charger reported or accepted them.
   *
   * @param complete the charger was asked for all keys, so stored ones it did not name are gone
   * @param rebootRequired keys whose change waits for a reboot
   */
  public record ConfigurationReport(
      String chargerId,
      List<ConfigurationKey> keys,
      List<String> unknownKeys,
      boolean complete,
      List<String> rebootRequired) {}

  public record StoredKey(
      String key,
      boolean readonly,
      @Nullable String value,
      boolean rebootRequired,
      Instant updatedAt) {}

  public record Configuration(String chargerId, List<StoredKey> keys) {}
}
