package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.load.LoadPlan;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the central system is. */
final class Endpoint {
  static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  private static final int DEFAULT_WS_PORT = 80;
  private static final int DEFAULT_WSS_PORT = 443;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "WebSocket endpoint without the identity (default: ${DEFAULT-VALUE}).",
      defaultValue = "ws://127.0.0.1:9000/ocpp")
  private String url = "";

  @Option(
      names = "--mqtt",
      paramLabel = "HOST:PORT",
      description = "MQTT listener (default: ${DEFAULT-VALUE}).",
      defaultValue = "127.0.0.1:1883")
  private String mqtt = "";

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "Password of every station; none if not given.")
  private @Nullable String password;

  @Option(
      names = "--wait",
      converter = Durations.class,
      description =
          "How long to wait for the central system to be there and to accept stations (default:"
              + " 10s, of fleets 60s).")
  private @Nullable Duration wait;

  /** How long to wait for the central system. */
  Duration waitOr(Duration usual) {
    return wait == null ? usual : wait;
  }

  /** Waits until the central system listens. */
  void awaitListener(boolean overMqtt) throws InterruptedException {
    Duration longest = waitOr(USUAL_WAIT);
    if (overMqtt) {
      Reach.await(mqttHost(), mqttPort(), longest);
    } else {
      URI uri = URI.create(url());
      int usual = "wss".equals(uri.getScheme()) ? DEFAULT_WSS_PORT : DEFAULT_WS_PORT;
      Reach.await(uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort(), longest);
    }
  }

  String url() {
    URI uri = URI.create(url);
    if (uri.getHost() == null || !(url.startsWith("ws://") || url.startsWith("wss://"))) {
      throw new IllegalArgumentException("--url must be like ws://host:9000/ocpp, not " + url);
    }
    return url;
  }

  String mqttHost() {
    return mqttParts()[0];
  }

  int mqttPort() {
    try {
      return Integer.parseInt(mqttParts()[1]);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException("--mqtt must be HOST:PORT, not " + mqtt, noNumber);
    }
  }

  private String[] mqttParts() {
    int colon = mqtt.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("--mqtt must be HOST:PORT, not " + mqtt);
    }
    return new String[] {mqtt.substring(0, colon), mqtt.substring(colon + 1)};
  }

  @Nullable String password() {
    return password;
  }

  /** What a load connects to; it does not speak TLS. */
  LoadPlan.Target target(boolean overMqtt) {
    if (overMqtt) {
      return new LoadPlan.Target.Mqtt(mqttHost(), mqttPort());
    }
    URI uri = URI.create(url());
    if (!"ws".equals(uri.getScheme())) {
      throw new IllegalArgumentException("a load goes to ws:// only");
    }
    String path =
        uri.getPath().endsWith("/")
            ? uri.getPath().substring(0, uri.getPath().length() - 1)
            : uri.getPath();
    return new LoadPlan.Target.WebSocket(
        uri.getHost(), uri.getPort() < 0 ? DEFAULT_WS_PORT : uri.getPort(), path);
  }

  /** Whether a host is this machine. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new CouldNotRun("there is no host " + host);
    }
  }
}
