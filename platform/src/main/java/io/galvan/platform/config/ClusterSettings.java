package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of several nodes as one system.
 *
 * @param secret what every node of the installation knows and nobody else; 32 bytes or more, null
 *     when none is set
 */
public record ClusterSettings(@Nullable String secret) {
  private static final String SECRET = "GALVAN_CLUSTER_SECRET";
  private static final int LEAST_BYTES = 32;

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  static ClusterSettings from(Map<String, String> environment) {
    String secret = environment.getOrDefault(SECRET, "").strip();
    if (!secret.isEmpty() && secret.getBytes(StandardCharsets.UTF_8).length < LEAST_BYTES) {
      throw GalvanException.invalid(
          SECRET, SECRET + " must have " + LEAST_BYTES + " bytes or more");
    }
    return new ClusterSettings(secret.isEmpty() ? null : secret);
  }

  @Override
  public String toString() {
    return "ClusterSettings[secret=" + (secret == null ? "none" : "set") + "]";
  }
}
