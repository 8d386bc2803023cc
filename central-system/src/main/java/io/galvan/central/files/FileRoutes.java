package io.galvan.central.files;

import io.galvan.central.http.BasicAuth;
import io.galvan.central.http.ReplyGuard;
import io.galvan.central.http.RequestTimeouts;
import io.galvan.central.http.TrackedConnection;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.firmware.Firmwares.FirmwareKey;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths that chargers use without signing in: who knows the URL may use it. They are machines
 * of few words, so refusals are a status and a line of text.
 */
public final class FileRoutes {
  static final String FIRMWARE = "/files/firmware/";

  private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
  private static final Pattern FIRMWARE_PATH =
      Pattern.compile(FIRMWARE + "([0-9a-f-]{36})(?:/.*)?");
  private static final String UPLOADS = "/uploads/";

  /** The secret is in the path, or else the password of HTTP Basic. */
  private static final Pattern UPLOAD_PATH =
      Pattern.compile(UPLOADS + "(\\d{1,9})(?:-([A-Za-z0-9_-]{43})(.*)|(/.*)?)", Pattern.DOTALL);

  private static final int DOWNLOADS_AT_ONCE = 256;
  private static final int UPLOADS_AT_ONCE = 64;

  private final Vertx vertx;
  private final Bus bus;
  private final UploadArrival.Terms terms;
  private final Transfers downloads = new Transfers(DOWNLOADS_AT_ONCE);
  private final Transfers uploads = new Transfers(UPLOADS_AT_ONCE);

  public FileRoutes(Vertx vertx, Platform platform) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.terms = new UploadArrival.Terms(platform.settings().maxFileBytes());
  }

  /** Adds the paths; no handler before them may read the body. */
  public void mount(Router router) {
    router.route("/files/firmware/*").handler(context -> download(context.request()));
    router.route("/uploads/*").handler(context -> upload(context.request()));
  }

  /** Whether the path is one of these, and so is answered here; for a port that has no router. */
  public boolean serve(HttpServerRequest request) {
    if (request.path() == null) {
      return false;
    } else if (request.path().startsWith(FIRMWARE)) {
      download(request);
      return true;
    } else if (request.path().startsWith(UPLOADS)) {
      upload(request);
      return true;
    }
    return false;
  }

  private void download(HttpServerRequest request) {
    Matcher path = FIRMWARE_PATH.matcher(request.path());
    if (!Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      answer(request, 405, "firmware is fetched with GET");
    } else if (!path.matches()) {
      answer(request, 404, "there is no such firmware");
    } else if (!downloads.begin()) {
      later(request);
    } else {
      Future<?> sent =
          bus.request(Firmwares.GET, new FirmwareKey(path.group(1)))
              .compose(
                  firmware -> {
                    TrackedConnection.accepted(request);
                    return new Outgoing(
                            bus,
                            request,
                            new Outgoing.StoredFile(
                                firmware.id(), firmware.name(), firmware.size(), firmware.sha256()))
                        .send();
                  });
      ReplyGuard.watch(request, sent, failure -> failed(request, failure))
          .onComplete(ended -> downloads.end());
    }
  }

  private void upload(HttpServerRequest request) {
    request.pause();
    RequestTimeouts.bringsFile(request);
    Matcher path = UPLOAD_PATH.matcher(request.path());
    if (!Set.of(HttpMethod.PUT, HttpMethod.POST).contains(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "PUT, POST");
      answer(request, 405, "files are sent with PUT or POST");
    } else if (!path.matches()) {
      answer(request, 404, "there is no such upload");
    } else if (!uploads.begin()) {
      later(request);
    } else {
      int id = Integer.parseInt(path.group(1));
      String secret = path.group(2);
      Future<?> received =
          (secret == null
                  ? byPassword(request, id, path.group(4))
                  : new UploadArrival(vertx, bus, terms, request, id, path.group(3))
                      .receive(secret))
              .onSuccess(reply -> answer(request, reply.status(), reply.text()));
      ReplyGuard.watch(request, received, failure -> failed(request, failure))
          .onComplete(ended -> uploads.end());
    }
  }

  /** Whether there is such an upload is told only to who knows its password. */
  private Future<UploadArrival.Reply> byPassword(
      HttpServerRequest request, int id, @Nullable String rest) {
    UploadArrival.Reply credentials =
        new UploadArrival.Reply(401, "the user name and password of the URL are needed");
    return BasicAuth.parse(request.getHeader(HttpHeaders.AUTHORIZATION))
        .map(
            login ->
                new UploadArrival(vertx, bus, terms, request, id, rest == null ? "" : rest)
                    .receive(new String(login.password(), StandardCharsets.UTF_8))
                    .map(reply -> reply.status() == 404 ? credentials : reply))
        .orElseGet(() -> Future.succeededFuture(credentials));
  }

  private void later(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
    answer(request, 503, "too many transfers are under way");
  }

  /** The URL may be a secret, so it is never logged. */
  private void failed(HttpServerRequest request, Throwable failure) {
    if (failure instanceof GalvanException known && known.fault() != Fault.INTERNAL) {
      answer(request, known.fault().httpStatus(), known.message());
    } else {
      LOG.error("a transfer failed", failure);
      answer(request, 500, "internal error");
    }
  }

  private void answer(HttpServerRequest request, int status, String text) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    Farewell.say(vertx, request);
    if (status == 401) {
      request.response().putHeader("WWW-Authenticate", "Basic realm=\"uploads\"");
    }
    if (request.method() == HttpMethod.HEAD) {
      request.response().setStatusCode(status).end();
      return;
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(text + "\n");
  }
}
