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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Firmware updates and uploads of logs. Nothing is transferred: what a real station would report is
 * reported, in real order, some seconds apart.
 */
final class Maintenance {
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps", "sftp");

  private final Station station;
  private FirmwareStatus firmware = FirmwareStatus.Idle;
  private SignedFirmwareStatus signedFirmware = SignedFirmwareStatus.Idle;
  private @Nullable Integer firmwareRequest;
  private DiagnosticsStatus diagnostics = DiagnosticsStatus.Idle;
  private UploadLogStatus upload = UploadLogStatus.Idle;
  private @Nullable Integer uploadRequest;
  private boolean installing;
  private Timeline.Timer firmwareStep = Timeline.Timer.NONE;
  private Timeline.Timer uploadStep = Timeline.Timer.NONE;

  Maintenance(Station station) {
    this.station = station;
  }

  private static boolean reachable(String location) {
    try {
      String scheme = URI.create(location).getScheme();
      return scheme != null && SCHEMES.contains(scheme.toLowerCase(java.util.Locale.ROOT));
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }

  private Duration until(Instant moment) {
    Duration wait = Duration.between(station.timeline().now(), moment);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** UpdateFirmware: downloads at the given time, installs, boots and reports. */
  void updateFirmware(String location, Instant retrieveAt) {
    firmwareStep.cancel();
    firmwareRequest = null;
    List<FirmwareStatus> steps =
        reachable(location)
            ? List.of(
                FirmwareStatus.Downloading, FirmwareStatus.Downloaded, FirmwareStatus.Installing)
            : List.of(FirmwareStatus.Downloading, FirmwareStatus.DownloadFailed);
    firmwareStep = station.timeline().after(until(retrieveAt), () -> firmwareStep(steps));
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
    List<SignedFirmwareStatus> steps =
        reachable(request.firmware().location())
            ? List.of(
                SignedFirmwareStatus.Downloading,
                SignedFirmwareStatus.Downloaded,
                SignedFirmwareStatus.SignatureVerified,
                SignedFirmwareStatus.Installing,
                SignedFirmwareStatus.InstallRebooting)
            : List.of(SignedFirmwareStatus.Downloading, SignedFirmwareStatus.DownloadFailed);
    firmwareStep =
        station
            .timeline()
            .after(
                until(request.firmware().retrieveDateTime().toInstant()), () -> signedStep(steps));
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
    uploadStep.cancel();
    uploadRequest = null;
    diagnostics = DiagnosticsStatus.Uploading;
    uploadStep =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  tellDiagnostics();
                  uploadStep =
                      station.timeline().after(STEP, () -> endDiagnostics(reachable(location)));
                });
    return fileName("diagnostics");
  }

  private void endDiagnostics(boolean done) {
    diagnostics = done ? DiagnosticsStatus.Uploaded : DiagnosticsStatus.UploadFailed;
    tellDiagnostics();
    diagnostics = DiagnosticsStatus.Idle;
  }

  /** GetLog of the security extension; a running upload is cancelled for it. */
  LogStatus uploadLog(GetLogRequest request) {
    boolean running = uploadRequest != null;
    uploadStep.cancel();
    uploadRequest = request.requestId();
    upload = UploadLogStatus.Uploading;
    boolean done = reachable(request.log().remoteLocation());
    uploadStep =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  tellLog();
                  uploadStep = station.timeline().after(STEP, () -> endLog(done));
                });
    return running ? LogStatus.AcceptedCanceled : LogStatus.Accepted;
  }

  private void endLog(boolean done) {
    upload = done ? UploadLogStatus.Uploaded : UploadLogStatus.UploadFailure;
    tellLog();
    upload = UploadLogStatus.Idle;
    uploadRequest = null;
  }

  /** The name of the file with a log. */
  String logName(LogType type) {
    return fileName(type == LogType.SecurityLog ? "security" : "diagnostics");
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
