package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.StatusInfo;

/** Reasons that go with a refusal (OCPP 2.x, appendix on reason codes). */
final class Why {
  private Why() {}

  /** A reason by its code alone. */
  static StatusInfo of(String code) {
    return new StatusInfo(null, code, null);
  }
}
