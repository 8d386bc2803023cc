package io.galvan.contract.command;

import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
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
  public static final BusAddress<TakeWaiting, TakenCommands> TAKE_WAITING =
      new BusAddress<>("command.waiting.take", TakeWaiting.class, TakenCommands.class);
  public static final BusAddress<Release, Command> RELEASE =
      new BusAddress<>("command.waiting.release", Release.class, Command.class);
  public static final BusAddress<CommandKey, Command> CANCEL =
      new BusAddress<>("command.cancel", CommandKey.class, Command.class);

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

  /**
   * Served once a node, at {@code node.alive.<nodeId>}: asks the station of that session for a sign
   * of life. Answered within 5 s.
   */
  public static final BusAddress<AskForLife, SignOfLife> NODE_ALIVE =
      new BusAddress<>("node.alive", AskForLife.class, SignOfLife.class);

  private Commands() {}

  /**
   * Legal moves: Queued to Sent or an end; Sent to an end. TimedOut and Unknown are no true ends: a
   * late answer still moves them.
   */
  public enum CommandState {
    /** Stored, waiting for its turn on the connection, or for a connection. */
    Queued,
    /** Stored before the CALL left; no answer yet. */
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
    /** The CALL left and no answer came in time: whether the charger acted is not known. */
    TimedOut,
    /** The connection or the node broke after sending: whether the charger acted is not known. */
    Unknown,
    /** Waited for a connection until its time was over; it was never sent. */
    Expired,
    /** Taken back by an operator while it waited; it was never sent. */
    Cancelled;

    /** Whether a command may go from this state to the next. */
    public boolean mayBecome(CommandState next) {
      return switch (this) {
        case Queued -> next != Queued;
        case Sent -> next.isAfterSending();
        case TimedOut, Unknown -> next == Accepted || next == Rejected || next == Failed;
        case Accepted, Rejected, Failed, Expired, Cancelled -> false;
      };
    }

    /** Whether nobody knows if the charger acted. */
    public boolean isUnknown() {
      return this == TimedOut || this == Unknown;
    }

    private boolean isAfterSending() {
      return switch (this) {
        case Accepted, Rejected, Failed, TimedOut, Unknown -> true;
        case Queued, Sent, Expired, Cancelled -> false;
      };
    }
  }

  /** What became of what a remote start or stop asked for, after the charger said yes. */
  public enum OutcomeState {
    /** The transaction's start or stop has not been told yet. */
    Waiting,
    Started,
    Stopped,
    /** Nothing followed in time, or the token was refused. */
    None
  }

  /**
   * @param transactionId the transaction that started or stopped, or that was to be stopped
   */
  public record Outcome(
      OutcomeState state, @Nullable Long transactionId, Instant at, @Nullable String detail) {}

  /**
   * @param request the payload as JSON, in the version's own terms
   * @param response the CALLRESULT's payload as JSON
   * @param status the response's own status text, if it has one
   * @param campaignId the campaign it belongs to
   * @param expiresAt until when it may wait for a connection; null: it does not wait
   * @param outcome of a remote start or stop only
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
      @Nullable String campaignId,
      Instant createdAt,
      @Nullable Instant sentAt,
      @Nullable Instant closedAt,
      @Nullable Instant expiresAt,
      @Nullable Outcome outcome) {}

  /**
   * Stores a command before it is sent. A known idempotencyKey of the same charger gives the
   * earlier command.
   *
   * @param waitS how many seconds it may wait for a connection; null: it does not wait
   * @param owner who sets the charging profile that it carries, if it does
   */
  public record OpenCommand(
      String chargerId,
      String action,
      @Nullable OcppVersion version,
      String request,
      @Nullable String requestedBy,
      @Nullable String idempotencyKey,
      @Nullable Long waitS,
      ChargingProfiles.Owner owner) {
    /** An operator's command. */
    public OpenCommand(
        String chargerId,
        String action,
        @Nullable OcppVersion version,
        String request,
        @Nullable String requestedBy,
        @Nullable String idempotencyKey,
        @Nullable Long waitS) {
      this(
          chargerId,
          action,
          version,
          request,
          requestedBy,
          idempotencyKey,
          waitS,
          ChargingProfiles.Owner.Operator);
    }

    /** A command that does not wait. */
    public OpenCommand(
        String chargerId,
        String action,
        @Nullable OcppVersion version,
        String request,
        @Nullable String requestedBy,
        @Nullable String idempotencyKey) {
      this(chargerId, action, version, request, requestedBy, idempotencyKey, null);
    }
  }

  /**
   * @param repeated true: this command was stored by an earlier request with the same idempotency
   *     key
   */
  public record OpenedCommand(Command command, boolean repeated) {}

  /**
   * The CALL is about to leave. Fails with CONFLICT when the command has moved on; it must not be
   * sent then.
   *
   * @param nodeId whose connection it leaves by
   * @param epoch of that connection, which must still be the charger's newest; null: not asked
   */
  public record CommandSent(String id, Instant at, String nodeId, @Nullable Long epoch) {
    /** By whatever connection. */
    public CommandSent(String id, Instant at, String nodeId) {
      this(id, at, nodeId, null);
    }
  }

  public record CloseCommand(
      String id,
      CommandState state,
      @Nullable String status,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable String errorDescription) {}

  public record CommandKey(String chargerId, String id) {}

  /** This node asks for waiting commands whose chargers are connected to it now. */
  public record TakeWaiting(String nodeId, int limit) {}

  /**
   * @param epoch of the charger's connection
   */
  public record Taken(Command command, long epoch, Instant takenAt) {}

  public record TakenCommands(List<Taken> items) {}

  /**
   * The command could not be sent now and waits again.
   *
   * @param takenAt which of its tries it was, as {@link Taken} tells: a release that is told late
   *     does not take back a later try; null takes back any
   */
  public record Release(String id, String why, @Nullable Instant takenAt) {}

  public record CommandQuery(
      @Nullable String chargerId,
      @Nullable String action,
      @Nullable CommandState state,
      int limit,
      @Nullable String cursor) {}

  public record CommandPage(List<Command> items, @Nullable String next) {}

  /**
   * A CALL to put on the session of this epoch.
   *
   * @param timeoutMs counts from its sending
   * @param mayWait a CALL that cannot be sent now waits for a better time instead of failing
   * @param takenAt which of the command's tries this is: when it was opened, or taken up again
   */
  public record NodeCall(
      String chargerId,
      long epoch,
      String commandId,
      String action,
      String payload,
      long timeoutMs,
      boolean mayWait,
      Instant takenAt) {}

  public enum CallOutcome {
    Result,
    Error,
    /**
     * Never left: the connection was gone, the queue was full, or the station's state forbids it
     * (Pending, Rejected).
     */
    NotSent,
    /** Left, and no answer came in time. */
    TimedOut,
    /** Left, and the connection broke before the answer. */
    NoAnswer
  }

  public record NodeAnswer(
      CallOutcome outcome,
      @Nullable String payload,
      @Nullable String errorCode,
      @Nullable String errorDescription) {}

  public record Evict(String chargerId, long epoch) {}

  /** Of the session of this epoch. */
  public record AskForLife(String chargerId, long epoch) {}

  /**
   * @param alive false: the session is gone, or nothing was heard of the station in time
   */
  public record SignOfLife(boolean alive) {}
}
