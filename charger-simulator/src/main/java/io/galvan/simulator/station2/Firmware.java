package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.FirmwareActions;
import io.galvan.ocpp.v2.FirmwareStatus;
import io.galvan.ocpp.v2.FirmwareStatusNotificationRequest;
import io.galvan.ocpp.v2.PublishFirmwareRequest;
import io.galvan.ocpp.v2.PublishFirmwareStatus;
import io.galvan.ocpp.v2.PublishFirmwareStatusNotificationRequest;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.UnpublishFirmwareStatus;
import io.galvan.ocpp.v2.UpdateFirmwareRequest;
import io.galvan.ocpp.v2.UpdateFirmwareStatus;
import io.galvan.simulator.station.FileTransfer.Fetched;
import io.galvan.simulator.station.Timeline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Firmware updates and publishing (OCPP 2.x, L01 to L04). Files are really fetched; what is done
 * with them is only reported, in real order, some seconds apart.
 */
final class Firmware {
  private static final Logger LOG = LoggerFactory.getLogger(Firmware.class);
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final int MAX_RETRIES = 20;
  private static final int MAX_PUBLISHED = 20;
  private static final Set<FirmwareStatus> OVER =
      Set.of(
          FirmwareStatus.Idle,
          FirmwareStatus.Installed,
          FirmwareStatus.DownloadFailed,
          FirmwareStatus.InstallationFailed,
          FirmwareStatus.InvalidSignature,
          FirmwareStatus.InstallVerificationFailed);

  private final Station2 station;
  private final Set<String> published = new HashSet<>();
  private FirmwareStatus status = FirmwareStatus.Idle;
  private PublishFirmwareStatus publishing = PublishFirmwareStatus.Idle;
  private @Nullable Integer requestId;
  private @Nullable Integer publishRequest;
  private boolean installing;
  private int round;
  private Timeline.Timer step = Timeline.Timer.NONE;

  Firmware(Station2 station) {
    this.station = station;
  }

  private Duration until(Instant moment) {
    Duration wait = Duration.between(station.timeline().now(), moment);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** UpdateFirmware: downloads and installs at the given times, boots and reports. */
  UpdateFirmwareStatus update(UpdateFirmwareRequest request) {
    if (request.firmware().signingCertificate() != null
        && !Certificates.isCertificate(request.firmware().signingCertificate())) {
      station.securityEvent("InvalidFirmwareSigningCertificate", null);
      return UpdateFirmwareStatus.InvalidCertificate;
    }
    if (installing || status == FirmwareStatus.Installing) {
      return UpdateFirmwareStatus.Rejected;
    }
    boolean running = !OVER.contains(status);
    step.cancel();
    int own = ++round;
    requestId = request.requestId();
    Duration wait = until(request.firmware().retrieveDateTime().toInstant());
    status = FirmwareStatus.Idle;
    step =
        station
            .timeline()
            .after(
                wait.isZero() ? STEP : wait,
                () -> {
                  become(FirmwareStatus.Downloading);
                  fetch(request, own);
                });
    if (!wait.isZero()) {
      status = FirmwareStatus.DownloadScheduled;
    }
    return running ? UpdateFirmwareStatus.AcceptedCanceled : UpdateFirmwareStatus.Accepted;
  }

  /** What follows the acceptance at once. */
  void scheduled() {
    if (status == FirmwareStatus.DownloadScheduled) {
      tell();
    }
  }

  private void fetch(UpdateFirmwareRequest request, int own) {
    fetch(
            request.firmware().location(),
            request.retries() == null ? 0 : request.retries(),
            request.retryInterval() == null ? 0 : request.retryInterval())
        .onComplete(
            file -> {
              if (own == round) {
                step = station.timeline().after(STEP, () -> downloaded(request));
              }
            },
            failure -> {
              LOG.info("{}: no firmware: {}", station.settings().id(), failure.getMessage());
              if (own == round) {
                become(FirmwareStatus.DownloadFailed);
              }
            });
  }

  /** Fetches a file, again after a pause while there are tries left. */
  private Future<Fetched> fetch(String location, int retries, int pauseSeconds) {
    return station
        .files()
        .fetch(location)
        .recover(
            failure ->
                retries <= 0
                    ? Future.failedFuture(failure)
                    : station
                        .pause(Duration.ofSeconds(pauseSeconds))
                        .compose(
                            on ->
                                fetch(location, Math.min(retries, MAX_RETRIES) - 1, pauseSeconds)));
  }

  private void downloaded(UpdateFirmwareRequest request) {
    become(FirmwareStatus.Downloaded);
    if (request.firmware().signature() != null) {
      step =
          station
              .timeline()
              .after(
                  STEP,
                  () -> {
                    become(FirmwareStatus.SignatureVerified);
                    awaitInstallation(request);
                  });
    } else {
      awaitInstallation(request);
    }
  }

  private void awaitInstallation(UpdateFirmwareRequest request) {
    Duration wait =
        request.firmware().installDateTime() == null
            ? Duration.ZERO
            : until(request.firmware().installDateTime().toInstant());
    if (!wait.isZero()) {
      become(FirmwareStatus.InstallScheduled);
    }
    step = station.timeline().after(wait.isZero() ? STEP : wait, this::awaitIdle);
  }

  /** Transactions end first; meanwhile nobody new may charge (L01.FR.07). */
  private void awaitIdle() {
    if (station.charging() > 0) {
      if (status != FirmwareStatus.InstallScheduled) {
        become(FirmwareStatus.InstallScheduled);
      }
      step = station.timeline().after(STEP, this::awaitIdle);
      return;
    }
    become(FirmwareStatus.Installing);
    step =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  become(FirmwareStatus.InstallRebooting);
                  installing = true;
                  step =
                      station
                          .timeline()
                          .after(
                              STEP,
                              () ->
                                  station
                                      .restarts()
                                      .restart(BootReason.FirmwareUpdate, Reason.Reboot));
                });
  }

  /** The station is accepted again: a new firmware runs. */
  void registered() {
    if (installing) {
      installing = false;
      become(FirmwareStatus.Installed);
      station.securityEvent("FirmwareUpdated", null);
      requestId = null;
      status = FirmwareStatus.Idle;
    }
  }

  private void become(FirmwareStatus now) {
    status = now;
    tell();
  }

  /** Tells the present status: Idle unless something goes on. */
  void tell() {
    boolean over = OVER.contains(status);
    station.tell(
        FirmwareActions.FIRMWARE_STATUS_NOTIFICATION,
        new FirmwareStatusNotificationRequest(
            status, status == FirmwareStatus.Idle ? null : requestId, null, null));
    if (over) {
      status = FirmwareStatus.Idle;
    }
  }

  // Publishing on the local network.

  /** PublishFirmware: fetches, compares the MD5, and offers it on the local network. */
  void publish(PublishFirmwareRequest request) {
    publishRequest = request.requestId();
    become(PublishFirmwareStatus.Downloading, null);
    fetch(
            request.location(),
            request.retries() == null ? 0 : request.retries(),
            request.retryInterval() == null ? 0 : request.retryInterval())
        .onComplete(
            file -> published(request, file),
            failure -> become(PublishFirmwareStatus.DownloadFailed, null));
  }

  private void published(PublishFirmwareRequest request, Fetched file) {
    become(PublishFirmwareStatus.Downloaded, null);
    if (!file.md5().equalsIgnoreCase(request.checksum())) {
      become(PublishFirmwareStatus.InvalidChecksum, null);
      return;
    }
    become(PublishFirmwareStatus.ChecksumVerified, null);
    if (published.size() >= MAX_PUBLISHED) {
      become(PublishFirmwareStatus.PublishFailed, null);
      return;
    }
    published.add(request.checksum());
    become(
        PublishFirmwareStatus.Published, List.of("http://local-controller/" + request.checksum()));
  }

  /** UnpublishFirmware. */
  UnpublishFirmwareStatus unpublish(String checksum) {
    if (publishing == PublishFirmwareStatus.Downloading) {
      return UnpublishFirmwareStatus.DownloadOngoing;
    }
    return published.remove(checksum)
        ? UnpublishFirmwareStatus.Unpublished
        : UnpublishFirmwareStatus.NoFirmware;
  }

  private void become(PublishFirmwareStatus now, @Nullable List<String> locations) {
    publishing = now;
    station.tell(
        FirmwareActions.PUBLISH_FIRMWARE_STATUS_NOTIFICATION,
        new PublishFirmwareStatusNotificationRequest(now, locations, publishRequest, null, null));
  }

  /** Tells the present status of publishing again. */
  void tellPublishing() {
    become(
        publishing == PublishFirmwareStatus.Downloading
            ? PublishFirmwareStatus.Downloading
            : PublishFirmwareStatus.Idle,
        null);
  }
}
