package io.galvan.central.files;

import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.file.Files.FileKey;
import io.galvan.contract.file.Files.OpenFile;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Takes one body of unknown length into the file store. At most about a chunk is held; while one is
 * being stored the sender waits.
 */
public final class Incoming {
  private static final long LONGEST_SILENCE_MS = 30_000;

  /** The body is longer than files may be. */
  public static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong(long maxBytes) {
      super("a file may have " + maxBytes + " bytes", null, false, false);
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final long maxBytes;
  private final MessageDigest digest;
  private final Promise<Content> done = Promise.promise();
  private Buffer held = Buffer.buffer();
  private String fileId = "";
  private long size;
  private int number;
  private boolean over;
  private long silence = -1;

  /**
   * @param maxBytes the body is refused with {@link TooLong} when it turns out to be longer
   */
  public Incoming(Vertx vertx, Bus bus, long maxBytes) {
    this.vertx = vertx;
    this.bus = bus;
    this.maxBytes = maxBytes;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Stores the body, which must be paused. What was stored of one that fails is discarded; of one
   * that is whole the caller must make something.
   */
  public Future<Content> take(ReadStream<Buffer> body) {
    body.exceptionHandler(this::fail).endHandler(end -> end()).handler(buffer -> add(body, buffer));
    bus.request(Files.OPEN, new OpenFile())
        .onComplete(
            opened -> {
              fileId = opened.fileId();
              if (over) {
                discard();
              } else {
                listen();
                body.resume();
              }
            },
            this::fail);
    return done.future();
  }

  private void add(ReadStream<Buffer> body, Buffer buffer) {
    if (over) {
      return;
    }
    size += buffer.length();
    if (size > maxBytes) {
      fail(new TooLong(maxBytes));
      return;
    }
    held.appendBuffer(buffer);
    if (held.length() >= Files.CHUNK_BYTES) {
      body.pause();
      vertx.cancelTimer(silence);
      storeFull()
          .onComplete(
              stored -> {
                if (!over) {
                  listen();
                  body.resume();
                }
              },
              this::fail);
    } else {
      vertx.cancelTimer(silence);
      listen();
    }
  }

  private Future<Done> storeFull() {
    return held.length() < Files.CHUNK_BYTES
        ? Future.succeededFuture(Done.DONE)
        : store(Files.CHUNK_BYTES).compose(ok -> storeFull());
  }

  private Future<Done> store(int length) {
    byte[] bytes = held.getBytes(0, length);
    held = held.getBuffer(length, held.length());
    digest.update(bytes);
    return bus.request(Files.APPEND, new Chunk(fileId, number++, bytes));
  }

  private void end() {
    vertx.cancelTimer(silence);
    if (over) {
      return;
    }
    Future<Done> last =
        held.length() == 0 ? Future.succeededFuture(Done.DONE) : store(held.length());
    last.onComplete(
        stored -> {
          if (!over) {
            over = true;
            done.complete(new Content(fileId, size, HexFormat.of().formatHex(digest.digest())));
          }
        },
        this::fail);
  }

  private void listen() {
    silence =
        vertx.setTimer(
            LONGEST_SILENCE_MS,
            id -> fail(new GalvanException(Fault.TIMEOUT, "nothing came for 30 s")));
  }

  /** Gives up; for a sender that left without the body telling. */
  public void fail(Throwable failure) {
    vertx.cancelTimer(silence);
    if (over) {
      return;
    }
    over = true;
    held = Buffer.buffer();
    discard();
    done.fail(failure);
  }

  private void discard() {
    if (!fileId.isEmpty()) {
      // What cannot be discarded now is swept away later.
      bus.send(Files.DISCARD, new FileKey(fileId));
    }
  }
}
