package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a connection of MQTT is read from, and how long its client may be silent. */
class MqttGuardTest {
  private static final int KEEP_ALIVE_S = 20;

  private int packets;
  private final MqttGuard guard = new MqttGuard(() -> packets);
  private final EmbeddedChannel channel = new EmbeddedChannel(guard);

  @BeforeEach
  void start() {
    channel.freezeTime();
  }

  @AfterEach
  void stop() {
    channel.finishAndReleaseAll();
  }

  private void writable(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private void connect() {
    packets++;
    channel.writeInbound(
        MqttMessageBuilders.connect()
            .clientId("CP-1")
            .protocolVersion(MqttVersion.MQTT_5)
            .keepAlive(KEEP_ALIVE_S)
            .build());
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runPendingTasks();
  }

  /** Its reason code; -1 when there is none. */
  private int goodbye() {
    for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      if (sent instanceof MqttMessage packet
          && packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
        return header.reasonCode() & 0xFF;
      }
    }
    return -1;
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

  @Test
  void shouldNotReadWhileItIsPaused() {
    connect();
    accept();
    guard.pause(true);
    assertThat(reads()).isFalse();
    writable(false);
    writable(true);
    assertThat(reads()).isFalse();
    guard.pause(false);
    assertThat(reads()).isTrue();
  }

  @Test
  void shouldLeaveTheKeepAliveToItselfSinceItKnowsWhatIsNotRead() {
    connect();
    MqttConnectMessage told = channel.readInbound();
    assertThat(told.variableHeader().keepAliveTimeSeconds()).isZero();
    assertThat(told.payload().clientIdentifier()).isEqualTo("CP-1");
  }

  @Test
  void shouldCutOffAClientThatIsSilentForOnceAndAHalfItsKeepAlive() {
    connect();
    accept();
    pass(29);
    assertThat(channel.isOpen()).isTrue();
    packets++;
    channel.writeInbound(MqttMessage.PINGREQ);
    pass(29);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(goodbye()).isEqualTo(0x8D);
  }

  @Test
  void shouldNotCountTheTimeInWhichItDoesNotRead() {
    connect();
    accept();
    pass(10);
    guard.pause(true);
    pass(300);
    assertThat(channel.isOpen()).isTrue();
    guard.pause(false);
    pass(29);
    assertThat(channel.isOpen()).isTrue();
    pass(31);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldDropWhatComesWhenTheConnectionIsAboutToEnd() {
    connect();
    accept();
    channel.releaseInbound();
    guard.stopListening();
    packets++;
    channel.writeInbound(MqttMessage.PINGREQ);
    assertThat(channel.<Object>readInbound()).isNull();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void shouldCloseInTheEndThoughItsLastWriteIsNotTaken() {
    connect();
    accept();
    channel.write(Unpooled.EMPTY_BUFFER);
    pass(9);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldSendNothingAfterItsGoodbye() {
    connect();
    accept();
    channel.writeOutbound(MqttMessageBuilders.disconnect().reasonCode((byte) 0x8B).build());
    assertThat(goodbye()).isEqualTo(0x8B);
    assertThatThrownBy(() -> channel.writeOutbound(MqttMessage.PINGRESP))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(channel.<Object>readOutbound()).isNull();
  }
}
