package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.MeterValuesRequest;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.simulator.station.Timeline;
import java.time.Duration;
import java.util.List;

/** Samples at whole multiples of an interval since midnight UTC (OCPP 2.x, J01). */
final class AlignedSamples {
  private final Station2 station;
  private final DeviceModel model;
  private Timeline.Timer next = Timeline.Timer.NONE;

  AlignedSamples(Station2 station) {
    this.station = station;
    this.model = station.model();
  }

  /** From now on by the interval as it is set. */
  void schedule() {
    next.cancel();
    int seconds = model.number("AlignedDataCtrlr.Interval");
    if (seconds == 0) {
      return;
    }
    long interval = seconds * 1_000L;
    long wait = interval - Math.floorMod(station.timeline().now().toEpochMilli(), interval);
    next =
        station
            .timeline()
            .after(
                Duration.ofMillis(wait),
                () -> {
                  if (model.flag("AlignedDataCtrlr.Enabled")) {
                    station.evses().forEach(this::sample);
                  }
                  schedule();
                });
  }

  void close() {
    next.cancel();
  }

  /** With SendDuringIdle the values of an EVSE in use are left out. */
  private void sample(Evse evse) {
    List<Measurand> wanted = model.measurands("AlignedDataCtrlr.Measurands");
    if (wanted.isEmpty()) {
      return;
    }
    List<MeterValue> values = List.of(evse.energy().sample(ReadingContext.SampleClock, wanted));
    if (evse.session() == null) {
      station.tell(
          TransactionActions.METER_VALUES, new MeterValuesRequest(evse.id(), values, null));
    } else if (!model.flag("AlignedDataCtrlr.SendDuringIdle")) {
      evse.sessions().update(TriggerReason.MeterValueClock, values);
    }
  }
}
