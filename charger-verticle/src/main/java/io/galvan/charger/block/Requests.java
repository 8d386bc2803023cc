package io.galvan.charger.block;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.platform.json.Mapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a stored command asked for. What an operator wrote there is not judged: a field that
 * is not as it should be counts as absent.
 */
public final class Requests {
  private Requests() {}

  public static JsonNode read(@Nullable String json) {
    if (json == null) {
      return Mapper.JSON.missingNode();
    }
    try {
      return Mapper.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return Mapper.JSON.missingNode();
    }
  }

  public static @Nullable Instant time(JsonNode field) {
    try {
      return field.isTextual() ? OffsetDateTime.parse(field.textValue()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  public static @Nullable String text(JsonNode field) {
    return field.isTextual() ? field.textValue() : null;
  }

  public static @Nullable Integer number(JsonNode field) {
    return field.canConvertToInt() ? Integer.valueOf(field.intValue()) : null;
  }

  /** Whether the charger may have heard of the command. */
  public static boolean reached(Command command) {
    return command.state() == CommandState.Accepted || refused(command) || command.sentAt() != null;
  }

  /** Whether the charger said no, in a status or as an error. */
  public static boolean refused(Command command) {
    return command.state() == CommandState.Rejected
        || (command.state() == CommandState.Failed && command.errorCode() != null);
  }

  /** The charger's word for its refusal. */
  public static String refusal(Command command) {
    String status = command.status();
    String error = command.errorCode();
    return status != null ? status : error != null ? error : "Rejected";
  }
}
