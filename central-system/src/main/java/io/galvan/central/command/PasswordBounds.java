package io.galvan.central.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.station.Passwords;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.json.Mapper;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a new password of the station in a command that is about to be sent. One that cannot be
 * kept here is refused before the station hears of it.
 */
final class PasswordBounds {
  private static final String PASSWORD = "BasicAuthPassword";

  private PasswordBounds() {}

  /**
   * @param version whose terms the payload is in; null: 1.6
   */
  static void check(String action, @Nullable OcppVersion version, String payload) {
    OcppVersion spoken = version == null ? OcppVersion.V1_6 : version;
    switch (action) {
      case "ChangeConfiguration" -> {
        JsonNode request = Mapper.read(payload, JsonNode.class);
        if (request.path("key").asText().equalsIgnoreCase("AuthorizationKey")) {
          check("/value", request.path("value"), spoken);
        }
      }
      case "SetVariables" -> {
        JsonNode data = Mapper.read(payload, JsonNode.class).path("setVariableData");
        for (int i = 0; i < data.size(); i++) {
          if (isPassword(data.get(i))) {
            String field = "/setVariableData/" + i + "/attributeValue";
            check(field, data.get(i).path("attributeValue"), spoken);
          }
        }
      }
      case "SetNetworkProfile" ->
          check(
              "/connectionData/basicAuthPassword",
              Mapper.read(payload, JsonNode.class).path("connectionData").path("basicAuthPassword"),
              spoken);
      default -> {
        // Nothing else carries the password.
      }
    }
  }

  /** Also that of a network configuration of 2.1; the limits of what it may be are no password. */
  private static boolean isPassword(JsonNode data) {
    return data.path("variable").path("name").asText().equalsIgnoreCase(PASSWORD)
        && data.path("attributeType").asText("Actual").equals("Actual");
  }

  private static void check(String field, JsonNode password, OcppVersion version) {
    if (password.isTextual()) {
      Passwords.check(field, password.textValue(), version);
    }
  }
}
