package io.galvan.simulator.station;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Fetches firmware and sends logs over HTTP, as a station with no other protocol does. */
public final class FileTransfer {
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int IDLE_TIMEOUT_S = 60;
  private static final int UNAUTHORIZED = 401;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** What came, with the hashes that firmware is known by. */
  public record Fetched(long bytes, String sha256, String md5) {}

  private final HttpClient client;

  /** Made on the station's context, with which the client is closed. */
  public FileTransfer(Vertx vertx) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeout(IDLE_TIMEOUT_S));
  }

  /** Reads the file to its end and keeps nothing of it but its size and hash. */
  public Future<Fetched> fetch(String location) {
    return request(HttpMethod.GET, location)
        .compose(options -> client.request(options))
        .compose(request -> request.send().compose(FileTransfer::read));
  }

  private static Future<Fetched> read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture("HTTP status " + response.statusCode());
    }
    MessageDigest digest = digest("SHA-256");
    MessageDigest md5 = digest("MD5");
    long[] bytes = new long[1];
    Promise<Fetched> read = Promise.promise();
    response
        .handler(
            buffer -> {
              bytes[0] += buffer.length();
              digest.update(buffer.getBytes());
              md5.update(buffer.getBytes());
            })
        .exceptionHandler(read::tryFail)
        .endHandler(
            end ->
                read.tryComplete(
                    new Fetched(
                        bytes[0],
                        HexFormat.of().formatHex(digest.digest()),
                        HexFormat.of().formatHex(md5.digest()))));
    return read.future();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Puts the content to the location; below it, by its name, when that is a folder. A user name and
   * password in the location are shown when they are asked for.
   */
  public Future<Void> send(String location, String fileName, String content) {
    return request(HttpMethod.PUT, location.endsWith("/") ? location + fileName : location)
        .compose(
            options -> {
              String credentials = URI.create(location).getUserInfo();
              return put(options, content)
                  .compose(
                      response ->
                          response.statusCode() == UNAUTHORIZED && credentials != null
                              ? put(withCredentials(options, credentials), content)
                              : Future.succeededFuture(response));
            })
        .compose(
            response ->
                response.statusCode() / 100 == 2
                    ? Future.<Void>succeededFuture()
                    : Future.failedFuture("HTTP status " + response.statusCode()));
  }

  private Future<HttpClientResponse> put(RequestOptions options, String content) {
    return client.request(options).compose(request -> request.send(Buffer.buffer(content)));
  }

  private static RequestOptions withCredentials(RequestOptions options, String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return new RequestOptions(options)
        .putHeader(HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private static Future<RequestOptions> request(HttpMethod method, String location) {
    try {
      String scheme = URI.create(location).getScheme();
      if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
        return Future.failedFuture("only http and https are spoken");
      }
      return Future.succeededFuture(
          new RequestOptions().setMethod(method).setAbsoluteURI(location));
    } catch (RuntimeException noUrl) {
      return Future.failedFuture("no URL");
    }
  }
}
