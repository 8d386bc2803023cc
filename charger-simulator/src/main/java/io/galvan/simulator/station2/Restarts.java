package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.ChargingState;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.TriggerReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starting anew: transactions end or rest, the last messages go out, and the station boots. */
final class Restarts {
  private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

  /** How long the answers to the last messages are waited for. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

  private static final Duration FAREWELL_CHECK = Duration.ofMillis(100);

  private final Station2 station;
  private boolean rebooting;
  private boolean resuming;

  Restarts(Station2 station) {
    this.station = station;
  }

  /** Ends all transactions, leaves, and boots again. */
  void restart(BootReason why, Reason reason) {
    if (!rebooting) {
      rebooting = true;
      station.evses().forEach(evse -> evse.abort(TriggerReason.ResetCommand, reason));
      farewell(LONGEST_FAREWELL, why);
    }
  }

  /** Leaves and boots again; transactions go on afterwards (since 2.1, B11). */
  void restartAndResume(BootReason why) {
    if (!rebooting) {
      rebooting = true;
      resuming = station.evses().stream().anyMatch(evse -> evse.state() != ChargingState.Idle);
      farewell(LONGEST_FAREWELL, why);
    }
  }

  /** The central system has accepted the station again. */
  void registered() {
    if (resuming) {
      resuming = false;
      station.evses().forEach(evse -> evse.sessions().update(TriggerReason.TxResumed));
    }
  }

  private void farewell(Duration left, BootReason why) {
    boolean told = station.queue().isEmpty() && station.link().quiet();
    if (told || left.isNegative() || !station.mayTell()) {
      reboot(why);
    } else {
      station.timeline().after(FAREWELL_CHECK, () -> farewell(left.minus(FAREWELL_CHECK), why));
    }
  }

  private void reboot(BootReason why) {
    LOG.info("{}: restarts", station.settings().id());
    station
        .link()
        .disconnect()
        .onComplete(
            closed -> {
              station.registration().forget(why);
              station.networks().restart();
              station
                  .timeline()
                  .after(
                      station.settings().rebootTime(),
                      () -> {
                        rebooting = false;
                        station.link().connect();
                      });
            });
  }
}
