package io.galvan.charger.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.platform.json.Mapper;
import org.jspecify.annotations.Nullable;

/**
 * What a remote start or stop is to bring about: a transaction of this token, on this connector if
 * it names one, or the end of this transaction. All null for every other command.
 *
 * @param connectorId of OCPP 2.x the EVSE
 * @param stationTransactionId how a station of OCPP 2.x names the transaction that is to end
 */
record Goal(
    @Nullable Integer connectorId,
    @Nullable String token,
    @Nullable Long transactionId,
    @Nullable String stationTransactionId) {
  static final String START = "RemoteStartTransaction";
  static final String STOP = "RemoteStopTransaction";

  /** The same in OCPP 2.x. */
  static final String REQUEST_START = "RequestStartTransaction";

  static final String REQUEST_STOP = "RequestStopTransaction";
  private static final Goal NONE = new Goal(null, null, null, null);

  static Goal of(OpenCommand command) {
    JsonNode request = read(command.request());
    return switch (command.action()) {
      case START ->
          new Goal(connectorIdOf(command.request()), request.path("idTag").asText(), null, null);
      case REQUEST_START ->
          new Goal(
              number(request.path("evseId")),
              request.path("idToken").path("idToken").asText(),
              null,
              null);
      case STOP -> {
        JsonNode id = request.path("transactionId");
        yield new Goal(null, null, id.canConvertToLong() ? id.asLong() : null, null);
      }
      case REQUEST_STOP -> new Goal(null, null, null, request.path("transactionId").asText());
      default -> NONE;
    };
  }

  /** The connector a request names; null if it names none. */
  static @Nullable Integer connectorIdOf(String request) {
    return number(read(request).path("connectorId"));
  }

  private static @Nullable Integer number(JsonNode node) {
    return node.isInt() ? node.intValue() : null;
  }

  private static JsonNode read(String request) {
    try {
      return Mapper.JSON.readTree(request);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  boolean any() {
    return token != null || transactionId != null || stationTransactionId != null;
  }
}
