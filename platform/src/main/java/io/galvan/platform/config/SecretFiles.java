package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that hold a secret may be read from a file: <code>GALVAN_X_FILE</code> names it in place
 * of <code>GALVAN_X</code>. A process's environment is easier to come by than a file.
 */
final class SecretFiles {
  /** The settings that hold secrets. */
  private static final List<String> SECRETS =
      List.of("GALVAN_CLUSTER_SECRET", "GALVAN_DB_URL", "GALVAN_MQTT_BROKER", "GALVAN_SMTP_URL");

  private static final int LONGEST_BYTES = 65_536;

  private SecretFiles() {}

  /**
   * The environment with the content of the files, without the white space around it.
   *
   * @throws GalvanException INVALID, naming the variable, when a file cannot be read, is empty or
   *     longer than 64 KB, or when both variables are set
   */
  static Map<String, String> read(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    for (String name : SECRETS) {
      String variable = name + "_FILE";
      String file = environment.getOrDefault(variable, "").strip();
      if (!file.isEmpty()) {
        if (!environment.getOrDefault(name, "").isBlank()) {
          throw GalvanException.invalid(
              variable, variable + " and " + name + " exclude each other");
        }
        all.put(name, content(variable, file));
      }
    }
    return all;
  }

  private static String content(String variable, String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(LONGEST_BYTES + 1);
      String secret = new String(content, StandardCharsets.UTF_8).strip();
      if (content.length > LONGEST_BYTES || secret.isEmpty()) {
        throw GalvanException.invalid(
            variable, variable + ": the file " + file + " is empty or longer than 64 KB");
      }
      return secret;
    } catch (IOException | InvalidPathException e) {
      throw GalvanException.invalid(variable, variable + ": the file " + file + " cannot be read");
    }
  }
}
