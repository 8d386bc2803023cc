package io.galvan.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.MqttTopics.Levels;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttTopicsTest {
  private static final MqttTopics OWN = new MqttTopics("acme/ocpp", "from", "to", "presence");

  @Test
  void shouldNameTopicsAsTold() {
    assertThat(MqttTopics.USUAL.name(OcppVersion.V2_0_1, "CP+1", Leaf.up))
        .isEqualTo("ocpp/2.0.1/CP%2B1/up");
    assertThat(OWN.name(OcppVersion.V1_6, "CP-1", Leaf.down)).isEqualTo("acme/ocpp/1.6/CP-1/to");
    assertThat(OWN.mirrored(OcppVersion.V2_1, "CP-1", Leaf.up))
        .isEqualTo("acme/ocpp-mirror/2.1/CP-1/from");
    assertThat(OWN.ofAllStations(Leaf.status)).isEqualTo("acme/ocpp/+/+/presence");
  }

  @Test
  void shouldReadTheLevelsBelowItsRoot() {
    assertThat(OWN.levels("acme/ocpp/1.6/CP-1/presence"))
        .contains(new Levels("1.6", "CP-1", Optional.of(Leaf.status)));
    assertThat(OWN.levels("acme/ocpp/9.9/CP-1/up"))
        .contains(new Levels("9.9", "CP-1", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocpp/1.6/CP-1/from",
        "acme/ocpp",
        "acme/ocpp/",
        "acme/ocpp/1.6/CP-1",
        "acme/ocpp/1.6/CP-1/from/x",
        "acme/ocpp-mirror/1.6/CP-1/from",
        ""
      })
  void shouldReadNoOtherTopic(String name) {
    assertThat(OWN.levels(name)).isEmpty();
  }
}
