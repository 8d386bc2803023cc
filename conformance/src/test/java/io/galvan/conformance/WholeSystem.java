package io.galvan.conformance;

import io.galvan.app.Running;
import io.galvan.app.Startup;
import io.galvan.central.testing.Mosquitto;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.TestPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The system under test, started once as a user starts it. All that a case learns of it is what it
 * prints for its user.
 */
public final class WholeSystem implements AutoCloseable {
  /** The name in the server's certificates. */
  public static final String TLS_HOST = "localhost";

  /** The clock of the cases; the system, as a user starts it, has the machine's as well. */
  public static final Clock CLOCK = Clock.systemUTC();

  private static final Authority STATION_AUTHORITY = Authority.make("Stations", CLOCK);

  private final Running running;
  private final String said;
  private final int tlsPort;
  private final @Nullable Mosquitto broker;
  private final ContractProvider provider;
  private final Operator operator;

  private WholeSystem(
      Running running,
      String said,
      int tlsPort,
      @Nullable Mosquitto broker,
      ContractProvider provider) {
    this.running = running;
    this.broker = broker;
    this.provider = provider;
    this.said = said;
    this.tlsPort = tlsPort;
    this.operator = Operator.signIn(site(), said("Sign in as +(\\S+)"), password());
  }

  public static WholeSystem start() {
    StringWriter out = new StringWriter();
    int tlsPort = FreePort.next();
    Mosquitto broker = Mosquitto.isInstalled() ? Mosquitto.start() : null;
    Map<String, String> settings = new HashMap<>();
    settings.put("GALVAN_DATA_DIR", folder().toString());
    settings.put("GALVAN_TLS", "auto");
    // The cases of the server's certificate ask for the suites TLS_RSA_*.
    settings.put("GALVAN_TLS_RSA_KEY_EXCHANGE", "true");
    // No case is about it, and some forbid it.
    settings.put("GALVAN_TAKE_INVENTORY", "no");
    settings.put("GALVAN_TRIGGER_BOOT_AFTER", "0");
    // The responders of the cases are on this machine.
    settings.put("GALVAN_OCSP_PRIVATE_HOSTS", "yes");
    int apiPort = FreePort.next();
    settings.put("GALVAN_API_PORT", "" + apiPort);
    settings.put("GALVAN_PUBLIC_URL", "http://127.0.0.1:" + apiPort);
    ContractProvider provider = ContractProvider.start();
    settings.put("GALVAN_ISO15118_PROVIDER", provider.url());
    settings.put("GALVAN_PUBLIC_HOST", TLS_HOST);
    settings.put("GALVAN_OCPP_TLS_PORT", "" + tlsPort);
    settings.put("GALVAN_TLS_CLIENT_CA", file(STATION_AUTHORITY.pem()).toString());
    if (broker != null) {
      settings.put("GALVAN_MQTT_BROKER", broker.url());
    }
    try {
      Running running =
          Startup.start(
              TestPlatform.settings(TestPlatform.newDatabaseUrl(), settings),
              new Startup.Options(false, false, null),
              new PrintWriter(out));
      return new WholeSystem(running, out.toString(), tlsPort, broker, provider);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String password() {
    try {
      return Files.readString(Path.of(said("password in (.+)"))).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("galvan-conformance");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String text) {
    try {
      Path file = Files.createTempFile("galvan-conformance", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Operator operator() {
    return operator;
  }

  /** Where a station with this identity connects. */
  public URI webSocket(String id) {
    return URI.create(
        said("(ws://\\S+)/\\{identity}").replace("localhost", "127.0.0.1") + "/" + id);
  }

  /** The same over TLS. */
  public URI secureWebSocket(String id) {
    return URI.create("wss://" + TLS_HOST + ":" + tlsPort + "/ocpp/" + id);
  }

  public int tlsPort() {
    return tlsPort;
  }

  /** Of whose stations the operator said that they may come in. */
  public Authority stationAuthority() {
    return STATION_AUTHORITY;
  }

  public int mqttPort() {
    return Integer.parseInt(said("mqtt://localhost:(\\d+)"));
  }

  /** Where the external broker listens; the case is skipped where there is none. */
  public int brokerPort() {
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
    provider.close();
    if (broker != null) {
      broker.close();
    }
  }
}
