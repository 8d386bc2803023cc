package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.BootNotificationRequest;
import io.galvan.ocpp.v2.BootNotificationResponse;
import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.ChargingStation;
import io.galvan.ocpp.v2.HeartbeatRequest;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.RegistrationStatus;
import io.galvan.simulator.station.Link;
import io.galvan.simulator.station.Timeline;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots until the central system accepts, then keeps the heartbeat (OCPP 2.x, B01 to B04). */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final String HEARTBEAT_INTERVAL = "OCPPCommCtrlr.HeartbeatInterval";

  /** Between boots when the central system names no interval, or does not answer. */
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(30);

  private final Supplier<Settings> settings;
  private final Link link;
  private final Timeline timeline;
  private final DeviceModel model;
  private final Runnable onAccepted;
  private volatile @Nullable RegistrationStatus status;
  private BootReason reason = BootReason.PowerUp;
  private Timeline.Timer retry = Timeline.Timer.NONE;
  private Timeline.Timer heartbeat = Timeline.Timer.NONE;

  Registration(
      Supplier<Settings> settings,
      Link link,
      Timeline timeline,
      DeviceModel model,
      Runnable onAccepted) {
    this.settings = settings;
    this.link = link;
    this.timeline = timeline;
    this.model = model;
    this.onAccepted = onAccepted;
  }

  /** The latest answer; null while there is none since the last start. */
  @Nullable RegistrationStatus status() {
    return status;
  }

  boolean accepted() {
    return status == RegistrationStatus.Accepted;
  }

  /** Whether messages that were asked for may be sent (B02). */
  boolean mayReport() {
    return accepted() || status == RegistrationStatus.Pending;
  }

  /** The station starts anew, for a reason. */
  void forget(BootReason why) {
    status = null;
    reason = why;
    pause();
  }

  /** Timers rest while there is no connection. */
  void pause() {
    retry.cancel();
    heartbeat.cancel();
  }

  /** The heartbeat goes on after a reconnection; booting again is not needed for that. */
  void resume() {
    scheduleHeartbeat();
  }

  /** Boots again because the central system asked for it. */
  void triggered() {
    if (!accepted()) {
      reason = BootReason.Triggered;
    }
    boot();
  }

  void boot() {
    retry.cancel();
    BootNotificationRequest request =
        new BootNotificationRequest(
            new ChargingStation(
                model.text("Controller.FirmwareVersion"),
                settings.get().model(),
                null,
                settings.get().serialNumber(),
                settings.get().vendor(),
                null),
            reason,
            null);
    link.call(ProvisioningActions.BOOT_NOTIFICATION, request)
        .onComplete(
            this::answered,
            failure -> {
              LOG.warn("{}: boot failed: {}", settings.get().id(), failure.getMessage());
              if (link.isOpen()) {
                retry = timeline.after(DEFAULT_RETRY, this::boot);
              }
            });
  }

  private void answered(BootNotificationResponse answer) {
    status = answer.status();
    LOG.info("{}: registration {}", settings.get().id(), answer.status());
    if (answer.status() == RegistrationStatus.Accepted) {
      if (answer.interval() > 0) {
        model.become(HEARTBEAT_INTERVAL, Integer.toString(answer.interval()));
      }
      scheduleHeartbeat();
      onAccepted.run();
      return;
    }
    Duration wait = answer.interval() > 0 ? Duration.ofSeconds(answer.interval()) : DEFAULT_RETRY;
    retry = timeline.after(wait, this::boot);
  }

  /** Starts the heartbeat's interval anew. */
  void scheduleHeartbeat() {
    heartbeat.cancel();
    int seconds = model.number(HEARTBEAT_INTERVAL);
    if (accepted() && link.isOpen() && seconds > 0) {
      Duration asked = Duration.ofSeconds(seconds);
      Duration least = settings.get().leastHeartbeat();
      heartbeat =
          timeline.after(
              asked.compareTo(least) < 0 ? least : asked,
              () -> {
                link.call(ProvisioningActions.HEARTBEAT, new HeartbeatRequest(null));
                scheduleHeartbeat();
              });
    }
  }
}
