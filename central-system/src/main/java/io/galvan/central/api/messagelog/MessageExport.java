package io.galvan.central.api.messagelog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.messagelog.MessageLogs.LogPage;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A message log as a file of JSON lines, oldest first. A page is read when the one before has left
 * for the reader, so no more than one is ever held; a reader that takes nothing is cut off.
 */
final class MessageExport {
  static final int PAGE = 50;
  private static final long PATIENCE_S = 60;

  /** One line. A frame that is JSON is written as such, else as the text it was. */
  record Line(
      Instant at,
      MessageLogs.Caller caller,
      @Nullable String messageId,
      @Nullable String action,
      Object request,
      @Nullable Object response,
      @Nullable String errorCode,
      @Nullable Long durationUs,
      @Nullable Object deviations,
      @Nullable OcppVersion ocppVersion) {
    static Line of(LogEntry entry) {
      return new Line(
          entry.at(),
          entry.caller(),
          entry.messageId(),
          entry.action(),
          json(entry.request()),
          entry.response() == null ? null : json(entry.response()),
          entry.errorCode(),
          entry.durationUs(),
          entry.deviations() == null ? null : json(entry.deviations()),
          entry.ocppVersion());
    }

    private static Object json(String text) {
      try {
        JsonNode json = Mapper.JSON.readTree(text);
        return json.isArray() ? json : text;
      } catch (JsonProcessingException e) {
        return text;
      }
    }
  }

  private final Bus bus;
  private final HttpServerResponse response;
  private final String chargerId;
  private final LogQuery first;
  private final Promise<Void> done = Promise.promise();

  MessageExport(Bus bus, HttpServerResponse response, String chargerId, LogQuery first) {
    this.bus = bus;
    this.response = response;
    this.chargerId = chargerId;
    this.first = first;
  }

  /**
   * Completes when the file has ended. Fails only while nothing is written yet; later a broken
   * connection is the only way to say that the file is not whole.
   */
  Future<Void> run() {
    bus.request(MessageLogs.READ, first)
        .onSuccess(
            page -> {
              String name = "messages-" + chargerId + ".ndjson";
              response
                  .setChunked(true)
                  .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                  .putHeader(
                      "Content-Disposition",
                      "attachment; filename=\""
                          + name.replaceAll("[^A-Za-z0-9._-]", "_")
                          + "\"; filename*=UTF-8''"
                          + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
              write(page);
            })
        .onFailure(done::fail);
    return done.future();
  }

  private void write(LogPage page) {
    Buffer lines = Buffer.buffer();
    for (LogEntry entry : page.items()) {
      lines.appendString(Mapper.write(Line.of(entry))).appendString("\n");
    }
    String next = page.next();
    if (next == null) {
      response.end(lines).onComplete(ended -> done.tryComplete());
      return;
    }
    response
        .write(lines)
        .timeout(PATIENCE_S, TimeUnit.SECONDS)
        .compose(ok -> bus.request(MessageLogs.READ, after(next)))
        .onSuccess(this::write)
        .onFailure(
            failure -> {
              response.reset();
              done.tryComplete();
            });
  }

  private LogQuery after(String cursor) {
    return new LogQuery(
        first.chargerId(),
        first.action(),
        first.caller(),
        first.messageId(),
        first.errorsOnly(),
        first.error(),
        first.from(),
        first.to(),
        true,
        PAGE,
        cursor);
  }
}
