package io.galvan.simulator.station2;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.galvan.ocpp.OcppVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The official schemas of OCPP 2.0.1 and 2.1. They may not be copied into the product, so where
 * they are not at hand nothing is held against them.
 */
final class Schemas {
  private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);
  private static final Path FOLDER = Path.of("../../shared/ocpp/schemas");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6);
  private static final Map<Path, Schema> LOADED = new ConcurrentHashMap<>();
  static final boolean PRESENT = present();

  private Schemas() {}

  private static boolean present() {
    boolean present = Files.isDirectory(FOLDER);
    if (!present) {
      LOG.warn("the official schemas are not in {}: messages are not held against them", FOLDER);
    }
    return present;
  }

  /** What the schema of a message says against a payload. */
  static List<Error> errors(OcppVersion version, String name, String payload) {
    if (!PRESENT) {
      return List.of();
    }
    Path file =
        FOLDER.resolve(version.subprotocol().substring("ocpp".length())).resolve(name + ".json");
    return LOADED
        .computeIfAbsent(file, Schemas::load)
        .validate(
            payload,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  private static Schema load(Path file) {
    try {
      return REGISTRY.getSchema(Files.readString(file), InputFormat.JSON);
    } catch (IOException e) {
      throw new AssertionError("no schema " + file, e);
    }
  }
}
