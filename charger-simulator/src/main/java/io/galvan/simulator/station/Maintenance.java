package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.DiagnosticsStatus;
import io.galvan.ocpp.v16.DiagnosticsStatusNotificationRequest;
import io.galvan.ocpp.v16.FirmwareStatus;
import io.galvan.ocpp.v16.FirmwareStatusNotificationRequest;
import io.galvan.ocpp.v16.GetLogRequest;
import io.galvan.ocpp.v16.LogStatus;
import io.galvan.ocpp.v16.LogStatusNotificationRequest;
import io.galvan.ocpp.v16.LogType;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.SignedFirmwareStatus;
import io.galvan.ocpp.v16.SignedFirmwareStatusNotificationRequest;
import io.galvan.ocpp.v16.SignedUpdateFirmwareRequest;
import io.galvan.ocpp.v16.UpdateFirmwareStatus;
import io.galvan.ocpp.v16.UploadLogStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Firmware updates and uploads of logs. Files are really fetched and sent, over HTTP; what is done
 * with them is only reported, in real order, some seconds apart.
 */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final Duration STEP = Duration.ofSeconds(2);

  private static final List<SignedFirmwareStatus> AFTER_DOWNLOAD =
      List.of(
          SignedFirmwareStatus.Downloaded,
          SignedFirmwareStatus.SignatureVerified,
          SignedFirmwareStatus.Installing,
          SignedFirmwareStatus.InstallRebooting);

  private final Station station;
  private FirmwareStatus firmware = FirmwareStatus.Idle;
  private SignedFirmwareStatus signedFirmware = SignedFirmwareStatus.Idle;
  private @Nullable Integer firmwareRequest;
  private DiagnosticsStatus diagnostics = DiagnosticsStatus.Idle;
  private UploadLogStatus upload = UploadLogStatus.Idle;
  private @Nullable Integer uploadRequest;
  private String logName = "";
  private boolean installing;
  private int firmwareRound;
  private int uploadRound;
  private Timeline.Timer firmwareStep = Timeline.Timer.NONE;
  private Timeline.Timer uploadStep = Timeline.Timer.NONE;

  Maintenance(Station station) {
    this.station = station;
  }

  private Duration until(Instant moment) {
    Duration wait = Duration.between(station.timeline().now(), moment);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** UpdateFirmware: downloads at the given time, installs, boots and reports. */
  void updateFirmware(String location, Instant retrieveAt) {
    firmwareStep.cancel();
    firmwareRequest = null;
    int round = ++firmwareRound;
    firmwareStep =
        station
            .timeline()
            .after(
                until(retrieveAt),
                () -> {
                  firmware = FirmwareStatus.Downloading;
                  tellFirmware();
                  fetch(
                      location,
                      round,
                      () ->
                          firmwareStep(
                              List.of(FirmwareStatus.Downloaded, FirmwareStatus.Installing)),
                      () -> firmwareStep(List.of(FirmwareStatus.DownloadFailed)));
                });
  }

  /** Fetches the image; what comes of it counts unless a newer update took its place. */
  private void fetch(String location, int round, Runnable fetched, Runnable failed) {
    String id = station.settings().id();
    station
        .files()
        .fetch(location)
        .onComplete(
            file -> {
              LOG.info("{}: firmware of {} bytes, SHA-256 {}", id, file.bytes(), file.sha256());
              if (round == firmwareRound) {
                firmwareStep = station.timeline().after(STEP, fetched);
              }
            },
            failure -> {
              LOG.info("{}: no firmware: {}", id, failure.getMessage());
              if (round == firmwareRound) {
                failed.run();
              }
            });
  }

  private void firmwareStep(List<FirmwareStatus> steps) {
    firmware = steps.get(0);
    tellFirmware();
    List<FirmwareStatus> rest = steps.subList(1, steps.size());
    if (!rest.isEmpty()) {
      firmwareStep = station.timeline().after(STEP, () -> firmwareStep(rest));
    } else if (firmware == FirmwareStatus.Installing) {
      firmwareStep = station.timeline().after(STEP, this::restartForFirmware);
    }
  }

  /** SignedUpdateFirmware of the security extension. */
  UpdateFirmwareStatus updateSignedFirmware(SignedUpdateFirmwareRequest request) {
    if (!Certificates.isCertificate(request.firmware().signingCertificate())) {
      return UpdateFirmwareStatus.InvalidCertificate;
    }
    boolean running = firmwareRequest != null && signedFirmware != SignedFirmwareStatus.Installed;
    firmwareStep.cancel();
    firmwareRequest = request.requestId();
    int round = ++firmwareRound;
    firmwareStep =
        station
            .timeline()
            .after(
                until(request.firmware().retrieveDateTime().toInstant()),
                () -> {
                  signedFirmware = SignedFirmwareStatus.Downloading;
                  tellSignedFirmware();
                  fetch(
                      request.firmware().location(),
                      round,
                      () -> signedStep(AFTER_DOWNLOAD),
                      () -> signedStep(List.of(SignedFirmwareStatus.DownloadFailed)));
                });
    return running ? UpdateFirmwareStatus.AcceptedCanceled : UpdateFirmwareStatus.Accepted;
  }

  private void signedStep(List<SignedFirmwareStatus> steps) {
    signedFirmware = steps.get(0);
    tellSignedFirmware();
    List<SignedFirmwareStatus> rest = steps.subList(1, steps.size());
    if (!rest.isEmpty()) {
      firmwareStep = station.timeline().after(STEP, () -> signedStep(rest));
    } else if (signedFirmware == SignedFirmwareStatus.InstallRebooting) {
      firmwareStep = station.timeline().after(STEP, this::restartForFirmware);
    } else {
      firmwareRequest = null;
    }
  }

  private void restartForFirmware() {
    installing = true;
    station.reset(Reason.Reboot);
  }

  /** The station is accepted again: a new firmware runs. */
  void registered() {
    if (!installing) {
      return;
    }
    installing = false;
    if (firmwareRequest == null) {
      firmware = FirmwareStatus.Installed;
      tellFirmware();
    } else {
      signedFirmware = SignedFirmwareStatus.Installed;
      tellSignedFirmware();
      firmwareRequest = null;
    }
  }

  private void tellFirmware() {
    station.tell(
        Actions16.FIRMWARE_STATUS_NOTIFICATION, new FirmwareStatusNotificationRequest(firmware));
  }

  private void tellSignedFirmware() {
    station.tell(
        Actions16.SIGNED_FIRMWARE_STATUS_NOTIFICATION,
        new SignedFirmwareStatusNotificationRequest(signedFirmware, firmwareRequest));
  }

  /** GetDiagnostics; gives the file's name. */
  String uploadDiagnostics(String location) {
    String name = fileName("diagnostics");
    uploadStep.cancel();
    uploadRequest = null;
    diagnostics = DiagnosticsStatus.Uploading;
    int round = ++uploadRound;
    uploadStep =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  tellDiagnostics();
                  send(location, name, round, this::endDiagnostics);
                });
    return name;
  }

  private void endDiagnostics(boolean done) {
    diagnostics = done ? DiagnosticsStatus.Uploaded : DiagnosticsStatus.UploadFailed;
    tellDiagnostics();
    diagnostics = DiagnosticsStatus.Idle;
  }

  /** Sends a log; what comes of it counts unless a newer upload took its place. */
  private void send(String location, String name, int round, Consumer<Boolean> ended) {
    station
        .files()
        .send(location, name, content())
        .onComplete(
            sent -> {
              LOG.info("{}: sent {}", station.settings().id(), name);
              if (round == uploadRound) {
                ended.accept(true);
              }
            },
            failure -> {
              LOG.info("{}: {} not sent: {}", station.settings().id(), name, failure.getMessage());
              if (round == uploadRound) {
                ended.accept(false);
              }
            });
  }

  /** What a technician would want to know first. */
  private String content() {
    StringBuilder log = new StringBuilder();
    log.append(station.timeline().now()).append(' ').append(station.settings().id()).append('\n');
    station
        .connectors()
        .forEach(
            connector ->
                log.append("connector ")
                    .append(connector.number())
                    .append(": ")
                    .append(connector.status().now())
                    .append('\n'));
    return log.toString();
  }

  /** GetLog of the security extension; a running upload is cancelled for it. */
  LogStatus uploadLog(GetLogRequest request) {
    boolean running = uploadRequest != null;
    uploadStep.cancel();
    uploadRequest = request.requestId();
    upload = UploadLogStatus.Uploading;
    int round = ++uploadRound;
    String name = fileName(request.logType() == LogType.SecurityLog ? "security" : "diagnostics");
    logName = name;
    uploadStep =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  tellLog();
                  send(request.log().remoteLocation(), name, round, this::endLog);
                });
    return running ? LogStatus.AcceptedCanceled : LogStatus.Accepted;
  }

  private void endLog(boolean done) {
    upload = done ? UploadLogStatus.Uploaded : UploadLogStatus.UploadFailure;
    tellLog();
    upload = UploadLogStatus.Idle;
    uploadRequest = null;
  }

  /** The name of the file with the log that was asked for last. */
  String logName() {
    return logName;
  }

  private String fileName(String kind) {
    return kind + "-" + station.timeline().now().getEpochSecond() + ".log";
  }

  private void tellDiagnostics() {
    station.tell(
        Actions16.DIAGNOSTICS_STATUS_NOTIFICATION,
        new DiagnosticsStatusNotificationRequest(diagnostics));
  }

  private void tellLog() {
    station.tell(
        Actions16.LOG_STATUS_NOTIFICATION, new LogStatusNotificationRequest(upload, uploadRequest));
  }

  /** Tells the present status again, when it is asked for: Idle unless something goes on. */
  void tellAgain(Action<?, ?> action) {
    if (action.equals(Actions16.DIAGNOSTICS_STATUS_NOTIFICATION)) {
      tellDiagnostics();
    } else if (action.equals(Actions16.LOG_STATUS_NOTIFICATION)) {
      tellLog();
    } else if (firmwareRequest != null) {
      tellSignedFirmware();
    } else {
      boolean busy =
          firmware == FirmwareStatus.Downloading
              || firmware == FirmwareStatus.Downloaded
              || firmware == FirmwareStatus.Installing;
      firmware = busy ? firmware : FirmwareStatus.Idle;
      tellFirmware();
    }
  }
}
