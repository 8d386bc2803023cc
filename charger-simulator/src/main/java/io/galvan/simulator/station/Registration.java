package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.BootNotificationRequest;
import io.galvan.ocpp.v16.BootNotificationResponse;
import io.galvan.ocpp.v16.HeartbeatRequest;
import io.galvan.ocpp.v16.RegistrationStatus;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots until the central system accepts, then keeps the heartbeat (OCPP 1.6, section 4.2). */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  /** Between boots when the central system names no interval, or does not answer. */
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(30);

  private final Supplier<StationSettings> settings;
  private final Link link;
  private final Timeline timeline;
  private final Configuration configuration;
  private final Runnable onAccepted;
  private volatile @Nullable RegistrationStatus status;
  private Timeline.Timer retry = Timeline.Timer.NONE;
  private Timeline.Timer heartbeat = Timeline.Timer.NONE;

  Registration(
      Supplier<StationSettings> settings,
      Link link,
      Timeline timeline,
      Configuration configuration,
      Runnable onAccepted) {
    this.settings = settings;
    this.link = link;
    this.timeline = timeline;
    this.configuration = configuration;
    this.onAccepted = onAccepted;
  }

  /** The latest answer; null while there is none since the last start. */
  @Nullable RegistrationStatus status() {
    return status;
  }

  boolean accepted() {
    return status == RegistrationStatus.Accepted;
  }

  /** The station starts anew. */
  void forget() {
    status = null;
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

  void boot() {
    retry.cancel();
    BootNotificationRequest request =
        new BootNotificationRequest(
            settings.get().vendor(),
            settings.get().model(),
            cut(settings.get().id(), 25),
            null,
            settings.get().firmwareVersion(),
            null,
            null,
            "GMeter 1",
            null);
    link.call(Actions16.BOOT_NOTIFICATION, request)
        .onComplete(
            this::answered,
            failure -> {
              LOG.warn("{}: boot failed: {}", settings.get().id(), failure.getMessage());
              if (link.isOpen()) {
                retry = timeline.after(DEFAULT_RETRY, this::boot);
              }
            });
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private void answered(BootNotificationResponse answer) {
    status = answer.status();
    LOG.info("{}: registration {}", settings.get().id(), answer.status());
    if (answer.status() == RegistrationStatus.Accepted) {
      if (answer.interval() > 0) {
        configuration.set(Configuration.HEARTBEAT_INTERVAL, Integer.toString(answer.interval()));
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
    int seconds = configuration.number(Configuration.HEARTBEAT_INTERVAL);
    if (accepted() && link.isOpen() && seconds > 0) {
      Duration asked = Duration.ofSeconds(seconds);
      Duration least = settings.get().leastHeartbeat();
      Duration beat = asked.compareTo(least) < 0 ? least : asked;
      heartbeat =
          timeline.after(
              beat,
              () -> {
                link.call(Actions16.HEARTBEAT, new HeartbeatRequest());
                scheduleHeartbeat();
              });
    }
  }
}
