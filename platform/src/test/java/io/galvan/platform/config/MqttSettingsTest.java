package io.galvan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.error.GalvanException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttSettingsTest {
  @Test
  void shouldReadTheBrokerAndNeverShowItsPassword() {
    Settings settings =
        Settings.from(Map.of("GALVAN_MQTT_BROKER", "mqtts://galvan:p%3A%40+w@broker.example"));
    assertThat(settings.mqtt().broker())
        .isEqualTo(new Broker("broker.example", 8883, true, "galvan", "p:@+w", null));
    assertThat(settings.toString()).contains("mqtts://broker.example:8883").doesNotContain("p:@");
    assertThat(settings.mqttPort()).as("the listener is off beside a broker").isEqualTo(-1);
    assertThat(Settings.from(Map.of()).mqttPort()).isEqualTo(1883);
    assertThat(
            Settings.from(
                    Map.of("GALVAN_MQTT_BROKER", "mqtt://127.0.0.1", "GALVAN_MQTT_PORT", "1884"))
                .mqttPort())
        .isEqualTo(1884);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host", "mqtt:", "host:1883", "mqtt://user:pa ss@host"})
  void shouldRefuseWhatIsNoBrokerWithoutRepeatingIt(String value) {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MQTT_BROKER", value)))
        .isInstanceOfSatisfying(
            GalvanException.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("GALVAN_MQTT_BROKER");
              assertThat(refused.message()).doesNotContain("pa ss");
            });
  }

  @Test
  void shouldRefuseAPrefixThatIsNoLevelOfATopic() {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MQTT_EVENTS_PREFIX", "a/#")))
        .isInstanceOf(GalvanException.class);
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MQTT_EVENTS", "perhaps")))
        .isInstanceOf(GalvanException.class);
  }
}
