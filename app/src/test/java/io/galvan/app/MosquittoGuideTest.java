package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.platform.testing.FreePort;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mosquitto that is set up as docs/guides/mqtt-broker.md says, with passwords and TLS. */
class MosquittoGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "guides", "mqtt-broker.md");
  private static final Pattern BLOCK = Pattern.compile("```conf\n([^`]{1,5000})```");
  private static final String PASSWORD = "a-password-of-16+";

  private static final String BOOT =
      "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]";

  private final Vertx vertx = Vertx.vertx();
  private final SelfSignedCertificate server = SelfSignedCertificate.create("localhost");
  private final int stationsPort = FreePort.next();
  private final int galvansPort = FreePort.next();
  @TempDir Path folder;
  private List<String> blocks;

  @BeforeEach
  void write() throws IOException {
    Mosquitto.orSkip(Mosquitto.isInstalled() ? true : null);
    blocks = BLOCK.matcher(Files.readString(GUIDE)).results().map(found -> found.group(1)).toList();
    for (String user : List.of("galvan", "CP-1", "CP-2")) {
      Path users = folder.resolve("users");
      if (!Files.exists(users)) {
        Files.createFile(users);
      }
      Mosquitto.user(users, user, PASSWORD);
    }
    Files.copy(Path.of(server.certificatePath()), folder.resolve("server.pem"));
    Files.copy(Path.of(server.privateKeyPath()), folder.resolve("server.key"));
    Files.writeString(folder.resolve("galvan.acl"), blocks.get(1));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
    server.delete();
  }

  /** The guide's settings, on ports and in a folder of the test. */
  private Mosquitto mosquitto() throws IOException {
    String settings =
        blocks
            .get(0)
            .replace("/etc/mosquitto/", folder + "/")
            .replace("listener 8883", "listener " + stationsPort + " 127.0.0.1")
            .replace("listener 8884", "listener " + galvansPort + " 127.0.0.1");
    assertThat(settings).contains(" " + stationsPort + " ").contains(" " + galvansPort + " ");
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        settings + "\nuser root\npersistence_location " + folder + "/\n");
    return Mosquitto.in(folder, galvansPort);
  }

  private RunningSystem system() {
    RunningSystem system =
        RunningSystem.start(
            Map.of(
                "GALVAN_MQTT_BROKER",
                "mqtts://galvan:" + PASSWORD + "@localhost:" + galvansPort,
                "GALVAN_MQTT_BROKER_CA",
                server.certificatePath(),
                "GALVAN_MQTT_PORT",
                "-1",
                "GALVAN_UNKNOWN_CHARGERS",
                "accept"));
    system.awaitBroker();
    return system;
  }

  /** A station whose topics are those of an identity, and who signs in as somebody. */
  private RawStation station(String id, String user) {
    MqttClientOptions how = new MqttClientOptions();
    how.setUsername(user).setPassword(PASSWORD).setSsl(true).setTrustAll(true);
    how.setHostnameVerificationAlgorithm("");
    return await(RawStation.mqtt(vertx, how, stationsPort, id, null));
  }

  @Test
  void shouldLetNoStationActAsAnother() throws Exception {
    try (Mosquitto mosquitto = mosquitto();
        RunningSystem system = system()) {
      RawStation station = station("CP-1", "CP-1");
      assertThat(station.ask(BOOT)).startsWith("[3,\"1\"");
      RawStation other = station("CP-2", "CP-2");
      assertThat(other.ask(BOOT)).startsWith("[3,\"1\"");

      // It says that it is CP-1, by its client id and its topics.
      RawStation liar = station("CP-1", "CP-2");
      liar.send("[2,\"lie\",\"DataTransfer\",{\"vendorId\":\"V\"}]");
      ((MqttStation) liar)
          .client.publish(
              "ocpp/1.6/CP-1/status", Buffer.buffer("offline"), MqttQoS.AT_LEAST_ONCE, false, true);
      assertThat(station.ask("[2,\"2\",\"Heartbeat\",{}]")).startsWith("[3,\"2\"");
      assertThat(station.closed()).as("CP-1 was not thrown out").isNotDone();
      assertThat(liar.received()).as("what CP-1 is told").isEmpty();
      await()
          .untilAsserted(
              () ->
                  assertThat(system.api.send("GET", "/chargers/CP-1/messages/export", null).text())
                      .contains("Heartbeat")
                      .doesNotContain("DataTransfer"));
      assertThat(other.closed())
          .as("its own name is taken from it")
          .succeedsWithin(5, TimeUnit.SECONDS);
      assertThatThrownBy(() -> station("CP-3", "CP-3")).hasMessageContaining("NOT_AUTHORIZED");
    }
  }
}
