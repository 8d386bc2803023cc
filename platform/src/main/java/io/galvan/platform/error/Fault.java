package io.galvan.platform.error;

/**
 * What can go wrong with a request, in one list: every fault has its HTTP status, its OCPP error
 * code (as written by 2.x; the protocol module spells it for 1.6) and whether the same request may
 * succeed later.
 */
public enum Fault {
  /** The request itself is wrong; the message names the field. */
  INVALID(400, "PropertyConstraintViolation", false),
  /** Nobody is signed in, or the credentials are wrong. */
  UNAUTHENTICATED(401, "SecurityError", false),
  /** Signed in, but not allowed to do this. */
  FORBIDDEN(403, "SecurityError", false),
  /** The thing named does not exist. */
  NOT_FOUND(404, "PropertyConstraintViolation", false),
  /** The thing exists already, or its state does not allow this. */
  CONFLICT(409, "GenericError", false),
  /** The charging station has no connection now. */
  NOT_CONNECTED(409, "GenericError", true),
  /** Too many attempts; wait. */
  TOO_MANY(429, "GenericError", true),
  /** A bug or an unexpected state on our side. */
  INTERNAL(500, "InternalError", true),
  /** A queue is full or a dependency is away. */
  UNAVAILABLE(503, "InternalError", true),
  /** Nobody answered in time; what happened is not known. */
  TIMEOUT(504, "GenericError", true);

  private final int httpStatus;
  private final String ocppCode;
  private final boolean retryable;

  Fault(int httpStatus, String ocppCode, boolean retryable) {
    this.httpStatus = httpStatus;
    this.ocppCode = ocppCode;
    this.retryable = retryable;
  }

  /** The HTTP status an API answer carries. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The OCPP error code a CALLERROR carries, in the spelling of 2.x. */
  public String ocppCode() {
    return ocppCode;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Whether the fault says nothing about the request: what it needs is away or busy, and the same
   * request will do when that is back. An INTERNAL fault is not: it may be the request's for ever.
   */
  public boolean notNow() {
    return this == UNAVAILABLE || this == TIMEOUT || this == TOO_MANY;
  }
}
