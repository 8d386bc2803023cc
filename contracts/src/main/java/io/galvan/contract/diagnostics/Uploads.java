package io.galvan.contract.diagnostics;

import io.galvan.contract.file.Files;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnostics and logs that chargers upload: to us, by a URL that works once, or elsewhere. */
public final class Uploads {
  public static final BusAddress<NewUpload, OpenedUpload> OPEN =
      new BusAddress<>("upload.open", NewUpload.class, OpenedUpload.class);
  public static final BusAddress<UploadKey, Upload> GET =
      new BusAddress<>("upload.get", UploadKey.class, Upload.class);
  public static final BusAddress<UploadOfCommand, Upload> OF_COMMAND =
      new BusAddress<>("upload.of-command", UploadOfCommand.class, Upload.class);
  public static final BusAddress<UploadQuery, UploadPage> LIST =
      new BusAddress<>("upload.list", UploadQuery.class, UploadPage.class);
  public static final BusAddress<Arrival, Welcome> ADMIT =
      new BusAddress<>("upload.admit", Arrival.class, Welcome.class);
  public static final BusAddress<ReceivedUpload, Upload> RECEIVED =
      new BusAddress<>("upload.received", ReceivedUpload.class, Upload.class);

  private Uploads() {}

  public enum UploadKind {
    /** GetDiagnostics. */
    Diagnostics,
    /** GetLog of the diagnostics log. */
    DiagnosticsLog,
    /** GetLog of the security log. */
    SecurityLog,
    /** GetLog of what the station gathered; stations of 2.1 only. */
    DataCollectorLog
  }

  /** What arrived is never lost again; all else may turn out otherwise. */
  public enum UploadState {
    Requested,
    Uploading,
    Uploaded,
    /** The charger gave up; it may try again. */
    Failed,
    /** The charger answered that it will not. */
    Refused,
    /** Nothing came in time. */
    Expired;

    /** Whether an upload may go from this state to the next. */
    public boolean mayBecome(UploadState next) {
      return switch (this) {
        case Requested -> next != Requested;
        case Uploading -> next == Uploaded || next == Failed || next == Expired;
        case Failed -> next == Uploading || next == Uploaded;
        case Expired -> next == Uploaded;
        case Uploaded, Refused -> false;
      };
    }
  }

  /**
   * @param location where the charger uploads to; without its secret when that is here
   * @param status the charger's last word of it, in the standard's own words
   * @param fileId of what arrived here
   */
  public record Upload(
      int id,
      String chargerId,
      UploadKind kind,
      String location,
      UploadState state,
      @Nullable String status,
      @Nullable String fileName,
      @Nullable String fileId,
      @Nullable Long size,
      @Nullable String sha256,
      @Nullable Integer requestId,
      @Nullable String commandId,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant receivedAt) {}

  /**
   * Makes a URL of ours before the charger is told it. Uploads to elsewhere come to be with the
   * command that asks for them.
   *
   * @param publicUrl where chargers reach us
   * @param userInfo whether the secret is a password in the URL, which the charger shows when it is
   *     asked for it; else it is in the path
   */
  public record NewUpload(String chargerId, UploadKind kind, String publicUrl, boolean userInfo) {}

  /**
   * @param location what the charger must be told; it holds the secret
   */
  public record OpenedUpload(Upload upload, String location) {}

  public record UploadKey(int id) {}

  public record UploadOfCommand(String commandId) {}

  public record UploadQuery(String chargerId, int limit, @Nullable String cursor) {}

  public record UploadPage(List<Upload> items, @Nullable String next) {}

  /** Somebody came with a URL of ours. */
  public record Arrival(int id, String secret) {}

  public enum WelcomeOutcome {
    Open,
    /** No such upload, or a wrong secret. */
    Unknown,
    /** What was asked for is here already. */
    Used,
    /** Too late, or the charger said that it would not. */
    Over
  }

  public record Welcome(WelcomeOutcome outcome) {}

  /** The content is stored whole; a CONFLICT when another came first. */
  public record ReceivedUpload(int id, Files.Content content, @Nullable String fileName) {}
}
