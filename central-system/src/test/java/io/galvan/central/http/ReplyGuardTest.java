package io.galvan.central.http;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every request ends, whatever becomes of its handler. */
class ReplyGuardTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void shouldRefuseWhenTheHandlerFailsBeforeItAnswers() {
    assertThat(status(request -> Future.failedFuture(new IllegalStateException("broken"))))
        .isEqualTo(500);
  }

  @Test
  void shouldRefuseWhenTheAnswerThrowsWhereNobodyListens() {
    assertThat(
            status(
                request ->
                    vertx
                        .timer(1)
                        .onSuccess(
                            ok -> {
                              throw new IllegalStateException("while the answer is made");
                            })))
        .isEqualTo(500);
  }

  @Test
  void shouldCloseTheConnectionWhenTheAnswerHasBegun() {
    assertThatThrownBy(
            () ->
                ask(
                    request -> {
                      request.response().setChunked(true).write("half of the answer");
                      return Future.failedFuture(new IllegalStateException("then it broke"));
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldLeaveAnAnswerAsItIs() {
    assertThat(status(request -> request.response().setStatusCode(202).end())).isEqualTo(202);
  }

  private int status(Function<HttpServerRequest, Future<?>> handler) {
    try {
      return ask(handler).statusCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> ask(Function<HttpServerRequest, Future<?>> handler)
      throws IOException {
    int port =
        await(
                vertx
                    .createHttpServer()
                    .requestHandler(
                        request ->
                            ReplyGuard.watch(
                                request,
                                handler.apply(request),
                                failure -> request.response().setStatusCode(500).end()))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).timeout(SOON).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
