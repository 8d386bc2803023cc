package io.galvan.central.files;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** The end of a request whose body was not read to its end. */
public final class Farewell {
  private static final long PATIENCE_MS = 5_000;

  private Farewell() {}

  /**
   * Reads what is still sent to nowhere, so that the sender hears the answer; who goes on sending
   * loses the connection.
   */
  public static void say(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long farewell = vertx.setTimer(PATIENCE_MS, id -> request.connection().close());
    request
        .handler(ignored -> {})
        .exceptionHandler(failure -> vertx.cancelTimer(farewell))
        .endHandler(end -> vertx.cancelTimer(farewell))
        .resume();
  }
}
