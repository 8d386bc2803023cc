package io.galvan.central.session;

import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session may do, by what the charging station was told in its last BootNotification answer
 * (1.6 part 1, 4.2; 2.0.1 part 2, B01-B03).
 */
public enum SessionState {
  /**
   * Connected, and never booted in its life: only BootNotification is heard; it may be asked for
   * one.
   */
  Fresh,
  /**
   * Told Pending: only BootNotification is heard, and from 2.x on what the station was asked for;
   * all but remote start and stop may be sent to it.
   */
  Pending,
  /** Told Rejected: only BootNotification is heard; nothing is sent to it. */
  Rejected,
  /** Told Accepted, now or before this connection: everything goes. */
  Accepted,
  /** The connection is gone; nothing is heard or sent any more. */
  Closed;

  /**
   * The state a new connection starts in: a station that booted before is believed without a new
   * boot.
   */
  static SessionState of(@Nullable Registration registration) {
    if (registration == null) {
      return Fresh;
    }
    return switch (registration) {
      case Accepted -> Accepted;
      case Pending -> Pending;
      case Rejected -> Rejected;
    };
  }

  /** What a station may not be asked for before it is accepted. */
  private static final Set<String> REMOTE_CONTROL =
      Set.of(
          "RemoteStartTransaction",
          "RemoteStopTransaction",
          "RequestStartTransaction",
          "RequestStopTransaction");

  /** The table of legal moves: any boot answer while open, and the close, once. */
  boolean mayBecome(SessionState next) {
    return this != Closed && next != Fresh;
  }

  /**
   * Whether the station's CALL of this action is answered, else it is refused with SecurityError.
   *
   * @param asked the actions that we asked the station to send
   */
  boolean hears(OcppVersion version, String action, Set<String> asked) {
    return switch (this) {
      case Accepted -> true;
      // 2.0.1 part 2, B02.FR.09: a pending station may send what it was asked for.
      case Pending ->
          action.equals("BootNotification")
              || (version != OcppVersion.V1_6 && asked.contains(action));
      case Fresh, Rejected -> action.equals("BootNotification");
      case Closed -> false;
    };
  }

  /** Why we may not send what {@link #maySend} forbids. */
  String obstacle() {
    return switch (this) {
      case Fresh -> "the charging station is connected and has not booted yet";
      case Pending ->
          "the charging station is connected and Pending: accept it first"
              + " (PUT /chargers/{chargerId} with registration Accepted)";
      case Rejected -> "the charging station is connected and Rejected";
      case Accepted, Closed -> "the charging station is not connected";
    };
  }

  /** What a station is told whose CALL is not heard. */
  String refusal() {
    return this == Fresh
        ? "not accepted yet: send BootNotification first"
        : "not accepted yet: wait until BootNotification is answered Accepted";
  }

  /** Whether we may send a CALL of this action. */
  boolean maySend(String action) {
    return switch (this) {
      case Accepted -> true;
      case Pending -> !REMOTE_CONTROL.contains(action);
      case Fresh -> action.equals("TriggerMessage");
      case Rejected, Closed -> false;
    };
  }
}
