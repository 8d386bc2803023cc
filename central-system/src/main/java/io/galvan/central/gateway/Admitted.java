package io.galvan.central.gateway;

import io.galvan.contract.connection.Connections.Admission;
import org.jspecify.annotations.Nullable;

/**
 * A station that may come in.
 *
 * @param visitor null when someone else, such as an external broker, let it in
 * @param proved the security profile that it has shown itself to have, 0 to 3; 0: it has proved
 *     nothing; null: not known, someone else has checked
 * @param mayReplace the epoch of the connection that it may replace when it has proved nothing
 */
public record Admitted(
    Admission admission, @Nullable Visitor visitor, @Nullable Integer proved, long mayReplace) {
  /** The identity as stored. */
  public String chargerId() {
    return admission.chargerId();
  }

  /** Whether anybody who knows the identity could have come like this. */
  public boolean provedNothing() {
    return proved != null && proved == 0;
  }
}
