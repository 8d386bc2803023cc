package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The official JSON schemas of OCPP 1.6, which every message of a case must satisfy, in both
 * directions. They may not be copied into the product, so where they are not at hand nothing is
 * held against them.
 */
final class Schemas {
  private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);
  private static final Path FOLDER = Path.of("../../shared/ocpp/schemas/1.6");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
  private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();
  static final boolean PRESENT = present();

  private Schemas() {}

  private static boolean present() {
    boolean present = Files.isDirectory(FOLDER);
    if (!present) {
      LOG.warn("the official schemas are not in {}: messages are not held against them", FOLDER);
    }
    return present;
  }

  static void checkRequest(String action, JsonNode payload) {
    check(action, payload);
  }

  static void checkResponse(String action, JsonNode payload) {
    check(action + "Response", payload);
  }

  private static void check(String name, JsonNode payload) {
    if (PRESENT) {
      assertThat(
              LOADED
                  .computeIfAbsent(name, Schemas::load)
                  .validate(
                      payload.toString(),
                      InputFormat.JSON,
                      context ->
                          context.executionConfig(config -> config.formatAssertionsEnabled(true))))
          .as("what the schema of %s says against %s", name, payload)
          .isEmpty();
    }
  }

  private static Schema load(String name) {
    try {
      return REGISTRY.getSchema(Files.readString(FOLDER.resolve(name + ".json")), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException("no schema for " + name, e);
    }
  }
}
