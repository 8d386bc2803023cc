package io.galvan.central.api.firmware;

import static io.galvan.central.api.operation.Operation.of;
import static io.galvan.central.api.operation.Operation.streamed;

import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.operation.Problem;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.files.Incoming;
import io.galvan.central.files.PublicUrl;
import io.galvan.contract.file.Files;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.firmware.Firmwares.FirmwareKey;
import io.galvan.contract.firmware.Firmwares.NewFirmware;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Firmware;
import io.galvan.ocpp.v16.SignedUpdateFirmwareRequest;
import io.galvan.ocpp.v16.UpdateFirmwareRequest;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Firmware images we host, and updates of charging stations. */
public final class FirmwareApi {
  /**
   * @param location of the image when it is not one of ours; any URL, passed on as it is
   * @param signature with the certificate makes it a signed update (security white paper)
   */
  public record FirmwareUpdateBody(
      @MaxLength(36) @Nullable String firmwareId,
      @MaxLength(2000) @Nullable String location,
      @Nullable OffsetDateTime retrieveAt,
      @Nullable OffsetDateTime installAt,
      @Nullable Integer retries,
      @Nullable Integer retryIntervalS,
      @MaxLength(800) @Nullable String signature,
      @MaxLength(5500) @Nullable String signingCertificate) {}

  record FirmwareView(
      String id,
      String name,
      @Nullable String version,
      @Nullable String vendor,
      @Nullable String model,
      long size,
      String sha256,
      String url,
      Instant createdAt) {
    static FirmwareView of(Firmwares.Firmware firmware, String base) {
      return new FirmwareView(
          firmware.id(),
          firmware.name(),
          firmware.version(),
          firmware.vendor(),
          firmware.model(),
          firmware.size(),
          firmware.sha256(),
          PublicUrl.of(base, firmware),
          firmware.createdAt());
    }
  }

  record FirmwareViews(List<FirmwareView> items, @Nullable String next) {}

  private static final int TEXT = 200;
  private static final int ID = 36;

  /** What GetLog and SignedUpdateFirmware have room for. */
  public static final int SIGNED_LOCATION = 512;

  private final Vertx vertx;
  private final Bus bus;
  private final Platform platform;
  private final CommandService commands;

  public FirmwareApi(Vertx vertx, Bus bus, Platform platform, CommandService commands) {
    this.vertx = vertx;
    this.bus = bus;
    this.platform = platform;
    this.commands = commands;
  }

  public List<Operation> operations() {
    return List.of(
        streamed("createFirmware", Access.OPERATOR, this::create),
        of("listFirmware", Access.VIEWER, this::list),
        of("getFirmware", Access.VIEWER, this::get),
        of("deleteFirmware", Access.OPERATOR, this::delete),
        of("updateFirmware", Access.OPERATOR, this::update),
        of("listFirmwareUpdates", Access.VIEWER, this::updates));
  }

  private String base(Call call) {
    return PublicUrl.of(platform.settings(), call.context().request());
  }

  private Future<?> create(Call call) {
    String name = call.text("name", TEXT);
    if (name == null || name.isBlank()) {
      throw GalvanException.invalid("name", "say what the image is called: ?name=");
    }
    String version = call.text("version", TEXT);
    String vendor = call.text("vendor", TEXT);
    String model = call.text("model", TEXT);
    String base = base(call);
    HttpServerRequest request = call.context().request();
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream")) {
      Problem.answer(call.context(), 415, "send application/octet-stream");
      return Future.succeededFuture();
    }
    long most = platform.settings().maxFileBytes();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && length.length() < 19 && Long.parseLong(length) > most) {
      tooLong(call, most);
      return Future.succeededFuture();
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Incoming incoming = new Incoming(vertx, bus, most);
    request.response().closeHandler(closed -> incoming.fail(new IllegalStateException("closed")));
    return incoming
        .take(request)
        .compose(
            content ->
                bus.request(Firmwares.ADD, new NewFirmware(content, name, version, vendor, model))
                    .onFailure(
                        failure -> bus.send(Files.DISCARD, new Files.FileKey(content.fileId()))))
        .onSuccess(
            firmware -> call.created(FirmwareView.of(firmware, base), "/firmware/" + firmware.id()))
        .recover(
            failure -> {
              if (!(failure instanceof Incoming.TooLong)) {
                return Future.failedFuture(failure);
              }
              tooLong(call, most);
              return Future.succeededFuture();
            });
  }

  private static void tooLong(Call call, long most) {
    Problem.answer(call.context(), 413, "a file may have " + most + " bytes");
  }

  private Future<?> list(Call call) {
    String base = base(call);
    return bus.request(Firmwares.LIST, new Firmwares.FirmwareQuery(call.limit(), call.cursor()))
        .onSuccess(
            page ->
                call.ok(
                    new FirmwareViews(
                        page.items().stream()
                            .map(firmware -> FirmwareView.of(firmware, base))
                            .toList(),
                        page.next())));
  }

  private Future<?> get(Call call) {
    String base = base(call);
    return bus.request(Firmwares.GET, new FirmwareKey(call.path("firmwareId", ID)))
        .onSuccess(firmware -> call.ok(FirmwareView.of(firmware, base)));
  }

  private Future<?> delete(Call call) {
    return bus.request(Firmwares.DELETE, new FirmwareKey(call.path("firmwareId", ID)))
        .onSuccess(ok -> call.done());
  }

  private Future<?> update(Call call) {
    String chargerId = call.path("chargerId", ChargerApi.ID);
    FirmwareUpdateBody body = call.body(FirmwareUpdateBody.class);
    if ((body.firmwareId() == null) == (body.location() == null)) {
      throw GalvanException.invalid("location", "give either firmwareId or location");
    }
    if ((body.signature() == null) != (body.signingCertificate() == null)) {
      throw GalvanException.invalid(
          body.signature() == null ? "signature" : "signingCertificate",
          "a signed update has a signature and a signingCertificate");
    }
    String base = base(call);
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .map(CommandApi::versionOr16)
        .compose(
            version ->
                location(body, base)
                    .compose(location -> prepared(version, body, location))
                    .compose(
                        command ->
                            commands.execute(
                                new CommandRequest(
                                    chargerId,
                                    command.action(),
                                    version == OcppVersion.V1_6 ? null : version,
                                    command.payload(),
                                    call.user().email(),
                                    null,
                                    null))))
        .compose(CommandApi::sent)
        .compose(sent -> bus.request(Firmwares.UPDATE_OF, new Firmwares.UpdateOfCommand(sent.id())))
        .onSuccess(
            update ->
                call.created(
                    update,
                    "/chargers/" + ChargerApi.segment(update.chargerId()) + "/firmware-updates"));
  }

  private Future<String> location(FirmwareUpdateBody body, String base) {
    String given = body.location();
    String firmwareId = body.firmwareId();
    return firmwareId == null
        ? Future.succeededFuture(given == null ? "" : given)
        : bus.request(Firmwares.GET, new FirmwareKey(firmwareId))
            .map(firmware -> PublicUrl.of(base, firmware));
  }

  private record Prepared(String action, String payload) {}

  private Future<Prepared> prepared(OcppVersion version, FirmwareUpdateBody body, String location) {
    OffsetDateTime retrieveAt =
        body.retrieveAt() == null
            ? platform.clock().instant().atOffset(ZoneOffset.UTC)
            : body.retrieveAt();
    return version == OcppVersion.V1_6
        ? prepared16(body, location, retrieveAt)
        : bus.request(Firmwares.NEXT_REQUEST, new Firmwares.NextRequest())
            .map(next -> prepared2(version, body, location, retrieveAt, next.number()));
  }

  /** Signed or not, it is one action in 2.x. */
  private static Prepared prepared2(
      OcppVersion version,
      FirmwareUpdateBody body,
      String location,
      OffsetDateTime retrieveAt,
      int requestId) {
    var request =
        new io.galvan.ocpp.v2.UpdateFirmwareRequest(
            body.retries(),
            body.retryIntervalS(),
            requestId,
            new io.galvan.ocpp.v2.Firmware(
                body.installAt(),
                location,
                retrieveAt,
                body.signature(),
                body.signingCertificate(),
                null),
            null);
    var shape = Shape.of(io.galvan.ocpp.v2.UpdateFirmwareRequest.class, version);
    shape.check(request);
    return new Prepared("UpdateFirmware", shape.write(request));
  }

  private Future<Prepared> prepared16(
      FirmwareUpdateBody body, String location, OffsetDateTime retrieveAt) {
    String signature = body.signature();
    String certificate = body.signingCertificate();
    if (signature == null || certificate == null) {
      if (body.installAt() != null) {
        throw GalvanException.invalid("installAt", "only a signed update can say when to install");
      }
      return Future.succeededFuture(
          new Prepared(
              "UpdateFirmware",
              Shape.of(UpdateFirmwareRequest.class)
                  .write(
                      new UpdateFirmwareRequest(
                          location, body.retries(), retrieveAt, body.retryIntervalS()))));
    }
    if (location.length() > SIGNED_LOCATION) {
      throw GalvanException.invalid(
          "location", "a signed update has room for " + SIGNED_LOCATION + " characters");
    }
    return bus.request(Firmwares.NEXT_REQUEST, new Firmwares.NextRequest())
        .map(
            next ->
                new Prepared(
                    "SignedUpdateFirmware",
                    Shape.of(SignedUpdateFirmwareRequest.class)
                        .write(
                            new SignedUpdateFirmwareRequest(
                                body.retries(),
                                body.retryIntervalS(),
                                next.number(),
                                new Firmware(
                                    location,
                                    retrieveAt,
                                    body.installAt(),
                                    certificate,
                                    signature)))));
  }

  private Future<?> updates(Call call) {
    return bus.request(
            Firmwares.UPDATES,
            new Firmwares.UpdateQuery(
                call.path("chargerId", ChargerApi.ID), call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }
}
