package io.galvan.central.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.platform.json.Mapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a station's answer means for the operator's command. */
public final class CommandVerdict {
  /**
   * The statuses of the answers of all versions that say yes. An answer without a status is a yes
   * too: it carries the data asked for.
   */
  private static final Set<String> YES =
      Set.of(
          "Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked", "Unpublished");

  private CommandVerdict() {}

  /** The closing of the command with this answer. */
  public static CloseCommand close(String commandId, NodeAnswer answer) {
    return switch (answer.outcome()) {
      case Result -> {
        String status = status(answer.payload());
        CommandState state =
            status == null || YES.contains(status) ? CommandState.Accepted : CommandState.Rejected;
        yield new CloseCommand(commandId, state, status, masked(answer.payload()), null, null);
      }
      case Error, NotSent ->
          new CloseCommand(
              commandId,
              CommandState.Failed,
              null,
              null,
              answer.errorCode(),
              masked(answer.errorDescription()));
      case TimedOut ->
          new CloseCommand(
              commandId, CommandState.TimedOut, null, null, null, answer.errorDescription());
      case NoAnswer ->
          new CloseCommand(
              commandId, CommandState.Unknown, null, null, null, answer.errorDescription());
    };
  }

  private static @Nullable String masked(@Nullable String told) {
    return told == null ? null : Secrets.mask(told);
  }

  private static @Nullable String status(@Nullable String payload) {
    if (payload == null) {
      return null;
    }
    try {
      JsonNode status = Mapper.JSON.readTree(payload).get("status");
      return status == null || !status.isTextual() ? null : status.textValue();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own writing cannot be read", e);
    }
  }
}
