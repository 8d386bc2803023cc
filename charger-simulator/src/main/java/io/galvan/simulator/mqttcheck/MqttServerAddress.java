package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.transport.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and who a client is there.
 *
 * @param secure whether it speaks TLS
 * @param user null signs in without a name
 * @param password null signs in without one
 */
public record MqttServerAddress(
    NetClient client,
    String host,
    int port,
    boolean secure,
    @Nullable String user,
    @Nullable String password) {
  private static final int PORT = 1883;
  private static final int TLS_PORT = 8883;
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /**
   * Reads {@code mqtt://user:password@host:1883} or {@code mqtts://…}.
   *
   * @param tls whom to trust and what to show over TLS
   */
  public static MqttServerAddress of(Vertx vertx, String url, TlsFiles tls) {
    URI uri = parsed(url);
    boolean secure = "mqtts".equals(uri.getScheme());
    NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS);
    if (secure) {
      options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      tls.configure(options);
    }
    String[] login =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    int usual = secure ? TLS_PORT : PORT;
    return new MqttServerAddress(
        vertx.createNetClient(options),
        uri.getHost(),
        uri.getPort() < 0 ? usual : uri.getPort(),
        secure,
        login.length > 0 ? decoded(login[0]) : null,
        login.length > 1 ? decoded(login[1]) : null);
  }

  private static URI parsed(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null
          && ("mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException broken) {
      // told below
    }
    // Not the whole text: there may be a password in it.
    throw new IllegalArgumentException(
        "the URL must be like mqtt://host:1883, mqtts://host:8883 or mqtt://user:password@host");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Host and port. */
  String where() {
    return host + ":" + port;
  }

  Future<NetSocketInternal> connect() {
    return client.connect(port, host).map(socket -> (NetSocketInternal) socket);
  }

  /** The same server as somebody else. */
  public MqttServerAddress as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new MqttServerAddress(client, host, port, secure, otherUser, otherPassword);
  }

  @Override
  public String toString() {
    return where();
  }
}
