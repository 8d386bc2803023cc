package io.galvan.central.gateway;

import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;

/** A connection that is refused: the outcome of the attempt, and the fault that tells it. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final Fault fault;

  Refusal(Outcome outcome, Fault fault, String message) {
    super(message, null, false, false);
    this.outcome = outcome;
    this.fault = fault;
  }

  /** A live connection stands, and the newcomer has proved nothing. */
  public static Refusal occupied(String chargerId) {
    return new Refusal(
        Outcome.occupied,
        Fault.CONFLICT,
        "charging station "
            + chargerId
            + " has a live connection, and this one has proved nothing");
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What to answer, whatever failed an attempt. */
  public static GalvanException faultOf(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return new GalvanException(refusal.fault, String.valueOf(refusal.getMessage()));
    }
    return failure instanceof GalvanException fault
        ? fault
        : new GalvanException(Fault.INTERNAL, "the connection failed", null, failure);
  }
}
