package io.galvan.contract.firmware;

import io.galvan.contract.file.Files;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Firmware images we host, and the updates of chargers, wherever their firmware comes from. */
public final class Firmwares {
  public static final BusAddress<NewFirmware, Firmware> ADD =
      new BusAddress<>("firmware.add", NewFirmware.class, Firmware.class);
  public static final BusAddress<FirmwareQuery, FirmwarePage> LIST =
      new BusAddress<>("firmware.list", FirmwareQuery.class, FirmwarePage.class);
  public static final BusAddress<FirmwareKey, Firmware> GET =
      new BusAddress<>("firmware.get", FirmwareKey.class, Firmware.class);
  public static final BusAddress<FirmwareKey, Done> DELETE =
      new BusAddress<>("firmware.delete", FirmwareKey.class, Done.class);

  public static final BusAddress<NextRequest, RequestNumber> NEXT_REQUEST =
      new BusAddress<>("firmware.update.next", NextRequest.class, RequestNumber.class);
  public static final BusAddress<UpdateOfCommand, FirmwareUpdate> UPDATE_OF =
      new BusAddress<>("firmware.update.get", UpdateOfCommand.class, FirmwareUpdate.class);
  public static final BusAddress<UpdateQuery, UpdatePage> UPDATES =
      new BusAddress<>("firmware.update.list", UpdateQuery.class, UpdatePage.class);

  private Firmwares() {}

  /** An image; its id cannot be guessed, so that the URL with it is for those who were told. */
  public record Firmware(
      String id,
      String name,
      @Nullable String version,
      @Nullable String vendor,
      @Nullable String model,
      long size,
      String sha256,
      Instant createdAt) {}

  /** Completes a file as a firmware image. */
  public record NewFirmware(
      Files.Content content,
      String name,
      @Nullable String version,
      @Nullable String vendor,
      @Nullable String model) {}

  public record FirmwareQuery(int limit, @Nullable String cursor) {}

  public record FirmwarePage(List<Firmware> items, @Nullable String next) {}

  public record FirmwareKey(String id) {}

  /** Moves go forward, over states that are skipped; what comes late or twice moves nothing. */
  public enum UpdateState {
    /** The charger was asked, and has reported nothing that moves on. */
    Requested,
    Downloading,
    /** The image is there; its signature may have been verified. */
    Downloaded,
    Installing,
    Installed,
    /** The charger gave up; it may say otherwise when it tries again. */
    Failed,
    /** The charger answered that it will not. */
    Refused,
    /** A newer update took its place. */
    Cancelled;

    /** Whether an update may go from this state to the next. */
    public boolean mayBecome(UpdateState next) {
      return switch (this) {
        case Requested -> next != Requested;
        case Downloading, Downloaded, Installing -> next.compareTo(this) > 0 && next != Refused;
        case Failed -> next != Requested && next != Refused && next != Failed;
        case Installed, Refused, Cancelled -> false;
      };
    }
  }

  /** One thing the charger said of its update, in the standard's own word. */
  public record UpdateStatus(String status, Instant at) {}

  /**
   * @param requestId on the wire; null for UpdateFirmware, which has none
   */
  public record FirmwareUpdate(
      int id,
      String chargerId,
      @Nullable String firmwareId,
      String location,
      boolean signed,
      @Nullable Integer requestId,
      UpdateState state,
      String commandId,
      @Nullable Instant retrieveAt,
      @Nullable Instant installAt,
      List<UpdateStatus> history,
      Instant createdAt,
      Instant updatedAt) {}

  public record NextRequest() {}

  /** A requestId nobody was given before. */
  public record RequestNumber(int number) {}

  public record UpdateOfCommand(String commandId) {}

  public record UpdateQuery(String chargerId, int limit, @Nullable String cursor) {}

  public record UpdatePage(List<FirmwareUpdate> items, @Nullable String next) {}
}
