package io.galvan.central.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What an inflated fragment holds. */
class MessageInflaterTest {
  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
    byte[] buffer = new byte[text.length() + 64];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length - 4);
  }

  private static WebSocketFrame inflate(boolean last, byte[] deflated) {
    EmbeddedChannel channel = new EmbeddedChannel(new MessageInflater(1 << 20));
    channel.writeInbound(
        new TextWebSocketFrame(last, WebSocketExtension.RSV1, Unpooled.wrappedBuffer(deflated)));
    WebSocketFrame frame = channel.readInbound();
    channel.finishAndReleaseAll();
    return frame;
  }

  @Test
  void shouldHoldLittleForAFragmentWithLittleInIt() {
    WebSocketFrame frame = inflate(false, new byte[0]);
    assertThat(frame.content().capacity()).isLessThanOrEqualTo(64);
    frame.release();
  }

  @Test
  void shouldInflateWhatIsMuchLongerThanWhatWasSent() {
    String text = "x".repeat(100_000);
    WebSocketFrame frame = inflate(true, deflated(text));
    assertThat(frame.content().toString(StandardCharsets.UTF_8)).isEqualTo(text);
    frame.release();
  }
}
