package io.galvan.central.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The last answer on a connection: after it the connection is closed (RFC 9112, 9.6), whatever the
 * client wishes.
 */
public final class ClosingResponse {
  private static final String RETRY_AFTER_S = "60";

  private ClosingResponse() {}

  /** Answers with a line of text and closes. */
  public static void send(HttpServerRequest request, int status, String why) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(why + "\n")
        .onComplete(sent -> request.connection().close());
  }

  static void tooMany(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
    send(request, 429, "too many connections of this address");
  }
}
