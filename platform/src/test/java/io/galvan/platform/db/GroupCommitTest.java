package io.galvan.platform.db;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventType;
import io.galvan.platform.event.TestEvent;
import io.galvan.platform.outbox.OutboxRelay;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger commits = new AtomicInteger();
  private final MovableClock clock = TestPlatform.clock();
  private Pool pool;
  private Writer writer;
  private OutboxRelay relay;

  @BeforeEach
  void start() {
    Database database = TestPlatform.create().database();
    database.migrate(Schema.auth);
    pool = database.pool(vertx, Schema.auth);
    relay =
        new OutboxRelay(
            vertx,
            () -> database.connect(vertx, Schema.auth),
            Schema.auth,
            clock,
            new SimpleMeterRegistry());
    writer =
        new Writer(
            pool,
            clock,
            (id, events) -> {
              commits.incrementAndGet();
              relay.carryOn(id, events);
            });
    await(pool.query("create table number (n int primary key check (n < 1000000))").execute());
  }

  @AfterEach
  void stop() {
    await(relay.stop());
    await(pool.close());
    await(vertx.close());
  }

  private GroupCommit<Integer, Integer> numbers(int maxQueued) {
    return new GroupCommit<>(
        "numbers",
        writer,
        new SimpleMeterRegistry(),
        100,
        2,
        maxQueued,
        (unit, numbers) -> {
          numbers.forEach(n -> unit.emit("CP-" + n, new TestEvent(EventType.security_event, "n")));
          return unit.sql()
              .preparedQuery("insert into number select unnest($1::int[])")
              .execute(Tuple.of(numbers.toArray(Integer[]::new)))
              .map(rows -> numbers);
        });
  }

  /** Submits on one event loop, as a verticle does. */
  private List<Future<Integer>> submit(GroupCommit<Integer, Integer> group, List<Integer> numbers) {
    var context = vertx.getOrCreateContext();
    List<Future<Integer>> answers = new ArrayList<>();
    List<io.vertx.core.Promise<Integer>> promises = new ArrayList<>();
    numbers.forEach(n -> promises.add(io.vertx.core.Promise.promise()));
    promises.forEach(promise -> answers.add(promise.future()));
    context.runOnContext(
        ignored -> {
          for (int i = 0; i < numbers.size(); i++) {
            group.submit(numbers.get(i)).onComplete(promises.get(i));
          }
        });
    return answers;
  }

  @Test
  void shouldWriteManyItemsInFewTransactionsAndAnswerEachItsOwn() {
    List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
    List<Future<Integer>> answers = submit(numbers(10_000), numbers);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(await(answers.get(i))).isEqualTo(i);
    }
    assertThat(commits.get()).isLessThanOrEqualTo(13);
    assertThat(
            await(pool.query("select count(*) as n from number").execute())
                .iterator()
                .next()
                .getLong("n"))
        .isEqualTo(1_000);
  }

  @Test
  void shouldFailOnlyTheItemThatTheDatabaseRefuses() {
    List<Future<Integer>> answers = submit(numbers(10_000), List.of(1, 2, 1_000_000, 3, 2, 4));
    assertThatThrownBy(() -> await(answers.get(2)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID));
    assertThatThrownBy(() -> await(answers.get(4)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    for (int good : List.of(0, 1, 3, 5)) {
      assertThat(await(answers.get(good))).isPositive();
    }
    assertThat(
            await(pool.query("select array_agg(n order by n) as n from number").execute())
                .iterator()
                .next()
                .getArrayOfIntegers("n"))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void shouldRefuseWhatDoesNotFitTheQueue() {
    List<Future<Integer>> answers = submit(numbers(10), IntStream.range(0, 50).boxed().toList());
    assertThatThrownBy(() -> await(answers.get(49)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    assertThat(await(answers.get(0))).isZero();
  }

  @Test
  void shouldRefuseWhatIsTooLongTogetherAndNothingForItsOwnLength() {
    GroupCommit<Integer, Integer> group =
        numbers(10_000).bounded(100, number -> number < 100 ? 60 : number);
    List<Future<Integer>> answers = submit(group, List.of(1, 2, 3));
    assertThat(await(answers.get(0))).isEqualTo(1);
    assertThatThrownBy(() -> await(answers.get(1)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    // What is written, refused or failed no longer counts.
    assertThat(await(submit(group, List.of(100_000)).get(0))).isEqualTo(100_000);
    assertThatThrownBy(() -> await(submit(group, List.of(1_000_000)).get(0)))
        .isInstanceOf(GalvanException.class);
    List<Future<Integer>> later = submit(group, List.of(4, 5));
    assertThat(await(later.get(0))).isEqualTo(4);
    assertThatThrownBy(() -> await(later.get(1))).isInstanceOf(GalvanException.class);
  }

  @Test
  void shouldPublishTheEventsOfACommitInOrderAndThoseOfARollbackNever() {
    TestPlatform.standInForSubscribers(vertx);
    List<Event> events = TestPlatform.collectEvents(vertx);
    relay.start();
    await(
        writer.write(
            unit -> {
              unit.emit("A", new TestEvent(EventType.security_event, "1"));
              unit.emit("A", new TestEvent(EventType.security_event, "2"));
              return Future.succeededFuture(1);
            }));
    assertThatThrownBy(
            () ->
                await(
                    writer.write(
                        unit -> {
                          unit.emit("A", new TestEvent(EventType.security_event, "never"));
                          return Future.failedFuture(GalvanException.invalid("x", "no"));
                        })))
        .isInstanceOf(GalvanException.class);
    await(
        writer.write(
            unit -> {
              unit.emit("A", new TestEvent(EventType.security_event, "3"));
              return Future.succeededFuture(1);
            }));
    await().untilAsserted(() -> assertThat(names(events)).containsExactly("1", "2", "3"));
    // Kept for streams that go on after a cut.
    clock.advance(java.time.Duration.ofMinutes(10));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        await(pool.query("select count(*) as n from outbox").execute())
                            .iterator()
                            .next()
                            .getLong("n"))
                    .isZero());
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(event -> ((TestEvent) event.happening()).name()).toList();
  }
}
