package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection of MQTT is read from. */
class MqttGuardTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new MqttGuard());

  @AfterEach
  void stop() {
    channel.finishAndReleaseAll();
  }

  private void writable(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private void connect() {
    channel.writeInbound(MqttMessageBuilders.connect().clientId("CP-1").build());
  }

  private void accept() {
    channel.writeOutbound(
        MqttMessageBuilders.connAck()
            .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
            .build());
    channel.runPendingTasks();
  }

  private boolean reads() {
    return channel.config().isAutoRead();
  }

  @Test
  void shouldNotReadFromAClientThatDoesNotTakeWhatIsSentToIt() {
    connect();
    accept();
    assertThat(reads()).isTrue();
    writable(false);
    assertThat(reads()).isFalse();
    writable(true);
    assertThat(reads()).isTrue();
  }

  @Test
  void shouldNotReadBetweenConnectAndConnackWhateverTheChannelTakes() {
    connect();
    assertThat(reads()).isFalse();
    writable(false);
    writable(true);
    assertThat(reads()).isFalse();
    accept();
    assertThat(reads()).isTrue();
  }

  @Test
  void shouldNotBeginToReadFromAClientThatIsBehindWhenItIsAccepted() {
    connect();
    writable(false);
    accept();
    assertThat(reads()).isFalse();
    writable(true);
    assertThat(reads()).isTrue();
  }
}
