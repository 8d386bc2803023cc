package io.galvan.central.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.http.AddressLimits.Kind;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a handshake may take and a reader may be behind, on a clock that the test moves. */
class TrackedConnectionTest {
  private static final int KB = 1024;

  private final Vertx vertx = Vertx.vertx();
  private final MockTicker clock = Ticker.newMockTicker();

  @AfterEach
  void stop() {
    TestPlatform.await(vertx.close());
  }

  private TrackedConnection tracked(Kind kind, boolean secure) {
    Platform platform =
        new Platform(
            TestPlatform.settings("postgresql://nobody@127.0.0.1:1/none", Map.of()),
            TestPlatform.clock(),
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    ConnectionLimiter limiter = new ConnectionLimiter(vertx, platform, kind, secure, false);
    limiter.limits().arrive("192.0.2.1", true, () -> {});
    return new TrackedConnection(limiter, "192.0.2.1", "192.0.2.1");
  }

  private EmbeddedChannel channel(TrackedConnection tracked) {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    channel.pipeline().addFirst(TrackedConnection.NAME, tracked);
    return channel;
  }

  private void after(EmbeddedChannel channel, int seconds) {
    for (int i = 0; i < seconds && channel.isOpen(); i++) {
      clock.advance(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      channel.runPendingTasks();
    }
  }

  private static void write(EmbeddedChannel channel, int bytes) {
    channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private static void read(EmbeddedChannel channel) {
    channel.flush();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      each.release();
    }
  }

  @Test
  void aHandshakeMayTakeTenSecondsAndTwentyWithTls() {
    EmbeddedChannel plain = channel(tracked(Kind.stations, false));
    after(plain, 9);
    assertThat(plain.isOpen()).isTrue();
    after(plain, 2);
    assertThat(plain.isOpen()).isFalse();
    EmbeddedChannel secure = channel(tracked(Kind.stations, true));
    after(secure, 19);
    assertThat(secure.isOpen()).isTrue();
    after(secure, 2);
    assertThat(secure.isOpen()).isFalse();
    TrackedConnection arrived = tracked(Kind.stations, false);
    EmbeddedChannel admitted = channel(arrived);
    arrived.requestArrived();
    after(admitted, 100);
    assertThat(admitted.isOpen()).isTrue();
  }

  @Test
  void aReaderThatTakesNothingForThirtySecondsIsCutOff() {
    TrackedConnection tracked = tracked(Kind.api, false);
    EmbeddedChannel channel = channel(tracked);
    tracked.requestArrived();
    write(channel, 500 * KB);
    after(channel, 25);
    assertThat(channel.isOpen()).isTrue();
    after(channel, 12);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aReaderThatCatchesUpStays() {
    TrackedConnection tracked = tracked(Kind.api, false);
    EmbeddedChannel channel = channel(tracked);
    tracked.requestArrived();
    for (int i = 0; i < 10; i++) {
      write(channel, 500 * KB);
      after(channel, 20);
      read(channel);
    }
    after(channel, 100);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aStationThatLeavesTooMuchUnreadIsCutOffAtOnce() {
    TrackedConnection tracked = tracked(Kind.stations, false);
    EmbeddedChannel channel = channel(tracked);
    tracked.requestArrived();
    for (int i = 0; i < 15; i++) {
      write(channel, KB * KB);
    }
    assertThat(channel.isOpen()).isTrue();
    write(channel, KB * KB);
    write(channel, KB * KB);
    assertThat(channel.isOpen()).isFalse();
  }
}
