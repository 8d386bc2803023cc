package io.galvan.charger.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.charger.block.Follower;
import io.galvan.charger.block.NoticeFollower;
import io.galvan.charger.block.Requests;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.diagnostics.Uploads.UploadKind;
import io.galvan.contract.diagnostics.Uploads.UploadState;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What commands and reports tell of uploads. One to elsewhere is made here, by what is stored
 * first: the command's end or the charger's first report.
 */
final class UploadFollower implements Follower, NoticeFollower {
  private static final Pattern HOSTED = Pattern.compile("/uploads/(\\d{1,10})[-/]");
  private static final int NAME_LENGTH = 255;
  private static final Duration RECENT = Duration.ofDays(1);

  private final Settings settings;
  private final UploadStore store;

  UploadFollower(Platform platform, UploadStore store) {
    this.settings = platform.settings();
    this.store = store;
  }

  @Override
  public Set<String> actions() {
    return Set.of("GetDiagnostics", "GetLog");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    UploadStore.Asked asked =
        asked(command.id(), command.chargerId(), command.action(), command.request());
    if (asked == null) {
      return Future.succeededFuture();
    }
    return upload(unit, asked, Requests.reached(command))
        .compose(upload -> ended(unit, command, upload));
  }

  private Future<?> ended(UnitOfWork unit, Command command, UploadStore.@Nullable Held upload) {
    if (upload == null) {
      return Future.succeededFuture();
    }
    if (Requests.refused(command)) {
      return told(unit, upload, Requests.refusal(command), UploadState.Refused);
    }
    if (command.state() == CommandState.Accepted) {
      return accepted(unit, command, upload);
    }
    return Requests.reached(command) || !upload.state().mayBecome(UploadState.Failed)
        ? Future.succeededFuture()
        : store.move(unit.sql(), upload.id(), UploadState.Failed);
  }

  /** The upload to us that the command asks for, or the one to elsewhere, made if need be. */
  private Future<UploadStore.@Nullable Held> upload(
      UnitOfWork unit, UploadStore.Asked asked, boolean reached) {
    Matcher hosted = HOSTED.matcher(asked.location());
    Integer id = hosted.find() ? number(hosted.group(1)) : null;
    Future<UploadStore.@Nullable Held> ours =
        id == null ? Future.succeededFuture() : store.hold(unit.sql(), id);
    return ours.compose(
        upload -> {
          boolean mine =
              upload != null
                  && upload.chargerId().equals(asked.chargerId())
                  && (upload.commandId() == null || upload.commandId().equals(asked.commandId()));
          if (upload != null && mine) {
            return store.setCommand(unit.sql(), upload.id(), asked.commandId()).map(upload);
          }
          return reached
              ? adopt(unit, asked).compose(ok -> store.ofCommand(unit.sql(), asked.commandId()))
              : Future.succeededFuture();
        });
  }

  private Future<?> adopt(UnitOfWork unit, UploadStore.Asked asked) {
    return store.adopt(unit.sql(), asked, unit.now(), unit.now().plus(settings.uploadExpiry()));
  }

  private static @Nullable Integer number(String digits) {
    long number = Long.parseLong(digits);
    return number <= Integer.MAX_VALUE ? Integer.valueOf((int) number) : null;
  }

  private Future<?> accepted(UnitOfWork unit, Command command, UploadStore.Held upload) {
    JsonNode answer = Requests.read(command.response());
    String name = Requests.text(answer.path("fileName"));
    String fileName = name == null ? Requests.text(answer.path("filename")) : name;
    Future<?> announced =
        fileName == null || fileName.isBlank()
            ? Future.succeededFuture()
            : store.announce(unit.sql(), upload.id(), Sql.required(fileName, NAME_LENGTH));
    return "AcceptedCanceled".equals(command.status())
        ? announced.compose(
            ok ->
                store.cancelOlder(unit.sql(), command.chargerId(), upload.id(), "AcceptedCanceled"))
        : announced;
  }

  private static UploadStore.@Nullable Asked asked(
      String commandId, String chargerId, String action, String request) {
    JsonNode body = Requests.read(request);
    boolean log = action.equals("GetLog");
    String location =
        Requests.text(log ? body.path("log").path("remoteLocation") : body.path("location"));
    if (location == null) {
      return null;
    }
    UploadKind kind =
        !log
            ? UploadKind.Diagnostics
            : switch (body.path("logType").asText()) {
              case "SecurityLog" -> UploadKind.SecurityLog;
              case "DataCollectorLog" -> UploadKind.DataCollectorLog;
              default -> UploadKind.DiagnosticsLog;
            };
    return new UploadStore.Asked(
        commandId, chargerId, kind, location, log ? Requests.number(body.path("requestId")) : null);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Notice notice) {
    boolean log = notice.kind() == NoticeKind.LogStatus;
    UploadState next = state(notice.value());
    if (next == null || (!log && notice.kind() != NoticeKind.DiagnosticsStatus)) {
      return Future.succeededFuture();
    }
    Integer requestId = log ? notice.requestId() : null;
    return adoptSent(unit, notice.chargerId())
        .compose(
            ok ->
                requestId == null
                    ? store.newest(unit.sql(), notice.chargerId(), log)
                    : store.ofRequest(unit.sql(), notice.chargerId(), requestId))
        .compose(
            upload ->
                upload == null
                    ? Future.succeededFuture()
                    : told(unit, upload, notice.value(), next));
  }

  /** A charger may report before the answer to its command is stored. */
  private Future<?> adoptSent(UnitOfWork unit, String chargerId) {
    return store
        .sent(unit.sql(), chargerId, unit.now().minus(RECENT))
        .compose(
            commands -> {
              Future<?> adopted = Future.succeededFuture();
              for (UploadStore.Sent sent : commands) {
                UploadStore.Asked asked =
                    asked(sent.commandId(), sent.chargerId(), sent.action(), sent.request());
                if (asked != null) {
                  adopted = adopted.compose(ok -> upload(unit, asked, true));
                }
              }
              return adopted;
            });
  }

  /** That something was uploaded to us is known when it is here, whatever the charger says. */
  private Future<?> told(
      UnitOfWork unit, UploadStore.Held upload, String status, UploadState next) {
    Future<?> told = store.told(unit.sql(), upload.id(), status);
    boolean missing = next == UploadState.Uploaded && upload.secretHash() != null;
    return upload.state().mayBecome(next) && !missing
        ? told.compose(ok -> store.move(unit.sql(), upload.id(), next))
        : told;
  }

  /** Where a status of either message puts the upload; null: it says nothing of one. */
  private static @Nullable UploadState state(String status) {
    return switch (status) {
      case "Uploading" -> UploadState.Uploading;
      case "Uploaded" -> UploadState.Uploaded;
      case "UploadFailed",
          "UploadFailure",
          "BadMessage",
          "NotSupportedOperation",
          "PermissionDenied" ->
          UploadState.Failed;
      default -> null;
    };
  }
}
