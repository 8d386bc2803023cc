package io.galvan.central.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The times of a request, on a channel whose clock the test moves. */
class RequestTimeoutsTest {
  private final MockTicker clock = Ticker.newMockTicker();
  private final RequestTimeouts timeouts = new RequestTimeouts();
  private final EmbeddedChannel channel = channel();

  private EmbeddedChannel channel() {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    channel
        .pipeline()
        .addLast("httpDecoder", new HttpRequestDecoder())
        .addLast("httpEncoder", new HttpResponseEncoder())
        .addLast("handler", new ChannelInboundHandlerAdapter());
    channel.pipeline().addBefore("handler", "requestTimeouts", timeouts);
    return channel;
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void after(int seconds) {
    for (int i = 0; i < seconds && channel.isOpen(); i++) {
      clock.advance(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      channel.runPendingTasks();
    }
  }

  private void answer() {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
  }

  private String sent() {
    StringBuilder sent = new StringBuilder();
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
      sent.append(buffer.toString(StandardCharsets.US_ASCII));
      buffer.release();
    }
    return sent.toString();
  }

  @Test
  void aHeaderThatGoesOnByOneByteEndsAfterTenSeconds() {
    receive("GET / HTTP/1.1\r\n\r\n");
    answer();
    receive("GET / HTTP/1.1\r\nX: ");
    for (int i = 0; i < 6; i++) {
      receive("x");
      after(1);
    }
    assertThat(channel.isOpen()).isTrue();
    for (int i = 0; i < 6 && channel.isOpen(); i++) {
      receive("x");
      after(1);
    }
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).contains("HTTP/1.1 200").contains("HTTP/1.1 408");
  }

  @Test
  void aBodyThatGoesOnByOneByteEndsAfterThirtySecondsInAll() {
    receive("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 28; i++) {
      receive("x");
      after(1);
    }
    assertThat(channel.isOpen()).isTrue();
    for (int i = 0; i < 4 && channel.isOpen(); i++) {
      receive("x");
      after(1);
    }
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).startsWith("HTTP/1.1 408");
  }

  @Test
  void aBodyThatIsAnsweredBeforeItsEndEndsWithoutASecondAnswer() {
    receive("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nx");
    answer();
    after(32);
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).startsWith("HTTP/1.1 200").doesNotContain("408");
  }

  @Test
  void aFileMayTakeAsLongAsItGetsOn() {
    receive("PUT / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n");
    timeouts.bringsFile();
    for (int i = 0; i < 40; i++) {
      receive("x".repeat(10_000));
      after(8);
    }
    assertThat(channel.isOpen()).as("75 KB a minute").isTrue();
    after(32);
    assertThat(channel.isOpen()).as("nothing for 30 s").isFalse();
  }

  @Test
  void aFileThatComesTooSlowlyIsGivenUp() {
    receive("PUT / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n");
    timeouts.bringsFile();
    for (int i = 0; i < 70 && channel.isOpen(); i++) {
      receive("x".repeat(500));
      after(1);
    }
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aFileThatWaitsForUsIsNotGivenUp() {
    receive("PUT / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n");
    timeouts.bringsFile();
    channel.config().setAutoRead(false);
    after(200);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void anAnswerMayTakeItsTimeAndTheConnectionIsClosedWhenNoRequestFollows() {
    receive("GET / HTTP/1.1\r\n\r\n");
    after(300);
    assertThat(channel.isOpen()).as("the answer is ours to give").isTrue();
    answer();
    after(70);
    assertThat(channel.isOpen()).isTrue();
    after(10);
    assertThat(channel.isOpen()).isFalse();
  }
}
