package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import io.galvan.platform.net.IpAddress;
import io.galvan.platform.net.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whose connections are taken, and as whose.
 *
 * @param trustedProxies the proxies whose X-Forwarded-For header is believed
 */
public record ConnectionSettings(List<IpRange> trustedProxies) {
  /** Whether the address is one of the trusted proxies. */
  public boolean isTrustedProxy(IpAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  public static ConnectionSettings from(Map<String, String> environment) {
    return new ConnectionSettings(ranges(environment, "GALVAN_TRUSTED_PROXIES"));
  }

  private static List<IpRange> ranges(Map<String, String> environment, String name) {
    List<IpRange> ranges = new ArrayList<>();
    for (String text : environment.getOrDefault(name, "").split(",", -1)) {
      String range = text.strip();
      if (!range.isEmpty()) {
        ranges.add(
            IpRange.parse(range)
                .orElseThrow(
                    () ->
                        GalvanException.invalid(
                            name,
                            name
                                + " must be addresses or blocks like 10.0.0.0/8, with commas"
                                + " between, not \""
                                + range
                                + "\"")));
      }
    }
    return List.copyOf(ranges);
  }
}
