package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches the decoder of MQTT, and in how many reads. */
class WholePacketsTest {
  private static final int CONNECT = 0x10;
  private static final int PUBLISH = 0x30;
  private static final int SUBSCRIBE = 0x82;
  private static final int MAX_PUBLISH = 1 << 20;

  private int decoderReads;
  private long decoderBytes;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new WholePackets(MAX_PUBLISH),
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
              if (message instanceof ByteBuf bytes) {
                decoderReads++;
                decoderBytes += bytes.readableBytes();
              }
              context.fireChannelRead(message);
            }
          },
          new MqttDecoder(MAX_PUBLISH));

  @AfterEach
  void stop() {
    channel.finishAndReleaseAll();
  }

  private static ByteBuf packet(int firstByte, ByteBuf body) {
    return Unpooled.wrappedBuffer(header(firstByte, body.readableBytes()), body);
  }

  private static ByteBuf header(int firstByte, int remaining) {
    ByteBuf header = Unpooled.buffer().writeByte(firstByte);
    number(header, remaining);
    return header;
  }

  private static void number(ByteBuf to, int value) {
    int rest = value;
    do {
      to.writeByte((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
      rest >>>= 7;
    } while (rest > 0);
  }

  private static void text(ByteBuf to, String text) {
    to.writeShort(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
  }

  /** A CONNECT of MQTT 5 with so many user properties. */
  private static ByteBuf connect(int userProperties) {
    ByteBuf properties = Unpooled.buffer();
    for (int i = 0; i < userProperties; i++) {
      text(properties.writeByte(0x26), "k");
      text(properties, "v");
    }
    ByteBuf body = Unpooled.buffer();
    text(body, "MQTT");
    body.writeByte(5).writeByte(2).writeShort(60);
    number(body, properties.readableBytes());
    body.writeBytes(properties);
    text(body, "CP-1");
    return packet(CONNECT, body);
  }

  private static ByteBuf publish(int payloadBytes) {
    ByteBuf body = Unpooled.buffer();
    text(body, "ocpp/1.6/CP-1/up");
    body.writeByte(0).writeZero(payloadBytes);
    return packet(PUBLISH, body);
  }

  private void trickle(ByteBuf bytes, int each) {
    while (bytes.isReadable() && channel.isOpen()) {
      channel.writeInbound(bytes.readBytes(Math.min(each, bytes.readableBytes())));
    }
    bytes.release();
  }

  private <T extends MqttMessage> T decoded(Class<T> kind) {
    MqttMessage message = channel.readInbound();
    assertThat(message).isInstanceOf(kind);
    assertThat(message.decoderResult().isSuccess()).isTrue();
    return kind.cast(message);
  }

  @Test
  void shouldDecodeAConnectThatTricklesOnce() {
    trickle(connect(9_000), 1);
    MqttConnectMessage connect = decoded(MqttConnectMessage.class);
    assertThat(connect.payload().clientIdentifier()).isEqualTo("CP-1");
    assertThat(decoderReads).isEqualTo(1);
  }

  @Test
  void shouldCloseWhatDeclaresMoreThanAConnectMayHaveBeforeItComes() {
    channel.writeInbound(header(CONNECT, 8 << 20));
    assertThat(channel.isOpen()).isFalse();
    assertThat(decoderBytes).isZero();
  }

  @Test
  void shouldCloseALargePublishBeforeConnect() {
    channel.writeInbound(header(PUBLISH, WholePackets.MOST_BYTES + 1));
    assertThat(channel.isOpen()).isFalse();
    assertThat(decoderBytes).isZero();
  }

  @Test
  void shouldRefuseALargePacketThatIsNoPublish() {
    channel.writeInbound(connect(0));
    decoded(MqttConnectMessage.class);
    channel.writeInbound(header(SUBSCRIBE, WholePackets.MOST_BYTES + 1));
    MqttMessage refused = channel.readInbound();
    assertThat(refused.decoderResult().cause()).isInstanceOf(TooLongFrameException.class);
    channel.writeInbound(header(SUBSCRIBE, 1));
    assertThat(channel.isOpen()).isFalse();
    assertThat(decoderReads).isEqualTo(1);
  }

  @Test
  void shouldPassALargePublishOnWhenItIsWhole() {
    channel.writeInbound(connect(0));
    decoded(MqttConnectMessage.class);
    trickle(publish(500_000), 1_000);
    MqttPublishMessage publish = decoded(MqttPublishMessage.class);
    assertThat(publish.payload().readableBytes()).isEqualTo(500_000);
    publish.release();
    assertThat(decoderReads).isEqualTo(2);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void shouldLetTheDecoderRefuseATooLongPublishWithoutGatheringIt() {
    channel.writeInbound(connect(0));
    decoded(MqttConnectMessage.class);
    trickle(publish(MAX_PUBLISH + 1).readBytes(200_000), 1_000);
    MqttMessage refused = channel.readInbound();
    assertThat(refused.decoderResult().cause()).isInstanceOf(TooLongFrameException.class);
    assertThat(decoderReads).isEqualTo(2);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldPassOnSeveralPacketsOfOneRead() {
    channel.writeInbound(Unpooled.wrappedBuffer(connect(1), publish(10), publish(20)));
    decoded(MqttConnectMessage.class);
    MqttPublishMessage first = decoded(MqttPublishMessage.class);
    MqttPublishMessage second = decoded(MqttPublishMessage.class);
    assertThat(first.payload().readableBytes()).isEqualTo(10);
    assertThat(second.payload().readableBytes()).isEqualTo(20);
    first.release();
    second.release();
  }

  @Test
  void shouldLeaveALengthThatIsNoneToTheDecoder() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x10, -1, -1, -1, -1, 1}));
    MqttMessage broken = channel.readInbound();
    assertThat(broken.decoderResult().isFailure()).isTrue();
  }
}
