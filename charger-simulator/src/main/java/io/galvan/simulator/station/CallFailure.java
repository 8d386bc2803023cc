package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Why a CALL of the station has no result. */
public final class CallFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The ways a CALL can fail. */
  public enum Kind {
    /** It was not sent: there is no connection, or no registration. */
    OFFLINE,
    /** The connection was lost before the answer came. */
    LOST,
    /** No answer came in time. */
    TIMED_OUT,
    /** The answer was a CALLERROR. */
    REFUSED,
    /** The answer could not be read. */
    UNREADABLE
  }

  private final Kind kind;
  private final @Nullable ErrorCode code;

  /** A failure of a kind; with the code of the CALLERROR where there was one. */
  public CallFailure(Kind kind, @Nullable ErrorCode code, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.code = code;
  }

  /** The way it failed. */
  public Kind kind() {
    return kind;
  }

  /** The code of the CALLERROR, where there was one. */
  public @Nullable ErrorCode code() {
    return code;
  }
}
