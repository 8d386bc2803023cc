package io.galvan.central.command;

import io.galvan.platform.contract.Commands;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends the operator's commands to charging stations, wherever in the cluster they are connected.
 */
public interface CommandService {
  /**
   * Stores the command, sends it and waits for the station's answer. Fails with NOT_FOUND,
   * NOT_CONNECTED, CONFLICT (idempotency key used for something else). No answer in time is no
   * failure: the outcome's command is then in state Unknown.
   */
  Future<Outcome> execute(CommandRequest request);

  /**
   * @param request the payload as JSON text, already checked against the action's record
   * @param requestedBy who asks, for the command's history
   */
  record CommandRequest(
      String chargerId,
      String action,
      String request,
      @Nullable String requestedBy,
      @Nullable String idempotencyKey) {}

  record Outcome(Commands.Command command) {}
}
