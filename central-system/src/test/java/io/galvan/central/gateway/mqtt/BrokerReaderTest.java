package io.galvan.central.gateway.mqtt;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.AttemptLog;
import io.galvan.central.testing.Mosquitto;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Brokers.Handed;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.MqttTopics;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader with little room at a real broker; the node that it hands over to is the test. */
class BrokerReaderTest {
  private static final String NODE = "node-1";
  private static final int FRAME_BYTES = 700;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final Promise<Done> opened = Promise.promise();
  private Future<Done> last = opened.future();
  private volatile Consumer<String> onArrival = number -> {};
  private Mosquitto mosquitto;
  private BrokerReader reader;
  private MqttClient station;

  @BeforeEach
  void start() {
    mosquitto = Mosquitto.startSavedByHand();
    // 64 kB for a station, of which a thousand messages need more.
    reader = await(onLoop(() -> reader(BrokerReader.Room.of(1 << 20))));
    await(onLoop(() -> start(reader)));
    station =
        MqttClient.create(
            vertx, new MqttClientOptions().setClientId("CP-1").setMaxInflightQueue(20_000));
    await(station.connect(mosquitto.port(), "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  private <T> Future<T> onLoop(java.util.function.Supplier<T> work) {
    return Future.future(
        promise ->
            vertx.getOrCreateContext().runOnContext(ignored -> promise.complete(work.get())));
  }

  private BrokerReader reader(BrokerReader.Room room) {
    Broker broker =
        new Broker("127.0.0.1", mosquitto.port(), false, "galvan", Mosquitto.PASSWORD, null, null);
    BrokerPublisher publisher = new BrokerPublisher(vertx, broker, "test-publisher", () -> {});
    return new BrokerReader(
        vertx,
        bus,
        broker,
        "test",
        NODE,
        MqttTopics.USUAL,
        new BrokerLetters(bus, Clock.systemUTC(), Map.of(), publisher, MqttTopics.USUAL),
        new BrokerAttempts(
            new AttemptLog(bus, Clock.systemUTC()), Clock.systemUTC(), broker, MqttTopics.USUAL),
        room);
  }

  private BrokerReader start(BrokerReader made) {
    made.start();
    return made;
  }

  /** What is handled is written down; that of CP-1 waits until it is opened. */
  private void serve() {
    bus.serveAt(
        Brokers.HAND,
        NODE,
        handed -> {
          onArrival.accept(number(handed));
          if (!handed.topic().contains("/CP-1/")) {
            handled.add(number(handed));
            return Future.succeededFuture(Done.DONE);
          }
          last =
              last.map(
                  done -> {
                    handled.add(number(handed));
                    return done;
                  });
          return last;
        });
  }

  /** Until the reader has subscribed, the broker has nobody to give a message to. */
  private void awaitTheReader() {
    MqttClient probe = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-0"));
    await(probe.connect(mosquitto.port(), "127.0.0.1"));
    await()
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              publish(probe, "CP-0", -1);
              return !handled.isEmpty();
            });
    publish(probe, "CP-0", -2);
    await().until(() -> handled.contains("-2"));
    handled.clear();
  }

  private static String number(Handed handed) {
    return new String(handed.payload()).strip();
  }

  private void publish(MqttClient client, String id, int number) {
    String text = String.valueOf(number);
    client.publish(
        "ocpp/1.6/" + id + "/up",
        Buffer.buffer(text + " ".repeat(FRAME_BYTES - text.length())),
        MqttQoS.AT_LEAST_ONCE,
        false,
        false);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void shouldLeaveAtTheBrokerWhatItHasNoRoomForAndHandAllOverOnceInOrder() {
    serve();
    awaitTheReader();
    IntStream.range(0, 1_000).forEach(i -> publish(station, "CP-1", i));
    MqttClient other = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-2"));
    await(other.connect(mosquitto.port(), "127.0.0.1"));
    publish(other, "CP-2", 5_000);
    await().untilAsserted(() -> assertThat(handled).containsExactly("5000"));
    handled.clear();
    opened.complete(Done.DONE);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(1_000));
    // Behind it, so that one that came twice would be seen.
    publish(station, "CP-1", 1_000);
    await().untilAsserted(() -> assertThat(handled).contains("1000"));
    assertThat(handled).isEqualTo(numbers(1_001));
  }

  @Test
  void shouldHandOverAStatusAloneAndInItsPlace() {
    serve();
    awaitTheReader();
    List<String> arrived = new CopyOnWriteArrayList<>();
    onArrival = arrived::add;
    AtomicInteger taken = new AtomicInteger();
    station.publishCompletionHandler(id -> taken.incrementAndGet());
    publish(station, "CP-1", 0);
    publish(station, "CP-1", 1);
    station.publish(
        "ocpp/1.6/CP-1/status", Buffer.buffer("offline"), MqttQoS.AT_LEAST_ONCE, false, true);
    publish(station, "CP-1", 2);
    await().until(() -> taken.get() == 4);
    MqttClient other = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-2"));
    await(other.connect(mosquitto.port(), "127.0.0.1"));
    publish(other, "CP-2", 5_000);
    await().until(() -> arrived.contains("5000"));
    assertThat(arrived).containsExactly("0", "1", "5000");
    opened.complete(Done.DONE);
    await()
        .untilAsserted(() -> assertThat(handled).containsExactly("5000", "0", "1", "offline", "2"));
  }

  @Test
  void shouldHandOverOnceWhatComesAgainWhenTheBrokerWasAway() {
    serve();
    awaitTheReader();
    // Room for all of these.
    IntStream.range(0, 50).forEach(i -> publish(station, "CP-1", i));
    MqttClient other = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-2"));
    await(other.connect(mosquitto.port(), "127.0.0.1"));
    publish(other, "CP-2", 5_000);
    await().untilAsserted(() -> assertThat(handled).containsExactly("5000"));
    handled.clear();
    mosquitto.save();
    mosquitto.kill();
    await().until(() -> !reader.isOpen());
    // What waits is handled while the broker is away; it is acknowledged when it comes again.
    opened.complete(Done.DONE);
    await().untilAsserted(() -> assertThat(handled).hasSize(50));
    mosquitto.restart();
    MqttClient again = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    await(again.connect(mosquitto.port(), "127.0.0.1"));
    publish(again, "CP-1", 50);
    await().untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(51));
    assertThat(handled).isEqualTo(numbers(51));
  }

  @Test
  void shouldHandOverAgainInOrderWhatANodeCouldNotHandleNow() {
    int[] refusals = {3};
    boolean[] broken = {false};
    bus.serveAt(
        Brokers.HAND,
        NODE,
        handed -> {
          // As a session does: what follows on a message that it failed on fails with it.
          String number = number(handed);
          broken[0] = number.equals("5") ? refusals[0]-- > 0 : broken[0] && !number.equals("0");
          if (broken[0]) {
            return Future.failedFuture(new GalvanException(Fault.UNAVAILABLE, "not now"));
          }
          handled.add(number);
          return Future.succeededFuture(Done.DONE);
        });
    awaitTheReader();
    IntStream.range(0, 40).forEach(i -> publish(station, "CP-1", i));
    await().untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(40));
    assertThat(handled).isEqualTo(numbers(40));
  }

  @Test
  void shouldAcknowledgeWhatIsTooLargeToBeReadAndGoOn() {
    List<Chargers.Notice> notices = new CopyOnWriteArrayList<>();
    bus.serve(
        Chargers.NOTICE,
        notice -> {
          notices.add(notice);
          return Future.succeededFuture(Done.DONE);
        });
    opened.complete(Done.DONE);
    serve();
    awaitTheReader();
    publish(station, "CP-1", 1);
    station.publish(
        "ocpp/1.6/CP-1/up", Buffer.buffer(new byte[9 << 20]), MqttQoS.AT_LEAST_ONCE, false, false);
    publish(station, "CP-1", 2);
    await().atMost(20, TimeUnit.SECONDS).until(() -> handled.contains("2"));
    assertThat(handled).containsExactly("1", "2");
    await().until(() -> !notices.isEmpty());
    assertThat(notices)
        .extracting(Chargers.Notice::chargerId, Chargers.Notice::value)
        .containsExactly(tuple("CP-1", "OversizedPayload"));
    // It was acknowledged: a new connection does not get it again.
    await(onLoop(reader::stop).compose(stopped -> stopped));
    reader = await(onLoop(() -> start(reader)));
    publish(station, "CP-1", 3);
    await().atMost(20, TimeUnit.SECONDS).until(() -> handled.contains("3"));
    assertThat(handled).containsExactly("1", "2", "3");
    assertThat(notices).hasSize(1);
  }

  @Test
  void shouldHandOverInAnotherRoundWhatFailed() {
    List<String> seen = new CopyOnWriteArrayList<>();
    AtomicInteger failures = new AtomicInteger(1);
    bus.serveAt(
        Brokers.HAND,
        NODE,
        message -> {
          if (message.topic().contains("/CP-1/")) {
            seen.add(number(message) + " " + message.round());
            if (number(message).equals("2") && failures.getAndDecrement() > 0) {
              return Future.failedFuture(new GalvanException(Fault.UNAVAILABLE, "offline"));
            }
          }
          handled.add(number(message));
          return Future.succeededFuture(Done.DONE);
        });
    awaitTheReader();
    publish(station, "CP-1", 1);
    publish(station, "CP-1", 2);
    await().until(() -> handled.contains("2"));
    assertThat(seen).hasSize(3);
    List<String> rounds = seen.stream().map(each -> each.split(" ")[1]).toList();
    assertThat(seen.get(2)).startsWith("2 ");
    assertThat(rounds.get(2)).isNotEqualTo(rounds.get(1));
  }
}
