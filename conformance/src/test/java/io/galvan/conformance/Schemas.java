package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.testing.StandardTable;

/**
 * What the standard says of messages, which each one of a case must satisfy, in both directions.
 */
public final class Schemas {
  private Schemas() {}

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
    assertThat(StandardTable.of(version.number()).errors(name, payload.toString()))
        .as("what the standard says of %s against %s", name, payload)
        .isEmpty();
  }
}
