package io.galvan.platform.contract;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator's commands to chargers: stored by the charger service, carried by the node that
 * holds the connection.
 */
public final class Commands {
  public static final BusAddress<OpenCommand, OpenedCommand> OPEN =
      new BusAddress<>("command.open", OpenCommand.class, OpenedCommand.class);
  public static final BusAddress<CommandSent, Done> SENT =
      new BusAddress<>("command.sent", CommandSent.class, Done.class);
  public static final BusAddress<CloseCommand, Command> CLOSE =
      new BusAddress<>("command.close", CloseCommand.class, Command.class);
  public static final BusAddress<CommandKey, Command> GET =
      new BusAddress<>("command.get", CommandKey.class, Command.class);
  public static final BusAddress<CommandQuery, CommandPage> LIST =
      new BusAddress<>("command.list", CommandQuery.class, CommandPage.class);

  /**
   * Served once a node, at {@code node.call.<nodeId>}: puts a CALL on a session of that node and
   * closes the command with what came of it.
   */
  public static final BusAddress<NodeCall, Command> NODE_CALL =
      new BusAddress<>("node.call", NodeCall.class, Command.class);

  /**
   * Served once a node, at {@code node.evict.<nodeId>}: closes the session of an epoch because a
   * newer connection stands.
   */
  public static final BusAddress<Evict, Done> NODE_EVICT =
      new BusAddress<>("node.evict", Evict.class, Done.class);

  private Commands() {}

  /**
   * Legal moves: Queued to Sent or an end; Sent to an end. Unknown is no end: a late answer may
   * still move it.
   */
  public enum CommandState {
    /** Stored, waiting for its turn on the connection. */
    Queued,
    /** The CALL left; no answer yet. */
    Sent,
    /**
     * The charger answered that it will (Accepted, Scheduled, RebootRequired, Unlocked, or a data
     * answer).
     */
    Accepted,
    /** The charger answered that it will not (Rejected, Faulted, NotSupported, ...). */
    Rejected,
    /** The charger answered with a CALLERROR, or the CALL could not be sent. */
    Failed,
    /** No answer in time or the connection broke after sending: what happened is not known. */
    Unknown;

    /** Whether a command may go from this state to the next. */
    public boolean mayBecome(CommandState next) {
      return switch (this) {
        case Queued -> next != Queued;
        case Sent, Unknown -> next != Queued && next != Sent && next != this;
        case Accepted, Rejected, Failed -> false;
      };
    }
  }

  /**
   * @param request the payload as JSON, in the version's own terms
   * @param response the CALLRESULT's payload as JSON
   * @param status the response's own status text, if it has one
   */
  public record Command(
      String id,
      String chargerId,
      String action,
      @Nullable OcppVersion version,
      String request,
      CommandState state,
      @Nullable String status,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable String errorDescription,
      @Nullable String requestedBy,
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant closedAt) {}

  /**
   * Stores a command before it is sent. A known idempotencyKey of the same charger gives the
   * earlier command.
   */
  public record OpenCommand(
      String chargerId,
      String action,
      @Nullable OcppVersion version,
      String request,
      @Nullable String requestedBy,
      @Nullable String idempotencyKey) {}

  /**
   * @param repeated true: this command was stored by an earlier request with the same idempotency
   *     key
   */
  public record OpenedCommand(Command command, boolean repeated) {}

  public record CommandSent(String id, Instant at) {}

  public record CloseCommand(
      String id,
      CommandState state,
      @Nullable String status,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable String errorDescription) {}

  public record CommandKey(String chargerId, String id) {}

  public record CommandQuery(
      @Nullable String chargerId,
      @Nullable String action,
      @Nullable CommandState state,
      int limit,
      @Nullable String cursor) {}

  public record CommandPage(List<Command> items, @Nullable String next) {}

  /** A CALL to put on the session of this epoch; timeoutMs counts from its sending. */
  public record NodeCall(
      String chargerId,
      long epoch,
      String commandId,
      String action,
      String payload,
      long timeoutMs) {}

  public enum CallOutcome {
    Result,
    Error,
    /**
     * Never left: the connection was gone, the queue was full, or the station's state forbids it
     * (Pending, Rejected).
     */
    NotSent,
    /** Left, and nobody knows what became of it. */
    NoAnswer
  }

  public record NodeAnswer(
      CallOutcome outcome,
      @Nullable String payload,
      @Nullable String errorCode,
      @Nullable String errorDescription) {}

  public record Evict(String chargerId, long epoch) {}
}
