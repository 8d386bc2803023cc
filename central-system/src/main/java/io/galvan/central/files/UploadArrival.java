package io.galvan.central.files;

import io.galvan.central.http.TrackedConnection;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.contract.diagnostics.Uploads.Arrival;
import io.galvan.contract.diagnostics.Uploads.ReceivedUpload;
import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.file.Files.FileKey;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One charger that comes with a file: as the body, or as the first file of a form. */
final class UploadArrival {
  private static final Logger LOG = LoggerFactory.getLogger(UploadArrival.class);
  private static final int NAME_LENGTH = 255;

  record Terms(long maxBytes) {}

  record Reply(int status, String text) {}

  /** A file and the name it came with. */
  private record Received(Content content, @Nullable String name) {}

  private final Vertx vertx;
  private final Bus bus;
  private final Terms terms;
  private final HttpServerRequest request;
  private final int id;
  private final String pathName;
  private boolean first = true;

  /**
   * @param request paused
   * @param id of the upload
   * @param rest of the path, which may hold the file's name
   */
  UploadArrival(Vertx vertx, Bus bus, Terms terms, HttpServerRequest request, int id, String rest) {
    this.vertx = vertx;
    this.bus = bus;
    this.terms = terms;
    this.request = request;
    this.id = id;
    this.pathName = rest;
  }

  /** Takes the file when the secret is right and nothing arrived before. */
  Future<Reply> receive(String secret) {
    return bus.request(Uploads.ADMIT, new Arrival(id, secret))
        .compose(
            welcome ->
                switch (welcome.outcome()) {
                  case Open -> admitted();
                  case Unknown -> reply(404, "there is no such upload");
                  case Used -> reply(409, "the file arrived already");
                  case Over -> reply(410, "the upload is over");
                });
  }

  private static Future<Reply> reply(int status, String text) {
    return Future.succeededFuture(new Reply(status, text));
  }

  private Future<Reply> admitted() {
    TrackedConnection.accepted(request);
    String tooLong = "a file may have " + terms.maxBytes() + " bytes";
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean form = isForm();
    if (!form
        && length != null
        && length.length() < 19
        && Long.parseLong(length) > terms.maxBytes()) {
      return reply(413, tooLong);
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Future<Received> taken =
        form ? formFile() : take(request).map(content -> new Received(content, null));
    return taken
        .compose(this::store)
        .recover(
            failure ->
                failure instanceof Incoming.TooLong
                    ? reply(413, tooLong)
                    : Future.failedFuture(failure));
  }

  private boolean isForm() {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private Future<Content> take(ReadStream<Buffer> body) {
    Incoming incoming = new Incoming(vertx, bus, terms.maxBytes());
    request.response().closeHandler(closed -> incoming.fail(gone()));
    return incoming.take(body).recover(this::told);
  }

  private static GalvanException gone() {
    return new GalvanException(Fault.UNAVAILABLE, "the sender left");
  }

  private Future<Content> told(Throwable failure) {
    LOG.info("upload {} broke off: {}", id, failure.getMessage());
    boolean ours = failure instanceof GalvanException || failure instanceof Incoming.TooLong;
    return Future.failedFuture(ours ? failure : gone());
  }

  /** The form's first file; all else in it is read and forgotten. */
  private Future<Received> formFile() {
    Promise<Received> file = Promise.promise();
    request
        .uploadHandler(
            upload -> {
              if (file.future().isComplete() || !first) {
                upload.handler(buffer -> {});
                return;
              }
              first = false;
              upload.pause();
              take(upload).map(content -> new Received(content, name(upload))).onComplete(file);
            })
        .exceptionHandler(failure -> file.tryFail(badForm()))
        .endHandler(
            end -> {
              if (first) {
                file.tryFail(GalvanException.invalid("file", "the form holds no file"));
              }
            });
    try {
      request.setExpectMultipart(true);
    } catch (RuntimeException e) {
      return Future.failedFuture(badForm());
    }
    request.resume();
    return file.future();
  }

  private static GalvanException badForm() {
    return GalvanException.invalid("file", "the form cannot be read");
  }

  private static @Nullable String name(HttpServerFileUpload upload) {
    return upload.filename() == null ? null : lastSegment(upload.filename());
  }

  private Future<Reply> store(Received received) {
    if (received.content().size() == 0) {
      discard(received);
      return reply(400, "the file is empty");
    }
    String name = received.name() == null || received.name().isEmpty() ? null : received.name();
    ReceivedUpload upload =
        new ReceivedUpload(id, received.content(), name == null ? nameInPath() : name);
    return bus.request(Uploads.RECEIVED, upload)
        .map(
            stored -> {
              LOG.info("{}: upload {} arrived, {} bytes", stored.chargerId(), id, stored.size());
              return new Reply(200, "received");
            })
        .onFailure(failure -> discard(received));
  }

  private void discard(Received received) {
    bus.send(Files.DISCARD, new FileKey(received.content().fileId()));
  }

  private @Nullable String nameInPath() {
    String decoded;
    try {
      decoded = URLDecoder.decode(pathName.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      decoded = pathName;
    }
    String name = lastSegment(decoded);
    return name.isEmpty() ? null : name;
  }

  /** Without folders and what is not to be seen. */
  private static String lastSegment(String path) {
    int folders = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
    String name = path.substring(folders).replaceAll("\\p{Cntrl}", "").strip();
    return name.length() <= NAME_LENGTH ? name : name.substring(name.length() - NAME_LENGTH);
  }
}
