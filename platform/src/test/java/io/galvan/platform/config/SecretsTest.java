package io.galvan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path folder;

  @Test
  void shouldReadSecretsFromFiles() throws IOException {
    Path url = Files.writeString(folder.resolve("url"), "postgresql://me:p@ss@host/db\n");
    Path broker = Files.writeString(folder.resolve("broker"), "mqtt://me:p@host:1883");
    Path secret = Files.writeString(folder.resolve("secret"), "x".repeat(32) + "\n");
    Settings settings =
        Settings.from(
            Map.of(
                "GALVAN_DB_URL_FILE", url.toString(),
                "GALVAN_MQTT_BROKER_FILE", broker.toString(),
                "GALVAN_CLUSTER_SECRET_FILE", secret.toString()));
    assertThat(settings.databaseUrl()).isNotNull();
    assertThat(settings.databaseUrl().password()).isEqualTo("p@ss");
    assertThat(settings.mqtt().broker()).isNotNull();
    assertThat(settings.mqttPort()).isEqualTo(-1);
    assertThat(settings.cluster().secret()).isEqualTo("x".repeat(32));
    assertThat(settings.toString()).doesNotContain("p@ss").doesNotContain("xxx");
  }

  @Test
  void shouldNameTheVariableWhoseFileIsOfNoUse() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    for (Path file : new Path[] {empty, folder.resolve("none"), folder}) {
      assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_SMTP_URL_FILE", file.toString())))
          .hasMessageContaining("GALVAN_SMTP_URL_FILE")
          .hasMessageContaining(file.toString());
    }
    assertThatThrownBy(
            () ->
                Settings.from(
                    Map.of(
                        "GALVAN_DB_URL_FILE",
                        empty.toString(),
                        "GALVAN_DB_URL",
                        "postgresql://me:secret@host/db")))
        .hasMessage("GALVAN_DB_URL_FILE and GALVAN_DB_URL exclude each other");
  }

  @Test
  void shouldRefuseAClusterSecretThatCanBeGuessedAndNotRepeatIt() {
    assertThat(Settings.from(Map.of()).cluster().secret()).isNull();
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_CLUSTER_SECRET", "x".repeat(31))))
        .hasMessage("GALVAN_CLUSTER_SECRET must have 32 bytes or more");
  }
}
