package io.galvan.central.command;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.ocpp.OcppVersion;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Sends an operator's command to a charging station and tells what became of it. */
@FunctionalInterface
public interface CommandService {
  /**
   * Completes when the station answered or the time for it is over, or at once when the command
   * waits for the station (Queued). Fails with NOT_FOUND for an unknown station, NOT_CONNECTED when
   * it is not connected and the command may not wait, CONFLICT when the idempotency key belongs to
   * another command, or the charging profile would take a place of somebody greater.
   */
  Future<Outcome> execute(CommandRequest request);

  /**
   * @param request the payload as JSON
   * @param version whose terms the payload is in; null: 1.6's own operations
   * @param waitS how many seconds it may wait for the station to connect; null: not at all
   * @param owner who sets the charging profile that it carries, if it does
   */
  record CommandRequest(
      String chargerId,
      String action,
      @Nullable OcppVersion version,
      String request,
      @Nullable String requestedBy,
      @Nullable String idempotencyKey,
      @Nullable Long waitS,
      Owner owner) {
    /** An operator's command. */
    public CommandRequest(
        String chargerId,
        String action,
        @Nullable OcppVersion version,
        String request,
        @Nullable String requestedBy,
        @Nullable String idempotencyKey,
        @Nullable Long waitS) {
      this(chargerId, action, version, request, requestedBy, idempotencyKey, waitS, Owner.Operator);
    }

    /** A command that does not wait. */
    public CommandRequest(
        String chargerId,
        String action,
        String request,
        @Nullable String requestedBy,
        @Nullable String idempotencyKey) {
      this(chargerId, action, null, request, requestedBy, idempotencyKey, null);
    }
  }

  record Outcome(Command command) {}
}
