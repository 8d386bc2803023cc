package io.galvan.transaction;

import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.db.UnitOfWork;
import java.util.ArrayList;
import java.util.List;

/** In which ways the events of a transaction deviate, until it is told. */
final class EventDeviations {
  private static final String ACTION = "TransactionEvent";

  private final List<TransactionEvent> twice = new ArrayList<>();
  private final List<TransactionEvent> afterEnd = new ArrayList<>();
  private final List<Times.Judged> times = new ArrayList<>();

  /** Another event had its number. */
  void numberTwice(TransactionEvent event) {
    twice.add(event);
  }

  /** It came after the end. */
  void afterEnd(TransactionEvent event) {
    afterEnd.add(event);
  }

  /** It has this time. */
  void time(Times.Judged time) {
    if (time.told() != null) {
      times.add(time);
    }
  }

  /** Tells of all, and of what the meter does. */
  void tell(UnitOfWork unit, Metering metering) {
    String chargerId = metering.transaction().chargerId();
    twice.forEach(event -> tell(unit, DeviationKind.SeqNoUsedTwice, event, "another event"));
    afterEnd.forEach(event -> tell(unit, DeviationKind.EventAfterEnd, event, "not applied"));
    times.forEach(time -> Deviating.time(unit, chargerId, ACTION, time));
    Deviating.resets(unit, ACTION, metering);
  }

  private static void tell(
      UnitOfWork unit, DeviationKind kind, TransactionEvent event, String taken) {
    String raw = event.stationTransactionId() + " " + event.kind() + " " + event.seqNo();
    Deviating.tell(unit, event.chargerId(), ACTION, kind, "$.seqNo", raw, taken);
  }
}
