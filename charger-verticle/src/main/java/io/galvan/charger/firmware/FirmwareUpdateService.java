package io.galvan.charger.firmware;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.charger.block.Follower;
import io.galvan.charger.block.NoticeFollower;
import io.galvan.charger.block.ReportFollower;
import io.galvan.charger.block.Requests;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.firmware.Firmwares.FirmwareUpdate;
import io.galvan.contract.firmware.Firmwares.NextRequest;
import io.galvan.contract.firmware.Firmwares.RequestNumber;
import io.galvan.contract.firmware.Firmwares.UpdateOfCommand;
import io.galvan.contract.firmware.Firmwares.UpdatePage;
import io.galvan.contract.firmware.Firmwares.UpdateQuery;
import io.galvan.contract.firmware.Firmwares.UpdateState;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Firmware updates: each command that asks for one has its update, made by what is stored first,
 * the command's end or the charger's first report. {@link UpdateState#mayBecome} says which moves
 * are legal.
 */
final class FirmwareUpdateService implements Follower, NoticeFollower, ReportFollower {
  private static final String SIGNED = "SignedUpdateFirmware";
  private static final String PUBLISH = "PublishFirmware";
  private static final String PUBLISHED = "PublishFirmwareStatusNotification";
  private static final Pattern HOSTED = Pattern.compile("/files/firmware/([0-9a-f-]{36})(?:/|$)");

  /** A charger tries again within a day, or not at all. */
  private static final Duration RETRIES = Duration.ofDays(1);

  private static final int DELETED_AT_ONCE = 1_000;

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final FirmwareUpdateStore store;

  FirmwareUpdateService(Platform platform, Pool pool, Writer writer, FirmwareUpdateStore store) {
    this.settings = platform.settings();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code firmware.update.next}. */
  Future<RequestNumber> next(NextRequest request) {
    return store.nextNumber(pool).map(RequestNumber::new);
  }

  /** Answers {@code firmware.update.get}. */
  Future<FirmwareUpdate> get(UpdateOfCommand key) {
    return store
        .get(pool, key.commandId())
        .compose(
            update ->
                update == null
                    ? Future.failedFuture(GalvanException.notFound("the firmware update"))
                    : Future.succeededFuture(update));
  }

  /** Answers {@code firmware.update.list}, newest first. */
  Future<UpdatePage> list(UpdateQuery query) {
    return store
        .list(
            pool,
            query.chargerId(),
            query.limit(),
            Cursor.decode(query.cursor(), "firmware-update"))
        .map(
            found -> {
              if (found.size() <= query.limit()) {
                return new UpdatePage(found, null);
              }
              List<FirmwareUpdate> page = found.subList(0, query.limit());
              String last = Integer.toString(page.get(page.size() - 1).id());
              return new UpdatePage(page, new Cursor("firmware-update", last, last).encode());
            });
  }

  @Override
  public Set<String> actions() {
    return Set.of("UpdateFirmware", SIGNED, PUBLISH);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    FirmwareUpdateStore.Asked asked =
        asked(command.id(), command.chargerId(), command.action(), command.request());
    if (asked == null || !Requests.reached(command)) {
      return Future.succeededFuture();
    }
    return store
        .adopt(unit.sql(), asked, unit.now())
        .compose(ok -> store.ofCommand(unit.sql(), command.id()))
        .compose(update -> ended(unit, command, asked, update));
  }

  private Future<?> ended(
      UnitOfWork unit,
      Command command,
      FirmwareUpdateStore.Asked asked,
      FirmwareUpdateStore.@Nullable Held update) {
    if (update == null) {
      return Future.succeededFuture();
    }
    if (Requests.refused(command)) {
      return told(unit, update, Requests.refusal(command), UpdateState.Refused, unit.now());
    }
    return command.state() == CommandState.Accepted
        ? accepted(unit, command, asked, update)
        : Future.succeededFuture();
  }

  /** One without a number is what the charger's reports are about from now on. */
  private Future<?> accepted(
      UnitOfWork unit,
      Command command,
      FirmwareUpdateStore.Asked asked,
      FirmwareUpdateStore.Held update) {
    boolean cancels = "AcceptedCanceled".equals(command.status());
    return asked.requestId() != null && !cancels
        ? Future.succeededFuture()
        : store.cancelOlder(
            unit.sql(),
            command.chargerId(),
            update.id(),
            !cancels,
            cancels ? "AcceptedCanceled" : "Superseded",
            unit.now());
  }

  private static FirmwareUpdateStore.@Nullable Asked asked(
      String commandId, String chargerId, String action, String request) {
    JsonNode body = Requests.read(request);
    // The security extension of 1.6 and every version since nest what is to be installed.
    boolean nested = body.has("firmware");
    JsonNode firmware = nested ? body.path("firmware") : body;
    String location = Requests.text(firmware.path("location"));
    if (location == null) {
      return null;
    }
    Matcher hosted = HOSTED.matcher(location);
    return new FirmwareUpdateStore.Asked(
        commandId,
        chargerId,
        hosted.find() ? hosted.group(1) : null,
        location,
        action.equals(SIGNED) || firmware.hasNonNull("signature"),
        Requests.number(body.path("requestId")),
        Requests.time(firmware.path(nested ? "retrieveDateTime" : "retrieveDate")),
        Requests.time(firmware.path("installDateTime")));
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Notice notice) {
    boolean signed = notice.kind() == NoticeKind.SignedFirmwareStatus;
    return signed || notice.kind() == NoticeKind.FirmwareStatus
        ? told(
            unit,
            notice.chargerId(),
            notice.value(),
            notice.requestId(),
            Sql.reported(notice.at(), unit.now()))
        : Future.succeededFuture();
  }

  @Override
  public Set<String> reports() {
    return Set.of(PUBLISHED);
  }

  /** A station that shall hand an image on to others tells how far it is in the same way. */
  @Override
  public Future<?> follow(UnitOfWork unit, StationReport report) {
    String status = Requests.text(Requests.read(report.payload()).path("status"));
    return status == null
        ? Future.succeededFuture()
        : told(unit, report.chargerId(), status, report.requestId(), report.at());
  }

  private Future<?> told(
      UnitOfWork unit, String chargerId, String status, @Nullable Integer requestId, Instant at) {
    UpdateState next = state(status);
    if (next == null) {
      return Future.succeededFuture();
    }
    return adoptSent(unit, chargerId)
        .compose(
            ok ->
                requestId == null
                    ? store.newest(unit.sql(), chargerId, unit.now().minus(RETRIES))
                    : store.ofRequest(unit.sql(), chargerId, requestId))
        .compose(
            update ->
                update == null ? Future.succeededFuture() : told(unit, update, status, next, at));
  }

  /** A charger may report before the answer to its command is stored. */
  private Future<?> adoptSent(UnitOfWork unit, String chargerId) {
    return store
        .sent(unit.sql(), chargerId, unit.now().minus(RETRIES))
        .compose(
            commands -> {
              Future<?> adopted = Future.succeededFuture();
              for (FirmwareUpdateStore.Sent sent : commands) {
                FirmwareUpdateStore.Asked asked =
                    asked(sent.commandId(), sent.chargerId(), sent.action(), sent.request());
                if (asked != null) {
                  adopted = adopted.compose(ok -> store.adopt(unit.sql(), asked, unit.now()));
                }
              }
              return adopted;
            });
  }

  private Future<?> told(
      UnitOfWork unit,
      FirmwareUpdateStore.Held update,
      String status,
      UpdateState next,
      Instant at) {
    Future<?> told = store.told(unit.sql(), update.id(), status, at);
    return update.state().mayBecome(next)
        ? told.compose(ok -> store.move(unit.sql(), update.id(), next, unit.now()))
        : told;
  }

  /** Where a status of either message puts the update; null: it says nothing of one. */
  private static @Nullable UpdateState state(String status) {
    return switch (status) {
      case "DownloadScheduled" -> UpdateState.Requested;
      case "Downloading", "DownloadPaused" -> UpdateState.Downloading;
      case "Downloaded", "SignatureVerified", "InstallScheduled", "ChecksumVerified" ->
          UpdateState.Downloaded;
      case "Installing", "InstallRebooting" -> UpdateState.Installing;
      case "Installed", "Published" -> UpdateState.Installed;
      case "DownloadFailed",
          "InstallationFailed",
          "InstallVerificationFailed",
          "InvalidSignature",
          "InvalidChecksum",
          "PublishFailed" ->
          UpdateState.Failed;
      default -> null;
    };
  }

  /** Updates live as long as the messages that tell of them. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store
                .deleteOld(
                    unit.sql(), unit.now().minus(settings.messageLogRetention()), DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
