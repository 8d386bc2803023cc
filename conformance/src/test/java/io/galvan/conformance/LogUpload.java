package io.galvan.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A station that uploads a log as OCPP has it: credentials of the URL only when asked for. */
public final class LogUpload {
  private LogUpload() {}

  /** Uploads over plain HTTP; gives the status of each try. */
  public static List<Integer> post(String url, String content) {
    return post(HttpClient.newHttpClient(), URI.create(url), content);
  }

  /** Uploads over TLS, verifying the server. */
  public static List<Integer> post(String url, String content, List<X509Certificate> roots) {
    HttpClient client = HttpClient.newBuilder().sslContext(Tls.context(roots, null)).build();
    return post(client, URI.create(url), content);
  }

  private static List<Integer> post(HttpClient client, URI url, String content) {
    String userInfo = url.getUserInfo();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    userInfo == null ? "" + url : url.toString().replace(userInfo + "@", "")))
            .timeout(Duration.ofSeconds(Line.PATIENCE_S))
            .POST(BodyPublishers.ofString(content));
    List<Integer> statuses = new ArrayList<>();
    statuses.add(send(client, request));
    if (statuses.get(0) == 401 && userInfo != null) {
      byte[] credentials = userInfo.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
      statuses.add(send(client, request));
    }
    return statuses;
  }

  private static int send(HttpClient client, HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the log could not be uploaded", e);
    }
  }
}
