package io.galvan.simulator.cli;

import io.galvan.simulator.load.LoadPlan;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the central system is. */
final class Endpoint {
  private static final int DEFAULT_WS_PORT = 80;

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
      throw new IllegalArgumentException("there is no host " + host, unknown);
    }
  }
}
