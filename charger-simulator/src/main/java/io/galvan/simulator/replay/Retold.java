package io.galvan.simulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is different when a session is told again: the time, and in OCPP 1.6, where the central
 * system gives them, the transactions' ids.
 */
final class Retold {
  private static final Set<String> TIMES = Set.of("timestamp", "generatedAt");

  private final Duration shift;
  private final Map<Long, JsonNode> transactions = new HashMap<>();

  Retold(Duration shift) {
    this.shift = shift;
  }

  /** Both are answers to the same StartTransaction, if they name a transaction. */
  void learn(JsonNode recorded, JsonNode now) {
    JsonNode before = recorded.path(2).path("transactionId");
    JsonNode after = now.path(2).path("transactionId");
    if (before.isIntegralNumber() && after.isIntegralNumber()) {
      transactions.put(before.asLong(), after);
    }
  }

  /** The recorded payload as it is to be said now. */
  JsonNode payload(JsonNode recorded) {
    JsonNode payload = recorded.deepCopy();
    retell(payload);
    return payload;
  }

  private void retell(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        JsonNode value = member.getValue();
        if (member.getKey().equals("transactionId") && value.isIntegralNumber()) {
          member.setValue(transactions.getOrDefault(value.asLong(), value));
        } else if (TIMES.contains(member.getKey()) && value.isTextual()) {
          member.setValue(shifted(value));
        } else {
          retell(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(this::retell);
    }
  }

  /** A time that cannot be read is part of what the charger did, and stays. */
  private JsonNode shifted(JsonNode time) {
    if (shift.isZero()) {
      return time;
    }
    try {
      OffsetDateTime shifted = OffsetDateTime.parse(time.textValue()).plus(shift);
      return TextNode.valueOf(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(shifted));
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  /** What an answer comes to: its status, the verdict on a tag, or the error's code. */
  static String status(JsonNode frame) {
    if (frame.path(0).asInt() == 4) {
      return "error " + frame.path(2).asText();
    }
    JsonNode payload = frame.path(2);
    JsonNode status = payload.path("status");
    if (status.isTextual()) {
      return status.textValue();
    }
    JsonNode token =
        payload.has("idTokenInfo") ? payload.get("idTokenInfo") : payload.path("idTagInfo");
    JsonNode verdict = token.path("status");
    return verdict.isTextual() ? verdict.textValue() : "an answer";
  }
}
