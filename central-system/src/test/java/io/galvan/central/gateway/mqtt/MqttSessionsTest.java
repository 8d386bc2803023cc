package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.central.gateway.mqtt.MqttSessions.Remembered;
import io.galvan.ocpp.OcppVersion;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long sessions of MQTT are remembered. */
class MqttSessionsTest {
  private static final int MOST = 4;
  private static final int MOST_CHARS = 1_000;

  private final MqttSessions sessions = new MqttSessions(MOST, MOST_CHARS);

  private void remember(String client, long untilNanos) {
    remember(client, untilNanos, List.of());
  }

  private void remember(String client, long untilNanos, List<Outbox.Message> frames) {
    sessions.remember(
        client, new Remembered(OcppVersion.V1_6, MqttQoS.AT_LEAST_ONCE, frames, null, untilNanos));
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

  @Test
  void shouldKeepFramesOnlyAsLongAsThereIsRoomForThem() {
    List<Outbox.Message> frames =
        List.of(new Outbox.Message(1, new Outgoing("down", "x".repeat(500), false), 0));
    remember("CP-1", 1_000, frames);
    remember("CP-2", 2_000, frames);
    assertThat(sessions.frames("CP-1")).as("the one that went away first").isZero();
    assertThat(sessions.frames("CP-2")).isEqualTo(1);
    // Another of the same station takes the place of the first.
    remember("CP-2", 2_000, List.of());
    remember("CP-3", 3_000, frames);
    assertThat(sessions.frames("CP-3")).isEqualTo(1);
    sessions.sweep(3_500);
    remember("CP-4", 4_000, frames);
    assertThat(sessions.frames("CP-4")).isEqualTo(1);
    remember(
        "CP-5",
        5_000,
        List.of(new Outbox.Message(1, new Outgoing("down", "x".repeat(MOST_CHARS), false), 0)));
    assertThat(sessions.frames("CP-5")).as("more than there is room for at all").isZero();
    assertThat(sessions.frames("CP-4")).as("nobody loses anything for it").isEqualTo(1);
  }

  @Test
  void shouldForgetThoseThatWentAwayFirstWhenThereAreTooMany() {
    for (int i = 1; i <= MOST; i++) {
      remember("CP-" + i, 1_000);
    }
    // It has been there again meanwhile.
    remember("CP-1", 1_000);
    remember("CP-9", 1_000);
    assertThat(sessions.frames("CP-2")).as("not remembered").isNegative();
    assertThat(sessions.frames("CP-1")).isZero();
    assertThat(sessions.frames("CP-9")).isZero();
  }
}
