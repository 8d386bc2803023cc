package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.db.UnitOfWork;
import java.util.List;

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

  /** Tells of a time that does not count, if it is one. */
  static void time(UnitOfWork unit, String chargerId, String action, Times.Judged time) {
    if (time.told() != null) {
      tell(
          unit,
          chargerId,
          action,
          DeviationKind.ImplausibleTime,
          "$.timestamp",
          time.told(),
          time.at());
    }
  }

  /** Tells of the first time among readings that does not count. */
  static void times(UnitOfWork unit, String chargerId, String action, List<Reading> readings) {
    readings.stream()
        .filter(reading -> reading.receivedAt() != null)
        .findFirst()
        .ifPresent(
            reading ->
                tell(
                    unit,
                    chargerId,
                    action,
                    DeviationKind.ImplausibleTime,
                    "$.meterValue[].timestamp",
                    reading.at(),
                    reading.time()));
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
