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
 * @param handshakesPerAddress handshakes under way at once; more wait for their turn
 * @param refusedPerMinute refused connections of stations in a minute; then none is looked at
 * @param connectionsPerAddress open connections, those of accepted stations too
 */
public record ConnectionSettings(
    List<IpRange> trustedProxies,
    int handshakesPerAddress,
    int refusedPerMinute,
    int connectionsPerAddress) {
  private static final int MOST = 10_000_000;

  /** Whether the address is one of the trusted proxies. */
  public boolean isTrustedProxy(IpAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  public static ConnectionSettings from(Map<String, String> environment) {
    return new ConnectionSettings(
        ranges(environment, "GALVAN_TRUSTED_PROXIES"),
        number(environment, "GALVAN_HANDSHAKES_PER_ADDRESS", 20),
        number(environment, "GALVAN_REFUSED_PER_MINUTE", 200),
        number(environment, "GALVAN_CONNECTIONS_PER_ADDRESS", 10_000));
  }

  private static int number(Map<String, String> environment, String name, int fallback) {
    String value = environment.getOrDefault(name, "").strip();
    try {
      int number = value.isEmpty() ? fallback : Integer.parseInt(value);
      if (number >= 1 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw GalvanException.invalid(
        name, name + " must be a whole number from 1 to " + MOST + ", not \"" + value + "\"");
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
