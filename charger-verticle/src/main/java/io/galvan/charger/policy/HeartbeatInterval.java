package io.galvan.charger.policy;

import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The interval that a boot and a connection are answered with. */
public final class HeartbeatInterval {
  private static final Duration BOOT_RETRY = Duration.ofSeconds(60);

  private HeartbeatInterval() {}

  /**
   * The heartbeat interval of an accepted charger; for others the time until they boot again (1.6
   * part 2, 4.2), in seconds.
   *
   * @param ofPolicy the charger's or its site's; null for the default
   */
  public static int inSeconds(
      Settings settings, @Nullable Registration registration, @Nullable Integer ofPolicy) {
    if (registration != null && registration != Registration.Accepted) {
      return (int) BOOT_RETRY.toSeconds();
    }
    return ofPolicy == null ? (int) settings.heartbeatInterval().toSeconds() : ofPolicy;
  }
}
