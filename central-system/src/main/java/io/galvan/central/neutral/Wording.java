package io.galvan.central.neutral;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.shape.Shape;

/**
 * An order as one version says it.
 *
 * @param payload as JSON
 */
public record Wording(Action<?, ?> action, String payload) {
  static <Q extends Record> Wording of(OcppVersion version, Action<Q, ?> action, Q request) {
    Shape<Q> shape = Shape.of(action.request(), version);
    shape.check(request);
    return new Wording(action, shape.write(request));
  }

  /** The order in this version's words; fails with INVALID for what the version cannot say. */
  public static Wording of(OcppVersion version, Order order) {
    return version == OcppVersion.V1_6 ? Terms16.of(order) : new Terms2(version).of(order);
  }
}
