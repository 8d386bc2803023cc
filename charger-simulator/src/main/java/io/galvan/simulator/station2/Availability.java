package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.ChangeAvailabilityRequest;
import io.galvan.ocpp.v2.ChangeAvailabilityStatus;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.OperationalStatus;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.Reset;
import io.galvan.ocpp.v2.ResetRequest;
import io.galvan.ocpp.v2.ResetStatus;
import io.galvan.ocpp.v2.TriggerReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be used, and starting anew: at once, or when nobody charges (OCPP 2.x, B11, B12, G). */
final class Availability {
  private static final Duration EVSE_RESET = Duration.ofSeconds(1);

  /** A change that waits for transactions to end; 0 is the station, or all connectors. */
  private record Waiting(int evse, int connector, boolean operative) {}

  private final Station2 station;
  private final List<Waiting> waiting = new ArrayList<>();
  private volatile boolean operative = true;
  private int resetEvse = -1;

  Availability(Station2 station) {
    this.station = station;
  }

  /** Whether the station as a whole is meant to be used, and no reset is waited for. */
  boolean operative() {
    return operative && resetEvse != 0;
  }

  /** Whether a reset waits for a transaction. */
  boolean awaitsReset() {
    return resetEvse >= 0;
  }

  /** ChangeAvailability of the station, an EVSE, or a connector. */
  ChangeAvailabilityStatus change(ChangeAvailabilityRequest request) {
    EVSE meant = request.evse();
    int evse = meant == null ? 0 : meant.id();
    int connector = meant == null || meant.connectorId() == null ? 0 : meant.connectorId();
    if (evse != 0 && !station.has(evse)
        || connector != 0 && (evse == 0 || !station.evse(evse).has(connector))) {
      return ChangeAvailabilityStatus.Rejected;
    }
    boolean wanted = request.operationalStatus() == OperationalStatus.Operative;
    waiting.removeIf(each -> each.evse() == evse && each.connector() == connector);
    boolean busy =
        !wanted && station.evses().stream().anyMatch(each -> uses(each, evse, connector));
    waiting.add(new Waiting(evse, connector, wanted));
    return busy ? ChangeAvailabilityStatus.Scheduled : ChangeAvailabilityStatus.Accepted;
  }

  private static boolean uses(Evse evse, int wanted, int connector) {
    return evse.session() != null
        && (wanted == 0 || wanted == evse.id())
        && (connector == 0 || evse.plugged() == connector || evse.plugged() == 0);
  }

  /** Does what can be done now. Of the station, EVSEs that are free change before the others. */
  void apply() {
    for (Waiting each : List.copyOf(waiting)) {
      boolean busy =
          !each.operative()
              && station.evses().stream()
                  .anyMatch(evse -> uses(evse, each.evse(), each.connector()));
      if (!busy) {
        waiting.remove(each);
        apply(each);
      } else if (each.evse() == 0) {
        station.evses().stream()
            .filter(evse -> evse.session() == null)
            .forEach(evse -> evse.makeOperative(false));
      }
    }
  }

  private void apply(Waiting change) {
    if (change.evse() == 0) {
      operative = change.operative();
      station.evses().forEach(evse -> evse.makeOperative(change.operative()));
    } else if (change.connector() == 0) {
      station.evse(change.evse()).makeOperative(change.operative());
    } else {
      station.evse(change.evse()).connector(change.connector()).makeOperative(change.operative());
      station.evse(change.evse()).settle();
    }
    if (!change.operative() && change.evse() != 0) {
      station.reservations().evseLost(change.evse());
    }
  }

  /** Reset: what it is answered; {@link #reset} does it. */
  ResetStatus verdict(ResetRequest request) {
    Integer evse = request.evseId();
    if (evse != null && !station.has(evse)) {
      return ResetStatus.Rejected;
    }
    return request.type() == Reset.OnIdle && busy(evse)
        ? ResetStatus.Scheduled
        : ResetStatus.Accepted;
  }

  private boolean busy(@Nullable Integer evse) {
    return station.evses().stream()
        .anyMatch(each -> each.session() != null && (evse == null || evse == each.id()));
  }

  /** Does a reset that was not rejected, now or when nobody charges. */
  void reset(ResetRequest request) {
    Integer evse = request.evseId();
    if (request.type() == Reset.OnIdle && busy(evse)) {
      resetEvse = evse == null ? 0 : evse;
      station.evses().forEach(Evse::settle);
      return;
    }
    if (evse != null) {
      resetEvse(station.evse(evse));
    } else if (request.type() == Reset.ImmediateAndResume) {
      station.restarts().restartAndResume(BootReason.RemoteReset);
    } else {
      station
          .restarts()
          .restart(
              request.type() == Reset.Immediate
                  ? BootReason.RemoteReset
                  : BootReason.ScheduledReset,
              Reason.ImmediateReset);
    }
  }

  /** One EVSE starts anew: its transaction ends, and for a while it cannot be used. */
  private void resetEvse(Evse evse) {
    boolean before = evse.ownOperative();
    evse.abort(TriggerReason.ResetCommand, Reason.ImmediateReset);
    evse.makeOperative(false);
    station.timeline().after(EVSE_RESET, () -> evse.makeOperative(before));
  }

  /** A transaction ended: what waited for that is done. */
  void ended(Evse evse) {
    apply();
    if (resetEvse >= 0 && !busy(resetEvse == 0 ? null : Integer.valueOf(resetEvse))) {
      int meant = resetEvse;
      resetEvse = -1;
      if (meant == 0) {
        station.restarts().restart(BootReason.ScheduledReset, Reason.ImmediateReset);
      } else {
        resetEvse(evse);
      }
    }
  }
}
