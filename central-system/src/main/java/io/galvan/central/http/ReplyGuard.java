package io.galvan.central.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no request is left without an end. A handler may fail before it answers, throw
 * where nobody listens, or break off when half of the answer has gone out.
 */
public final class ReplyGuard {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyGuard.class);

  private ReplyGuard() {}

  /**
   * Watches the work behind one request, whose future is done when the answer has been given. When
   * there is none by then, {@code refuse} answers; when it has begun but not ended, the connection
   * is closed, which is the only way left to say that it is not whole.
   */
  public static <T> Future<T> watch(
      HttpServerRequest request, Future<T> work, Consumer<Throwable> refuse) {
    return work.onComplete(
        done -> {
          HttpServerResponse response = request.response();
          if (response.ended() || response.closed()) {
            return;
          }
          Throwable failure =
              done.failed()
                  ? done.cause()
                  : new IllegalStateException("the handler ended without an answer");
          if (!response.headWritten()) {
            try {
              refuse.accept(failure);
              return;
            } catch (RuntimeException e) {
              failure.addSuppressed(e);
            }
          }
          LOG.error("{} broke off while it was answered", request.method(), failure);
          cut(request);
        });
  }

  /** Ends what can no longer be answered in order. */
  public static void cut(HttpServerRequest request) {
    request.connection().close();
  }
}
