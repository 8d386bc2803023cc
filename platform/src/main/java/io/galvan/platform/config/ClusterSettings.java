package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of several nodes as one system.
 *
 * @param secret what every node of the installation knows and nobody else; 32 bytes or more, null
 *     when none is set
 * @param lease for how long a node that is not heard of stays the owner of its connections and jobs
 */
public record ClusterSettings(@Nullable String secret, Duration lease) {
  private static final String SECRET = "GALVAN_CLUSTER_SECRET";
  private static final String LEASE = "GALVAN_NODE_LEASE";
  private static final int LEASE_S = 8;
  private static final int MOST_LEASE_S = 300;
  private static final int LEAST_BYTES = 32;

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  static ClusterSettings from(Map<String, String> environment) {
    String secret = environment.getOrDefault(SECRET, "").strip();
    if (!secret.isEmpty() && secret.getBytes(StandardCharsets.UTF_8).length < LEAST_BYTES) {
      throw GalvanException.invalid(
          SECRET, SECRET + " must have " + LEAST_BYTES + " bytes or more");
    }
    return new ClusterSettings(secret.isEmpty() ? null : secret, lease(environment));
  }

  private static Duration lease(Map<String, String> environment) {
    String value = environment.getOrDefault(LEASE, "").strip();
    try {
      int seconds = value.isEmpty() ? LEASE_S : Integer.parseInt(value);
      if (seconds >= 1 && seconds <= MOST_LEASE_S) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw GalvanException.invalid(
        LEASE, LEASE + " must be a whole number from 1 to " + MOST_LEASE_S);
  }

  @Override
  public String toString() {
    return "ClusterSettings[secret=" + (secret == null ? "none" : "set") + ", lease=" + lease + "]";
  }
}
