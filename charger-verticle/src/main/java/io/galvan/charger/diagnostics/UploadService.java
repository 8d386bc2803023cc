package io.galvan.charger.diagnostics;

import io.galvan.charger.block.Identity;
import io.galvan.charger.file.FileService;
import io.galvan.contract.diagnostics.Uploads.Arrival;
import io.galvan.contract.diagnostics.Uploads.NewUpload;
import io.galvan.contract.diagnostics.Uploads.OpenedUpload;
import io.galvan.contract.diagnostics.Uploads.ReceivedUpload;
import io.galvan.contract.diagnostics.Uploads.Upload;
import io.galvan.contract.diagnostics.Uploads.UploadKey;
import io.galvan.contract.diagnostics.Uploads.UploadOfCommand;
import io.galvan.contract.diagnostics.Uploads.UploadPage;
import io.galvan.contract.diagnostics.Uploads.UploadQuery;
import io.galvan.contract.diagnostics.Uploads.UploadState;
import io.galvan.contract.diagnostics.Uploads.Welcome;
import io.galvan.contract.diagnostics.Uploads.WelcomeOutcome;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uploads of diagnostics and logs to us: each is made before its command, with a secret in its URL
 * of which only the hash is kept.
 */
final class UploadService {
  private static final int SECRET_BYTES = 32;
  private static final int URL_LENGTH = 400;
  private static final int NAME_LENGTH = 255;

  /** Who uploads is known by the secret alone, but a password needs a name before it. */
  private static final String USER = "upload";

  private static final int AT_ONCE = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final UploadStore store;
  private final FileService files;

  UploadService(Platform platform, Pool pool, Writer writer, UploadStore store, FileService files) {
    this.settings = platform.settings();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.files = files;
  }

  /** Answers {@code upload.open}. */
  Future<OpenedUpload> open(NewUpload request) {
    if (request.publicUrl().length() > URL_LENGTH) {
      throw GalvanException.invalid(
          "publicUrl", "the URL of this system may have " + URL_LENGTH + " characters");
    }
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return writer
        .write(
            unit ->
                store
                    .nextNumber(unit.sql())
                    .compose(
                        id ->
                            store
                                .open(
                                    unit.sql(),
                                    id,
                                    request.chargerId(),
                                    request.kind(),
                                    url(request, id, "***"),
                                    hash(secret),
                                    unit.now(),
                                    unit.now().plus(settings.uploadExpiry()))
                                .compose(
                                    known ->
                                        known
                                            ? Future.succeededFuture(id)
                                            : Future.failedFuture(
                                                Identity.unknown(request.chargerId())))))
        .compose(
            id ->
                get(new UploadKey(id))
                    .map(upload -> new OpenedUpload(upload, url(request, id, secret))));
  }

  /** Chargers put their file's name behind it, with a slash of their own or without. */
  private static String url(NewUpload request, int id, String secret) {
    String base = request.publicUrl();
    return request.userInfo()
        ? base.replaceFirst("://", "://" + USER + ":" + secret + "@") + "/uploads/" + id + "/"
        : base + "/uploads/" + id + "-" + secret + "/";
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers {@code upload.get}. */
  Future<Upload> get(UploadKey key) {
    return store.get(pool, key.id()).compose(UploadService::found);
  }

  /** Answers {@code upload.of-command}. */
  Future<Upload> get(UploadOfCommand key) {
    return store.get(pool, key.commandId()).compose(UploadService::found);
  }

  private static Future<Upload> found(@Nullable Upload upload) {
    return upload == null
        ? Future.failedFuture(GalvanException.notFound("the upload"))
        : Future.succeededFuture(upload);
  }

  /** Answers {@code upload.list}, newest first. */
  Future<UploadPage> list(UploadQuery query) {
    return store
        .list(pool, query.chargerId(), query.limit(), Cursor.decode(query.cursor(), "upload"))
        .map(
            found -> {
              if (found.size() <= query.limit()) {
                return new UploadPage(found, null);
              }
              List<Upload> page = found.subList(0, query.limit());
              String last = Integer.toString(page.get(page.size() - 1).id());
              return new UploadPage(page, new Cursor("upload", last, last).encode());
            });
  }

  /** Answers {@code upload.admit}. What breaks off is not received and may come again. */
  Future<Welcome> admit(Arrival arrival) {
    return writer.write(
        unit ->
            store
                .hold(unit.sql(), arrival.id())
                .compose(
                    upload -> {
                      WelcomeOutcome outcome = outcome(upload, arrival, unit.now());
                      Welcome welcome = new Welcome(outcome);
                      boolean moves =
                          outcome == WelcomeOutcome.Open
                              && upload != null
                              && upload.state().mayBecome(UploadState.Uploading);
                      return moves
                          ? store.move(unit.sql(), arrival.id(), UploadState.Uploading).map(welcome)
                          : Future.succeededFuture(welcome);
                    }));
  }

  private static WelcomeOutcome outcome(
      UploadStore.@Nullable Held upload, Arrival arrival, Instant now) {
    byte[] known = upload == null ? null : upload.secretHash();
    if (upload == null || known == null || !MessageDigest.isEqual(known, hash(arrival.secret()))) {
      return WelcomeOutcome.Unknown;
    }
    if (upload.fileId() != null) {
      return WelcomeOutcome.Used;
    }
    boolean over =
        upload.state() == UploadState.Refused
            || upload.state() == UploadState.Expired
            || !now.isBefore(upload.expiresAt());
    return over ? WelcomeOutcome.Over : WelcomeOutcome.Open;
  }

  /** Answers {@code upload.received}. */
  Future<Upload> received(ReceivedUpload received) {
    return writer
        .write(
            unit ->
                store
                    .hold(unit.sql(), received.id())
                    .compose(
                        upload -> {
                          if (upload == null) {
                            return Future.failedFuture(GalvanException.notFound("the upload"));
                          }
                          return upload.state().mayBecome(UploadState.Uploaded)
                                  && upload.fileId() == null
                              ? store(unit, upload, received)
                              : Future.failedFuture(
                                  new GalvanException(Fault.CONFLICT, "the upload is over", null));
                        }))
        .compose(ok -> get(new UploadKey(received.id())));
  }

  private Future<Done> store(UnitOfWork unit, UploadStore.Held upload, ReceivedUpload received) {
    unit.emit(
        upload.chargerId(),
        new ChargerUpdated(ChargerChange.Diagnostics, UploadState.Uploaded.name()));
    return files
        .complete(unit, received.content())
        .compose(
            ok ->
                store.received(
                    unit.sql(),
                    upload.id(),
                    received.content().fileId(),
                    Sql.text(received.fileName(), NAME_LENGTH),
                    unit.now()))
        .map(Done.DONE);
  }

  /** Ends what never came. */
  Future<?> expire() {
    return writer.write(unit -> store.expire(unit.sql(), unit.now(), AT_ONCE).map(Done.DONE));
  }

  /** Uploads live as long as the messages that tell of them. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store
                .deleteOld(unit.sql(), unit.now().minus(settings.messageLogRetention()), AT_ONCE)
                .map(Done.DONE));
  }
}
