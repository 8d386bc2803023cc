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
 * The official JSON schemas of OCPP, which every message of a case must satisfy, in both
 * directions. They may not be copied into the product, so where they are not at hand nothing is
 * held against them.
 */
public final class Schemas {
  private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);
  private static final Path FOLDER = Path.of("../../shared/ocpp/schemas");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
  private static final SchemaRegistry REGISTRY_2 =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6);
  private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();
  public static final boolean PRESENT = present();

  private Schemas() {}

  private static boolean present() {
    boolean present = Files.isDirectory(FOLDER);
    if (!present) {
      LOG.warn("the official schemas are not in {}: messages are not held against them", FOLDER);
    }
    return present;
  }

  public static void checkRequest(Version version, String action, JsonNode payload) {
    check(version, action + (version == Version.V1_6 ? "" : "Request"), payload);
  }

  public static void checkResponse(Version version, String action, JsonNode payload) {
    check(version, action + "Response", payload);
  }

  /** What is sent and never answered. */
  public static void checkMessage(Version version, String action, JsonNode payload) {
    check(version, action, payload);
  }

  private static void check(Version version, String name, JsonNode payload) {
    if (PRESENT) {
      assertThat(
              LOADED
                  .computeIfAbsent(version.number() + "/" + name, key -> load(version, key))
                  .validate(
                      payload.toString(),
                      InputFormat.JSON,
                      context ->
                          context.executionConfig(config -> config.formatAssertionsEnabled(true))))
          .as("what the schema of %s says against %s", name, payload)
          .isEmpty();
    }
  }

  private static Schema load(Version version, String name) {
    try {
      return (version == Version.V1_6 ? REGISTRY : REGISTRY_2)
          .getSchema(Files.readString(FOLDER.resolve(name + ".json")), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException("no schema for " + name, e);
    }
  }
}
