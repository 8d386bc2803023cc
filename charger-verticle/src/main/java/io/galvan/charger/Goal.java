package io.galvan.charger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.galvan.platform.contract.Commands.OpenCommand;
import io.galvan.platform.json.Mapper;
import org.jspecify.annotations.Nullable;

/**
 * What a remote start or stop is to bring about: a transaction of this token, on this connector if
 * it names one, or the end of this transaction. All null for every other command.
 */
record Goal(@Nullable Integer connectorId, @Nullable String token, @Nullable Long transactionId) {
  static final String START = "RemoteStartTransaction";
  static final String STOP = "RemoteStopTransaction";
  private static final Goal NONE = new Goal(null, null, null);

  static Goal of(OpenCommand command) {
    if (!command.action().equals(START) && !command.action().equals(STOP)) {
      return NONE;
    }
    JsonNode request = read(command.request());
    JsonNode transactionId = request.path("transactionId");
    return command.action().equals(START)
        ? new Goal(connectorIdOf(command.request()), request.path("idTag").asText(), null)
        : new Goal(null, null, transactionId.canConvertToLong() ? transactionId.asLong() : null);
  }

  /** The connector a request names; null if it names none. */
  static @Nullable Integer connectorIdOf(String request) {
    JsonNode connectorId = read(request).path("connectorId");
    return connectorId.isInt() ? connectorId.intValue() : null;
  }

  private static JsonNode read(String request) {
    try {
      return Mapper.JSON.readTree(request);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  boolean any() {
    return token != null || transactionId != null;
  }
}
