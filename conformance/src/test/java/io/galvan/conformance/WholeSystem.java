package io.galvan.conformance;

import io.galvan.app.Running;
import io.galvan.app.Startup;
import io.galvan.central.testing.Mosquitto;
import io.galvan.platform.testing.TestPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The system under test, started once as a user starts it. All that a case learns of it is what it
 * prints for its user.
 */
final class WholeSystem implements AutoCloseable {
  /** The name in the server's certificates. */
  static final String TLS_HOST = "localhost";

  private final Running running;
  private final String said;
  private final int tlsPort;
  private final @Nullable Mosquitto broker;
  private final Operator operator;

  private WholeSystem(Running running, String said, int tlsPort, @Nullable Mosquitto broker) {
    this.running = running;
    this.broker = broker;
    this.said = said;
    this.tlsPort = tlsPort;
    this.operator = Operator.signIn(site(), said("Sign in as +(\\S+)"), said("password +(\\S+)"));
  }

  static WholeSystem start() {
    StringWriter out = new StringWriter();
    int tlsPort = freePort();
    Mosquitto broker = Mosquitto.isInstalled() ? Mosquitto.start() : null;
    Map<String, String> settings = new HashMap<>();
    settings.put("GALVAN_TLS", "auto");
    settings.put("GALVAN_PUBLIC_HOST", TLS_HOST);
    settings.put("GALVAN_OCPP_TLS_PORT", "" + tlsPort);
    if (broker != null) {
      settings.put("GALVAN_MQTT_BROKER", broker.url());
    }
    try {
      Running running =
          Startup.start(
              TestPlatform.settings(TestPlatform.newDatabaseUrl(), settings),
              new Startup.Options(false, false, null),
              new PrintWriter(out));
      return new WholeSystem(running, out.toString(), tlsPort, broker);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Operator operator() {
    return operator;
  }

  /** Where a station with this identity connects. */
  URI webSocket(String id) {
    return URI.create(
        said("(ws://\\S+)/\\{identity}").replace("localhost", "127.0.0.1") + "/" + id);
  }

  /** The same over TLS. */
  URI secureWebSocket(String id) {
    return URI.create("wss://" + TLS_HOST + ":" + tlsPort + "/ocpp/" + id);
  }

  int tlsPort() {
    return tlsPort;
  }

  int mqttPort() {
    return Integer.parseInt(said("mqtt://localhost:(\\d+)"));
  }

  /** Where the external broker listens; the case is skipped where there is none. */
  int brokerPort() {
    return Mosquitto.orSkip(broker).port();
  }

  private String site() {
    return said("Dashboard +(http://\\S+)").replace("localhost", "127.0.0.1");
  }

  private String said(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(said);
    if (!matcher.find()) {
      throw new AssertionError("the program did not say " + pattern + ":\n" + said);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    running.close();
    if (broker != null) {
      broker.close();
    }
  }
}
