package io.galvan.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.ocpp.MqttTopics;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.error.GalvanException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttSettingsTest {
  @Test
  void shouldReadTheBrokerAndNeverShowItsPassword() {
    Settings settings =
        Settings.from(Map.of("GALVAN_MQTT_BROKER", "mqtts://galvan:p%3A%40+w@broker.example"));
    assertThat(settings.mqtt().broker())
        .isEqualTo(new Broker("broker.example", 8883, true, "galvan", "p:@+w", null, null));
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
  void shouldNameTheTopicsOfStationsAsTold() {
    assertThat(Settings.from(Map.of()).mqtt().topics()).isEqualTo(MqttTopics.USUAL);
    assertThat(
            Settings.from(
                    Map.of(
                        "GALVAN_MQTT_TOPIC_ROOT",
                        "acme/site-1/ocpp",
                        "GALVAN_MQTT_TOPIC_LEVELS",
                        "from, to, presence"))
                .mqtt()
                .topics())
        .isEqualTo(new MqttTopics("acme/site-1/ocpp", "from", "to", "presence"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GALVAN_MQTT_TOPIC_ROOT | /ocpp",
        "GALVAN_MQTT_TOPIC_ROOT | ocpp/+",
        "GALVAN_MQTT_TOPIC_ROOT | a/b/c/d/e/f/g/h",
        "GALVAN_MQTT_TOPIC_ROOT | galvan/ocpp",
        "GALVAN_MQTT_TOPIC_LEVELS | up,down",
        "GALVAN_MQTT_TOPIC_LEVELS | up,up,status",
        "GALVAN_MQTT_TOPIC_LEVELS | up,down,a/b",
      })
  void shouldRefuseTopicsThatCannotBe(String name, String value) {
    assertThatThrownBy(() -> Settings.from(Map.of(name, value)))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining(name);
  }

  @Test
  void shouldRefuseAPrefixThatIsNoLevelOfATopic() {
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MQTT_EVENTS_PREFIX", "a/#")))
        .isInstanceOf(GalvanException.class);
    assertThatThrownBy(() -> Settings.from(Map.of("GALVAN_MQTT_EVENTS", "perhaps")))
        .isInstanceOf(GalvanException.class);
  }
}
