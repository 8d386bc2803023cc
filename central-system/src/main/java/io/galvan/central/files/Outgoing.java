package io.galvan.central.files;

import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.ChunkKey;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one stored file, or the part of it that is asked for. A piece is fetched when the one
 * before has gone out.
 */
public final class Outgoing {
  private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

  /** A piece in the time that may be is 1 KB a second, the least that a transfer must make. */
  private static final int PIECE_BYTES = 64 * 1024;

  private static final long PATIENCE_S = 64;

  /**
   * @param sha256 names the content, as its ETag
   */
  public record StoredFile(String fileId, String name, long size, String sha256) {}

  private final Bus bus;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final StoredFile file;

  public Outgoing(Bus bus, HttpServerRequest request, StoredFile file) {
    this.bus = bus;
    this.request = request;
    this.response = request.response();
    this.file = file;
  }

  /** Answers the request; a transfer that breaks off is the receiver's to resume. */
  public Future<?> send() {
    String tag = "\"" + file.sha256() + "\"";
    response
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-transform");
    if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return response.setStatusCode(304).end();
    }
    String condition = request.getHeader("If-Range");
    ByteRange range =
        condition == null || condition.equals(tag)
            ? ByteRange.parse(request.getHeader("Range"), file.size()).orElse(null)
            : null;
    if (range != null && !range.satisfiable()) {
      return response
          .setStatusCode(416)
          .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size())
          .end();
    }
    ByteRange part = range == null ? ByteRange.whole(file.size()) : range;
    if (range != null) {
      response
          .setStatusCode(206)
          .putHeader(
              HttpHeaders.CONTENT_RANGE,
              "bytes " + part.first() + "-" + part.last() + "/" + file.size());
    }
    describe(part);
    if (request.method() == HttpMethod.HEAD || part.length() == 0) {
      return response.end();
    }
    return sendFrom(part.first(), part.last())
        .onFailure(
            failure -> {
              // The length is promised already, so a broken connection is the only way to say so.
              LOG.info("file {} broke off: {}", file.fileId(), failure.getMessage());
              request.connection().close();
            })
        .otherwiseEmpty();
  }

  private void describe(ByteRange part) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()))
        .putHeader("Content-Disposition", disposition(file.name()))
        .putHeader("X-Content-Type-Options", "nosniff");
    if (request.headers().contains(HttpHeaders.ACCEPT_ENCODING)) {
      // Compressed, neither length nor range would be true.
      response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }
  }

  /** For saving, never for showing; the name in plain letters and as it is (RFC 6266). */
  static String disposition(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> plain.append(c >= 0x20 && c < 0x7F && "\"\\%;".indexOf(c) < 0 ? (char) c : '_'));
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\""
        + plain
        + "\"; filename*=UTF-8''"
        + encoded.replace("*", "%2A");
  }

  private Future<Void> sendFrom(long first, long last) {
    int number = Math.toIntExact(first / Files.CHUNK_BYTES);
    int offset = Math.toIntExact(first % Files.CHUNK_BYTES);
    return bus.request(Files.READ, new ChunkKey(file.fileId(), number))
        .compose(
            chunk -> {
              int end = (int) Math.min(chunk.bytes().length, last - first + 1 + offset);
              return write(Buffer.buffer(chunk.bytes()).slice(offset, end))
                  .compose(
                      ok -> {
                        long next = first + (end - offset);
                        return next > last ? response.end() : sendFrom(next, last);
                      });
            });
  }

  private Future<Void> write(Buffer rest) {
    int length = Math.min(PIECE_BYTES, rest.length());
    Future<Void> written =
        response.write(rest.slice(0, length)).timeout(PATIENCE_S, TimeUnit.SECONDS);
    return length == rest.length()
        ? written
        : written.compose(ok -> write(rest.slice(length, rest.length())));
  }
}
