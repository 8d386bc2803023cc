package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.testing.TestPlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Strangers and stations that send malformed handshakes, frames and packets at 2,000 a second over
 * WebSocket and MQTT, beside two stations that behave.
 */
class MalformedInputTest {
  private static final long SEED = 20_261_130;
  private static final String PASSWORD = "0123456789abcdef0123456789abcdef";
  private static final String BOOT =
      "[2,\"boot\",\"BootNotification\",{\"chargePointVendor\":\"Good\",\"chargePointModel\":\"One\"}]";
  private static final int CLIENTS = 8;
  private static final int A_SECOND = 2_000;
  private static final long LONGEST_ANSWER_MS = 1_000;

  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Unhandled unhandled = new Unhandled();
  private RunningSystem system;

  /** What the server's log tells of exceptions that nothing handled. */
  private static final class Unhandled extends AppenderBase<ILoggingEvent> {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLoggerName().equals("io.netty.channel.DefaultChannelPipeline")) {
        // A channel that is closed has no handler any more for what comes behind.
        return;
      }
      boolean failed = event.getLevel().isGreaterOrEqual(Level.ERROR);
      boolean thrown =
          event.getLevel().isGreaterOrEqual(Level.WARN) && event.getThrowableProxy() != null;
      if ((failed || thrown) && seen.size() < 20) {
        seen.add(
            event.getLoggerName()
                + ": "
                + event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : " " + ThrowableProxyUtil.asString(event.getThrowableProxy())));
      }
    }
  }

  @BeforeEach
  void start() {
    system = RunningSystem.start(Map.of("GALVAN_TRIGGER_BOOT_AFTER", "0"));
    unhandled.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(unhandled);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(unhandled);
    system.close();
  }

  @Test
  void shouldHarmNobodyElse() throws Exception {
    send(20_000, used -> {});
  }

  @Test
  @Tag("slow")
  void shouldKeepNothingOfAMillion() throws Exception {
    List<Long> used = new ArrayList<>();
    send(1_000_000, used::add);
    long early = used.get(0);
    long end = used.get(used.size() - 1);
    assertThat((double) end)
        .as("heap in use, after a tenth and at the end")
        .isLessThan(early * 1.1);
  }

  /**
   * Sends so many malformed inputs.
   *
   * @param heap told the bytes in use after a full collection, after each tenth
   */
  private void send(int inputs, LongConsumer heap) throws Exception {
    List<MalformedClient> clients = clients();
    ScheduledExecutorService good = Executors.newScheduledThreadPool(2);
    ScheduledExecutorService bad = Executors.newScheduledThreadPool(CLIENTS);
    try {
      RawStation webSocket =
          TestPlatform.await(
              RawStation.webSocket(system.vertx, system.ocppPort(), "GOOD-WS", PASSWORD));
      RawStation mqtt =
          TestPlatform.await(
              RawStation.mqtt(system.vertx, system.mqttPort(), "GOOD-MQTT", PASSWORD));
      for (RawStation station : List.of(webSocket, mqtt)) {
        assertThat(station.ask(BOOT)).contains("Accepted");
        good.scheduleWithFixedDelay(() -> askGood(station), 0, 20, TimeUnit.MILLISECONDS);
      }
      long period = TimeUnit.SECONDS.toNanos(CLIENTS) / A_SECOND;
      for (MalformedClient client : clients) {
        bad.scheduleAtFixedRate(() -> sendNext(client, inputs), 0, period, TimeUnit.NANOSECONDS);
      }
      for (int tenth = 1; tenth <= 10; tenth++) {
        int until = inputs / 10 * tenth;
        await()
            .atMost(Duration.ofMillis(30_000 + inputs))
            .until(() -> sent.get() >= until || !broken.isEmpty());
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        heap.accept(runtime.totalMemory() - runtime.freeMemory());
      }
      assertThat(webSocket.closed()).isNotDone();
      assertThat(mqtt.closed()).isNotDone();
    } finally {
      bad.shutdown();
      good.shutdown();
      assertThat(bad.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(good.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      // Only now: a thread that still reads would take its closed socket for a fault.
      closeAll(clients);
    }
    assertThat(broken).isEmpty();
    assertThat(unhandled.seen).isEmpty();
    assertThat(clients).allSatisfy(client -> assertThat(client.cuts()).isPositive());
    assertThat(TimeUnit.NANOSECONDS.toMillis(longestNanos.get()))
        .as("the longest that a well-behaved station waited, in ms")
        .isLessThan(LONGEST_ANSWER_MS);
  }

  private List<MalformedClient> clients() {
    List<MalformedClient> clients = new ArrayList<>();
    register("GOOD-WS");
    register("GOOD-MQTT");
    for (int i = 0; i < CLIENTS; i++) {
      String identity = "BAD-" + i;
      Random random = new Random(SEED + i);
      register(identity);
      clients.add(
          i % 2 == 0
              ? new MalformedWebSocket(system.ocppPort(), identity, PASSWORD, random)
              : new MalformedMqtt(system.mqttPort(), identity, PASSWORD, random));
    }
    return clients;
  }

  private void register(String identity) {
    system.register(identity, "TAG-" + identity);
    system
        .api
        .send("PUT", "/chargers/" + identity + "/password", Map.of("password", PASSWORD))
        .expect(204);
  }

  private void sendNext(MalformedClient client, int inputs) {
    if (sent.get() >= inputs || !broken.isEmpty()) {
      return;
    }
    try {
      client.next();
      sent.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      broken.add(e);
    }
  }

  private void askGood(RawStation station) {
    long start = System.nanoTime();
    try {
      station.send("[2,\"" + start + "\",\"Heartbeat\",{}]");
      String answer;
      do {
        // The central system's own calls come between.
        answer = station.receive();
      } while (!answer.startsWith("[3,\"" + start + "\""));
      long nanos = System.nanoTime() - start;
      longestNanos.accumulateAndGet(nanos, Math::max);
    } catch (AssertionError | RuntimeException e) {
      broken.add(
          new AssertionError(
              station.getClass().getSimpleName()
                  + ": "
                  + e.getMessage()
                  + ", closed: "
                  + station.closed(),
              e));
    }
  }

  private static void closeAll(List<MalformedClient> clients) throws IOException {
    for (MalformedClient client : clients) {
      client.close();
    }
  }
}
