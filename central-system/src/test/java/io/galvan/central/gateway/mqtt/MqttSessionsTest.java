package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.gateway.mqtt.MqttSessions.Remembered;
import io.galvan.ocpp.OcppVersion;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long sessions of MQTT are remembered. */
class MqttSessionsTest {
  private final MqttSessions sessions = new MqttSessions();

  private void remember(String client, long untilNanos) {
    sessions.remember(
        client,
        new Remembered(OcppVersion.V1_6, MqttQoS.AT_LEAST_ONCE, List.of(), null, untilNanos));
  }

  @Test
  void shouldForgetWhatExpiredHoweverFewThereAre() {
    remember("CP-1", 1_000);
    remember("cp-1", 2_000);
    remember("CP-2", 3_000);
    assertThat(sessions.sweep(1_500)).isEqualTo(2);
    assertThat(sessions.sweep(2_500)).isEqualTo(1);
    assertThat(sessions.sweep(3_500)).isZero();
  }
}
