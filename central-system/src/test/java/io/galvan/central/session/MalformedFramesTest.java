package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.galvan.central.gateway.Ports;
import io.galvan.central.node.GatewayVerticle;
import io.galvan.central.testing.MalformedCall;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.WebSocketStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Stations that send 2,000 broken frames of random kinds, beside stations that behave. */
class MalformedFramesTest {
  private static final int FRAMES = 2_000;
  private static final long SEED = 20_260_301;

  private final Vertx vertx = Vertx.vertx();
  private final Ports ports = new Ports();
  private final SessionRegistry registry = new SessionRegistry();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void start() {
    new StandInServices(vertx);
    Platform platform =
        new Platform(
            TestPlatform.settings("postgresql://nobody@127.0.0.1:1/none", Map.of()),
            TestPlatform.clock(),
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    await(
        vertx.deployVerticle(
            new GatewayVerticle(
                platform, registry, new SessionMeters(platform.meters()), ports, null)));
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    await(vertx.close());
  }

  private RawStation connect(String id) {
    RawStation station = await(RawStation.webSocket(vertx, ports.get(Ports.Name.ocpp), id, null));
    await().until(() -> registry.find(id) != null);
    return station;
  }

  @Test
  void shouldAnswerOrIgnoreEachAndHarmNobody() {
    Random random = new Random(SEED);
    List<RawStation> good = List.of(connect("GOOD-1"), connect("GOOD-2"), connect("GOOD-3"));
    MalformedCall[] kinds = MalformedCall.values();
    List<RawStation> bad = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      bad.add(connect("BAD-" + i));
    }
    int reconnects = 0;
    for (int i = 0; i < FRAMES; i++) {
      int who = random.nextInt(bad.size());
      MalformedCall kind = kinds[random.nextInt(kinds.length)];
      if ((kind == MalformedCall.binary || kind == MalformedCall.tooLarge) && reconnects >= 25) {
        kind = MalformedCall.noise;
      }
      RawStation station = bad.get(who);
      if (kind == MalformedCall.binary || kind == MalformedCall.tooLarge) {
        if (kind == MalformedCall.binary) {
          ((WebSocketStation) station)
              .socket.writeBinaryMessage(Buffer.buffer(new byte[random.nextInt(100)]));
        } else {
          station.send("x".repeat(1_100_000));
        }
        await().until(() -> station.closed().isDone());
        reconnects++;
        bad.set(who, connect("BAD-" + who));
        continue;
      }
      String id = "m" + i;
      station.send(kind.text(id, random));
      if (kind == MalformedCall.unknownAction) {
        assertThat(answerOf(station, id)).startsWith("[4,\"" + id + "\",\"NotImplemented\"");
      } else if (kind == MalformedCall.missingField) {
        assertThat(answerOf(station, id))
            .startsWith("[4,\"" + id + "\",\"OccurenceConstraintViolation\"");
      } else if (kind == MalformedCall.wrongDirection) {
        assertThat(answerOf(station, id)).startsWith("[4,\"" + id + "\",\"NotSupported\"");
      }
      if (i % 500 == 0) {
        for (RawStation other : good) {
          assertThat(other.ask("[2,\"g" + i + "\",\"Heartbeat\",{}]"))
              .startsWith("[3,\"g" + i + "\"");
        }
      }
    }
    for (RawStation station : bad) {
      station.send("[2,\"last\",\"Heartbeat\",{}]");
      assertThat(answerOf(station, "last")).startsWith("[3,\"last\"");
    }
    assertThat(good).allSatisfy(station -> assertThat(station.closed()).isNotDone());
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .isEmpty();
  }

  /** The answer with this id; answers to earlier damaged frames are passed over. */
  private static String answerOf(RawStation station, String id) {
    try {
      for (; ; ) {
        String text = station.received().poll(10, TimeUnit.SECONDS);
        assertThat(text).as("answer to " + id).isNotNull();
        if (text.startsWith("\"" + id + "\"", 3)) {
          return text;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
