package io.galvan.transaction;

import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.event.Happening;

/** Tells in which ways stations deviate, as the meaning of what they tell shows. */
final class Deviating {
  private Deviating() {}

  /**
   * Tells of one deviation.
   *
   * @param action the message that shows it
   * @param field of that message
   * @param raw what was told
   * @param taken what it is taken for
   */
  static void tell(
      UnitOfWork unit,
      String chargerId,
      String action,
      DeviationKind kind,
      String field,
      Object raw,
      Object taken) {
    unit.emit(
        chargerId,
        new Happening.StationDeviated(
            action, kind.name(), field, raw.toString(), taken.toString()));
  }

  /** Tells of registers that began again with more than can have been charged. */
  static void resets(UnitOfWork unit, String action, Metering metering) {
    for (RegisterCount.Oddity reset : metering.uncountedResets()) {
      tell(
          unit,
          metering.transaction().chargerId(),
          action,
          DeviationKind.MeterReset,
          Observation.REGISTER,
          reset.fromWh().toPlainString(),
          reset.toWh().toPlainString());
    }
  }
}
