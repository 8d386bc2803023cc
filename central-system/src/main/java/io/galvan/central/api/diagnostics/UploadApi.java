package io.galvan.central.api.diagnostics;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.firmware.FirmwareApi;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.files.Outgoing;
import io.galvan.central.files.PublicUrl;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.contract.diagnostics.Uploads.NewUpload;
import io.galvan.contract.diagnostics.Uploads.Upload;
import io.galvan.contract.diagnostics.Uploads.UploadKey;
import io.galvan.contract.diagnostics.Uploads.UploadKind;
import io.galvan.contract.diagnostics.Uploads.UploadState;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.GetDiagnosticsRequest;
import io.galvan.ocpp.v16.GetLogRequest;
import io.galvan.ocpp.v16.LogParameters;
import io.galvan.ocpp.v16.LogType;
import io.galvan.ocpp.v2.Log;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnostics and logs of charging stations: asking for them, and what arrived. */
public final class UploadApi {
  /**
   * @param location where else the station shall upload to; any URL, passed on as it is
   * @param secure whether it uploads to here over TLS
   * @param userInfo whether the URL to here has a user name and password; null: for stations of
   *     2.1, whose standard has it
   * @param from of the span of time that is wanted
   */
  public record NewUploadBody(
      UploadKind kind,
      @MaxLength(2000) @Nullable String location,
      @Nullable Boolean secure,
      @Nullable Boolean userInfo,
      @Nullable OffsetDateTime from,
      @Nullable OffsetDateTime to,
      @Nullable Integer retries,
      @Nullable Integer retryIntervalS) {}

  record UploadView(
      int id,
      String chargerId,
      UploadKind kind,
      String location,
      UploadState state,
      @Nullable String status,
      @Nullable String fileName,
      @Nullable Long size,
      @Nullable String sha256,
      @Nullable Integer requestId,
      @Nullable String commandId,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant receivedAt) {
    static UploadView of(Upload upload) {
      return new UploadView(
          upload.id(),
          upload.chargerId(),
          upload.kind(),
          upload.location(),
          upload.state(),
          upload.status(),
          upload.fileName(),
          upload.size(),
          upload.sha256(),
          upload.requestId(),
          upload.commandId(),
          upload.createdAt(),
          upload.expiresAt(),
          upload.receivedAt());
    }
  }

  record UploadViews(List<UploadView> items, @Nullable String next) {}

  private final Bus bus;
  private final Platform platform;
  private final CommandService commands;

  public UploadApi(Bus bus, Platform platform, CommandService commands) {
    this.bus = bus;
    this.platform = platform;
    this.commands = commands;
  }

  public List<Operation> operations() {
    return List.of(
        of("createUpload", Access.OPERATOR, this::create),
        of("listUploads", Access.VIEWER, this::list),
        of("getUpload", Access.VIEWER, this::get),
        of("downloadUpload", Access.VIEWER, this::download));
  }

  private Future<?> create(Call call) {
    String chargerId = call.path("chargerId", ChargerApi.ID);
    NewUploadBody body = call.body(NewUploadBody.class);
    String location = body.location();
    Future<Upload> asked =
        location == null ? ours(call, chargerId, body) : elsewhere(call, chargerId, body, location);
    return asked.onSuccess(
        upload -> call.created(UploadView.of(upload), "/uploads/" + upload.id()));
  }

  private Future<Upload> ours(Call call, String chargerId, NewUploadBody body) {
    HttpServerRequest request = call.context().request();
    String base =
        Boolean.TRUE.equals(body.secure())
            ? PublicUrl.secure(platform.settings(), request)
            : PublicUrl.of(platform.settings(), request);
    return bus.request(Chargers.GET, new Chargers.ChargerKey(chargerId))
        .map(CommandApi::versionOr16)
        .compose(
            version -> {
              checkKind(body.kind(), version);
              boolean userInfo =
                  body.userInfo() == null ? version == OcppVersion.V2_1 : body.userInfo();
              return bus.request(
                  Uploads.OPEN, new NewUpload(chargerId, body.kind(), base, userInfo));
            })
        .compose(
            opened ->
                execute(call, chargerId, body, opened.location(), opened.upload().id())
                    .compose(ok -> bus.request(Uploads.GET, new UploadKey(opened.upload().id()))));
  }

  private Future<Upload> elsewhere(
      Call call, String chargerId, NewUploadBody body, String location) {
    if (body.secure() != null || body.userInfo() != null) {
      throw GalvanException.invalid(
          body.secure() != null ? "secure" : "userInfo", "a location elsewhere says so itself");
    }
    if (body.kind() != UploadKind.Diagnostics && location.length() > FirmwareApi.SIGNED_LOCATION) {
      throw GalvanException.invalid(
          "location", "GetLog has room for " + FirmwareApi.SIGNED_LOCATION + " characters");
    }
    return bus.request(Firmwares.NEXT_REQUEST, new Firmwares.NextRequest())
        .compose(next -> execute(call, chargerId, body, location, next.number()))
        .compose(sent -> bus.request(Uploads.OF_COMMAND, new Uploads.UploadOfCommand(sent.id())));
  }

  private Future<Command> execute(
      Call call, String chargerId, NewUploadBody body, String location, int requestId) {
    return bus.request(Chargers.GET, new Chargers.ChargerKey(chargerId))
        .map(CommandApi::versionOr16)
        .compose(
            version -> {
              checkKind(body.kind(), version);
              boolean first = version == OcppVersion.V1_6;
              boolean log = !first || body.kind() != UploadKind.Diagnostics;
              String payload =
                  first
                      ? payload16(body, location, requestId)
                      : payload2(version, body, location, requestId);
              return commands.execute(
                  new CommandRequest(
                      chargerId,
                      log ? "GetLog" : "GetDiagnostics",
                      first ? null : version,
                      payload,
                      call.user().email(),
                      null,
                      null));
            })
        .compose(CommandApi::sent);
  }

  private static void checkKind(UploadKind kind, OcppVersion version) {
    if (kind == UploadKind.DataCollectorLog && version != OcppVersion.V2_1) {
      throw GalvanException.invalid("kind", "DataCollectorLog came with OCPP 2.1");
    }
  }

  private static String payload16(NewUploadBody body, String location, int requestId) {
    return body.kind() != UploadKind.Diagnostics
        ? Shape.of(GetLogRequest.class)
            .write(
                new GetLogRequest(
                    new LogParameters(location, body.from(), body.to()),
                    LogType.valueOf(body.kind().name()),
                    requestId,
                    body.retries(),
                    body.retryIntervalS()))
        : Shape.of(GetDiagnosticsRequest.class)
            .write(
                new GetDiagnosticsRequest(
                    location, body.retries(), body.retryIntervalS(), body.from(), body.to()));
  }

  /** Diagnostics are one of the logs in 2.x. */
  private static String payload2(
      OcppVersion version, NewUploadBody body, String location, int requestId) {
    var request =
        new io.galvan.ocpp.v2.GetLogRequest(
            new io.galvan.ocpp.v2.LogParameters(body.to(), body.from(), location, null),
            body.kind() == UploadKind.Diagnostics
                ? Log.DiagnosticsLog
                : Log.valueOf(body.kind().name()),
            requestId,
            body.retries(),
            body.retryIntervalS(),
            null);
    var shape = Shape.of(io.galvan.ocpp.v2.GetLogRequest.class, version);
    shape.check(request);
    return shape.write(request);
  }

  private Future<?> list(Call call) {
    return bus.request(
            Uploads.LIST,
            new Uploads.UploadQuery(
                call.path("chargerId", ChargerApi.ID), call.limit(), call.cursor()))
        .onSuccess(
            page ->
                call.ok(
                    new UploadViews(
                        page.items().stream().map(UploadView::of).toList(), page.next())));
  }

  private Future<Upload> upload(Call call) {
    long id = call.pathNumber("uploadId");
    if (id < 0 || id > Integer.MAX_VALUE) {
      throw GalvanException.notFound("the upload");
    }
    return bus.request(Uploads.GET, new UploadKey((int) id));
  }

  private Future<?> get(Call call) {
    return upload(call).onSuccess(upload -> call.ok(UploadView.of(upload)));
  }

  private Future<?> download(Call call) {
    return upload(call)
        .compose(
            upload -> {
              String fileId = upload.fileId();
              Long size = upload.size();
              String sha256 = upload.sha256();
              if (fileId == null || size == null || sha256 == null) {
                throw GalvanException.notFound("the upload's content");
              }
              return send(call, new Outgoing.StoredFile(fileId, name(upload), size, sha256));
            });
  }

  private Future<Void> send(Call call, Outgoing.StoredFile file) {
    return new Outgoing(bus, call.context().request(), file).send().mapEmpty();
  }

  private static String name(Upload upload) {
    String name = upload.fileName();
    return name == null ? upload.chargerId() + "-" + upload.id() : name;
  }
}
