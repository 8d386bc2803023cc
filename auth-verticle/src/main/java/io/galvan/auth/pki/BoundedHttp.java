package io.galvan.auth.pki;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks other people's servers: every answer is bounded in time and size, no redirection is
 * followed, and whatever goes wrong is an UNAVAILABLE fault that says what.
 */
final class BoundedHttp {
  private static final int CONNECT_MS = 3_000;
  private static final int MAX_CONNECTIONS = 8;
  private static final int MAX_WAITING = 500;
  private static final int MAX_URL = 2_000;

  private final HttpClient client;
  private final int answerMs;
  private final @Nullable PublicHosts hosts;

  /**
   * @param answerMs from the first attempt to connect to the last byte
   * @param hosts who may be asked, when strangers name whom to ask; null: anybody
   */
  BoundedHttp(Vertx vertx, int answerMs, @Nullable PublicHosts hosts) {
    this.answerMs = answerMs;
    this.hosts = hosts;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MS),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
  }

  /** The body of a 200. */
  Future<Buffer> get(String url, int maxBytes) {
    return ask(url, HttpMethod.GET, null, Buffer.buffer(), maxBytes);
  }

  /** The body of a 200. */
  Future<Buffer> post(String url, String contentType, Buffer body, int maxBytes) {
    return ask(url, HttpMethod.POST, contentType, body, maxBytes);
  }

  private Future<Buffer> ask(
      String url, HttpMethod method, @Nullable String contentType, Buffer body, int maxBytes) {
    if (!isHttp(url)) {
      return failed("the URL is not one of HTTP");
    }
    RequestOptions options =
        new RequestOptions().setAbsoluteURI(url).setMethod(method).setTimeout(answerMs);
    if (contentType != null) {
      options.putHeader("Content-Type", contentType);
    }
    return located(options)
        .compose(client::request)
        .compose(
            request ->
                (contentType == null ? request.send() : request.send(body))
                    .compose(response -> read(response, maxBytes)))
        .timeout(answerMs, TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failure instanceof GalvanException
                    ? Future.failedFuture(failure)
                    : failed("no answer: " + failure.getMessage()));
  }

  /** The request with the address that it goes to; name and certificate stay those of the URL. */
  private Future<RequestOptions> located(RequestOptions options) {
    PublicHosts hosts = this.hosts;
    return hosts == null
        ? Future.succeededFuture(options)
        : hosts
            .find(options.getHost())
            .map(
                address ->
                    options.setServer(
                        SocketAddress.inetSocketAddress(
                            new InetSocketAddress(address, options.getPort()))));
  }

  private static Future<Buffer> read(HttpClientResponse response, int most) {
    if (response.statusCode() != 200) {
      response.exceptionHandler(ignored -> {});
      response.request().reset();
      return failed("the answer has HTTP status " + response.statusCode());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(read));
    response.handler(
        part -> {
          if (read.length() + part.length() > most) {
            whole.tryFail(new GalvanException(Fault.UNAVAILABLE, "the answer is too long"));
            response.request().reset();
          } else {
            read.appendBuffer(part);
          }
        });
    return whole.future();
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = uri.getScheme();
      return url.length() <= MAX_URL
          && uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static <T> Future<T> failed(String reason) {
    return Future.failedFuture(new GalvanException(Fault.UNAVAILABLE, reason));
  }

  Future<Void> close() {
    PublicHosts hosts = this.hosts;
    return client
        .close()
        .transform(ignored -> hosts == null ? Future.succeededFuture() : hosts.close());
  }
}
