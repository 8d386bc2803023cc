package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.galvan.central.gateway.GatewayVerticle;
import io.galvan.central.gateway.Ports;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Stations that send 10,000 broken frames of random kinds, beside stations that behave. */
class MalformedFramesTest {
  private static final int FRAMES = 10_000;
  private static final long SEED = 20_260_301;
  private static final String GOOD =
      "[2,\"id\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\",\"unit\":\"Wh\"}]}]}]";

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

  /** One kind of damage and what a station may then expect. */
  private enum Kind {
    truncated,
    wrongType,
    unknownAction,
    missingField,
    unknownField,
    notAnArray,
    wrongMessageType,
    emptyText,
    deep,
    hugeNumber,
    longMessageId,
    numberAsId,
    noise,
    answerNobodyAskedFor,
    errorNobodyAskedFor,
    nullPayload,
    wrongDirection,
    binary,
    tooLarge,
    controlCharacters
  }

  private static String frame(Kind kind, String id, Random random) {
    String good = GOOD.replace("id", id);
    return switch (kind) {
      case truncated -> good.substring(0, 1 + random.nextInt(good.length() - 1));
      case wrongType -> "[2,\"" + id + "\",\"Authorize\",{\"idTag\":{\"a\":[1,2]}}]";
      case unknownAction -> "[2,\"" + id + "\",\"Action" + random.nextInt() + "\",{}]";
      case missingField -> "[2,\"" + id + "\",\"StartTransaction\",{\"connectorId\":1}]";
      case unknownField -> "[2,\"" + id + "\",\"Heartbeat\",{\"x" + random.nextInt() + "\":[]}]";
      case notAnArray -> "{\"messageTypeId\":2}";
      case wrongMessageType -> "[" + random.nextInt(5, 1000) + ",\"" + id + "\",\"Heartbeat\",{}]";
      case emptyText -> "";
      case deep -> "[2,\"" + id + "\",\"DataTransfer\"," + "[".repeat(5_000);
      case hugeNumber ->
          "[2,\"" + id + "\",\"StartTransaction\",{\"connectorId\":" + "9".repeat(2_000) + "}]";
      case longMessageId -> "[2,\"" + "x".repeat(37 + random.nextInt(500)) + "\",\"Heartbeat\",{}]";
      case numberAsId -> "[2," + random.nextInt() + ",\"Heartbeat\",{}]";
      case noise ->
          random
              .ints(1 + random.nextInt(300), 32, 0x3000)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      case answerNobodyAskedFor -> "[3,\"" + id + "\",{}]";
      case errorNobodyAskedFor -> "[4,\"" + id + "\",\"GenericError\",\"\",{}]";
      case nullPayload -> "[2,\"" + id + "\",\"StatusNotification\",null]";
      case wrongDirection -> "[2,\"" + id + "\",\"Reset\",{\"type\":\"Hard\"}]";
      case controlCharacters -> "[2,\"" + id + "\",\"Authorize\",{\"idTag\":\"\u0001\u0002\"}]";
      case binary, tooLarge -> "";
    };
  }

  @Test
  void shouldAnswerOrIgnoreEachAndHarmNobody() {
    Random random = new Random(SEED);
    List<RawStation> good = List.of(connect("GOOD-1"), connect("GOOD-2"), connect("GOOD-3"));
    Kind[] kinds = Kind.values();
    List<RawStation> bad = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      bad.add(connect("BAD-" + i));
    }
    int reconnects = 0;
    for (int i = 0; i < FRAMES; i++) {
      int who = random.nextInt(bad.size());
      Kind kind = kinds[random.nextInt(kinds.length)];
      if ((kind == Kind.binary || kind == Kind.tooLarge) && reconnects >= 100) {
        kind = Kind.noise;
      }
      RawStation station = bad.get(who);
      if (kind == Kind.binary || kind == Kind.tooLarge) {
        if (kind == Kind.binary) {
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
      station.send(frame(kind, id, random));
      if (kind == Kind.unknownAction) {
        assertThat(answerOf(station, id)).startsWith("[4,\"" + id + "\",\"NotImplemented\"");
      } else if (kind == Kind.missingField) {
        assertThat(answerOf(station, id))
            .startsWith("[4,\"" + id + "\",\"OccurenceConstraintViolation\"");
      } else if (kind == Kind.wrongDirection) {
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
