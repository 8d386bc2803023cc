package io.galvan.central.live;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Published;
import io.galvan.platform.outbox.Outboxes;
import io.galvan.platform.outbox.Outboxes.Head;
import io.galvan.platform.outbox.Outboxes.Page;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of events, of which the places in the outbox have gaps. */
class EventStreamTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);

  /** Vert.x closes the connections of a client that nobody refers to any more. */
  private final HttpClient http = vertx.createHttpClient();

  private final StringBuffer told = new StringBuffer();

  /** The places from which events of the charger service were read again. */
  private final List<String> read = new CopyOnWriteArrayList<>();

  private volatile Function<String, Page> kept = place -> new Page(List.of(), place, false, false);
  private HttpServer server;

  @BeforeEach
  void start() {
    for (Schema schema : Outboxes.SOURCES) {
      bus.serveAt(Outboxes.HEAD, schema.name(), ask -> Future.succeededFuture(new Head("0")));
      bus.serveAt(
          Outboxes.READ,
          schema.name(),
          asked -> {
            if (schema != Schema.charger) {
              return Future.succeededFuture(new Page(List.of(), asked.place(), false, false));
            }
            read.add(asked.place());
            return Future.succeededFuture(kept.apply(asked.place()));
          });
    }
    server =
        await(
            Future.future(
                started ->
                    vertx.runOnContext(
                        ok -> {
                          EventStream stream =
                              new EventStream(vertx, 10, new SimpleMeterRegistry());
                          vertx
                              .createHttpServer()
                              .requestHandler(request -> open(stream, request))
                              .listen(0, "127.0.0.1")
                              .onComplete(started);
                        })));
  }

  private static void open(EventStream stream, HttpServerRequest request) {
    stream.open(
        request.response(),
        null,
        new EventStream.Reader("user", "session"),
        request.getHeader("Last-Event-ID"));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private void listen(String lastEventId) {
    await(
        http.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
            .map(request -> lastEventId == null ? request : at(request, lastEventId))
            .compose(HttpClientRequest::send)
            .onSuccess(response -> response.handler(part -> told.append(part.toString()))));
    await().untilAsserted(() -> assertThat(told).contains(": welcome"));
  }

  private static HttpClientRequest at(HttpClientRequest request, String lastEventId) {
    return request.putHeader("Last-Event-ID", lastEventId);
  }

  private static List<Event> events(String... names) {
    return Stream.of(names)
        .map(
            name ->
                new Event(
                    name,
                    Instant.EPOCH,
                    name,
                    new Happening.SecurityEvent("n", null, Instant.EPOCH)))
        .toList();
  }

  private void publish(String before, String after, String... names) {
    bus.publish(new Published(Schema.charger.name(), before, after, events(names)));
  }

  private List<String> names() {
    return told.toString()
        .lines()
        .filter(line -> line.startsWith("data: {\"id\":\""))
        .map(line -> line.split("\"", 5)[3])
        .toList();
  }

  @Test
  void shouldReadNothingAgainForRowsThatAreCommittedLateOrNever() {
    listen(null);
    publish("0", "1", "a");
    publish("1", "4-3-2", "d");
    publish("4-3-2", "5-3-2", "e");
    publish("5-3-2", "5-3", "b");
    publish("5-3", "6-3", "f");
    publish("6-3", "6");
    publish("6", "7", "g");
    await().untilAsserted(() -> assertThat(names()).containsExactly("a", "d", "e", "b", "f", "g"));
    assertThat(told).contains("id: auth:0,charger:7,transaction:0").doesNotContain("reset");
    assertThat(read).isEmpty();
  }

  @Test
  void shouldReadWhatTheBusLost() {
    listen(null);
    publish("0", "4-2", "a", "d");
    kept = place -> new Page(events("b", "e"), "5", false, false);
    publish("4", "5", "e");
    await().untilAsserted(() -> assertThat(names()).containsExactly("a", "d", "b", "e"));
    publish("5", "6", "f");
    await().untilAsserted(() -> assertThat(names()).containsExactly("a", "d", "b", "e", "f"));
    assertThat(read).containsExactly("4-2");
    assertThat(told).doesNotContain("reset");
  }

  @Test
  void shouldGoOnBeforeAGapThoughItHasReadMoreThanWasTold() {
    listen(null);
    publish("0", "5-3", "e");
    await().untilAsserted(() -> assertThat(names()).containsExactly("e"));
    told.setLength(0);
    kept = place -> new Page(events("f", "g"), "7-3", false, false);
    listen("auth:0,charger:4-3,transaction:0");
    await().untilAsserted(() -> assertThat(names()).containsExactly("f", "g"));
    publish("5-3", "7-3", "f", "g");
    publish("7-3", "8-3", "h");
    await()
        .untilAsserted(
            () -> assertThat(names().stream().filter(name -> name.equals("h"))).hasSize(2));
    assertThat(read).containsExactly("4-3");
    assertThat(told).doesNotContain("reset");
  }
}
