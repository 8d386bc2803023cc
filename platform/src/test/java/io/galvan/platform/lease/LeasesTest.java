package io.galvan.platform.lease;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.db.Database;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes and the database whose clock decides; time passes by moving what is stored. */
class LeasesTest {
  private final Vertx vertx = Vertx.vertx();
  private Database database;
  private Pool pool;
  private Leases one;
  private Leases two;

  @BeforeEach
  void start() {
    database = TestPlatform.create().database();
    database.migrate(Schema.auth);
    pool = database.pool(vertx, Schema.auth);
    one = leases(Duration.ofSeconds(60));
    two = leases(Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    await(one.close());
    await(two.close());
    await(pool.close());
    await(vertx.close());
  }

  private Leases leases(Duration term) {
    return new Leases(() -> database.connect(vertx, Schema.auth), term);
  }

  private void sql(String statement) {
    await(pool.query(statement).execute());
  }

  private void lapse(String name) {
    sql("update lease set until = clock_timestamp() - interval '1 s' where name = '" + name + "'");
  }

  private Writer writer() {
    return new Writer(pool, TestPlatform.clock(), (id, events) -> {});
  }

  @Test
  void shouldGiveALeaseToOneNodeUntilItLapses() {
    Lease first = await(one.acquire("it", "a"));
    assertThat(first.node()).isEqualTo("a");
    assertThat(Duration.between(first.since(), first.until())).isEqualTo(Duration.ofSeconds(60));
    assertThat(await(two.acquire("it", "b"))).isNull();
    assertThat(await(two.acquire("other", "b"))).isNotNull();
    assertThat(await(two.lapsed(""))).isEmpty();
    lapse("it");
    assertThat(await(two.lapsed(""))).extracting(Lease::name).containsExactly("it");
    Lease second = await(two.acquire("it", "b"));
    assertThat(second.node()).isEqualTo("b");
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(await(one.acquire("it", "a"))).isNull();
    assertThat(await(one.release(first))).as("it is another's").isFalse();
    assertThat(await(two.release(second))).isTrue();
    assertThat(await(one.acquire("it", "a")).fence()).isGreaterThan(second.fence());
    assertThat(await(one.list("i"))).extracting(Lease::node).containsExactly("a");
  }

  @Test
  void shouldKeepItsFenceWhenItIsRenewedEvenLate() {
    Lease first = await(one.acquire("it", "a"));
    lapse("it");
    Lease renewed = await(one.acquire("it", "a"));
    assertThat(renewed.fence()).isEqualTo(first.fence());
    assertThat(renewed.since()).isEqualTo(first.since());
    assertThat(renewed.until()).isAfter(first.until());
    assertThat(await(two.acquire("it", "b"))).isNull();
  }

  @Test
  void shouldGiveEveryLeaseAFullTermAfterATimeInWhichNobodyCouldRenew() {
    Lease first = await(one.acquire("it", "a"));
    await(two.lapsed(""));
    lapse("it");
    sql("update lease_watch set at = at - interval '40 s'");
    assertThat(await(two.acquire("it", "b"))).isNull();
    assertThat(await(two.lapsed(""))).isEmpty();
    Lease kept = await(one.list("it")).get(0);
    assertThat(kept.fence()).isEqualTo(first.fence());
    assertThat(kept.until()).isAfter(first.until().minusSeconds(1));
    lapse("it");
    assertThat(await(two.acquire("it", "b"))).as("that was long enough").isNotNull();
  }

  @Test
  void shouldUndoWhatIsWrittenUnderALeaseOfAnother() {
    sql("create table written (by text)");
    Lease lease = await(one.acquire("it", "a"));
    Writer writer = Leases.fenced(writer(), lease);
    await(writer.write(unit -> unit.sql().query("insert into written values ('a')").execute()));
    await(two.lapsed(""));
    lapse("it");
    await(two.acquire("it", "b"));
    assertThatThrownBy(
            () ->
                await(
                    writer.write(
                        unit -> unit.sql().query("insert into written values ('late')").execute())))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    assertThat(await(pool.query("select by from written").execute()).size()).isEqualTo(1);
  }

  @Test
  void shouldNotChangeHandsWhileAWriteUnderItIsOpen() {
    Lease lease = await(one.acquire("it", "a"));
    await(two.lapsed(""));
    Promise<Void> open = Promise.promise();
    Promise<Void> end = Promise.promise();
    Future<?> written =
        Leases.fenced(writer(), lease)
            .write(
                unit -> {
                  open.complete();
                  return end.future();
                });
    await(open.future());
    Future<Lease> taken =
        database
            .connect(vertx, Schema.auth)
            .compose(
                sql ->
                    new LeaseStore()
                        .acquire(
                            sql,
                            "it",
                            "b",
                            60,
                            java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).plusHours(1))
                        .eventually(sql::close));
    await(pool.query("select pg_sleep(0.2)").execute());
    assertThat(taken.isComplete()).isFalse();
    end.complete();
    await(written);
    assertThat(await(taken).node()).isEqualTo("b");
  }

  @Test
  void shouldTellItsOwnerWhenALeaseIsTakenReachedAgainAndLost() {
    List<String> told = new CopyOnWriteArrayList<>();
    List<SqlConnection> opened = new CopyOnWriteArrayList<>();
    Leases quick =
        new Leases(
            () -> database.connect(vertx, Schema.auth).onSuccess(opened::add),
            Duration.ofSeconds(2));
    LeaseKeeper keeper =
        new LeaseKeeper(
            vertx,
            quick,
            "it",
            "a",
            new LeaseKeeper.Owner() {
              @Override
              public void gained(Lease lease) {
                told.add("gained");
              }

              @Override
              public void reached() {
                told.add("reached");
              }

              @Override
              public void lost(Lease lease) {
                told.add("lost");
              }
            });
    await(keeper.start());
    assertThat(keeper.held()).isNotNull();
    Lease first = keeper.held();
    await(one.lapsed(""));

    // The database does not answer: the row is locked for longer than an answer may take.
    await(
        pool.withTransaction(
            sql ->
                sql.query("select 1 from lease where name = 'it' for update")
                    .execute()
                    .compose(ok -> sql.query("select pg_sleep(1.6)").execute())));
    await().until(() -> told.contains("reached"));
    assertThat(keeper.held().fence()).isEqualTo(first.fence());
    assertThat(opened).hasSizeGreaterThan(1);

    sql("update lease set node = 'b', fence = nextval('lease_fence') where name = 'it'");
    await().until(() -> told.contains("lost"));
    assertThat(keeper.held()).isNull();
    assertThat(told).containsExactly("gained", "reached", "lost");
    sql("delete from lease");
    await().until(() -> keeper.held() != null);
    assertThat(keeper.held().fence()).isGreaterThan(first.fence());
    await(keeper.stop());
    assertThat(await(one.list(""))).isEmpty();
    await(quick.close());
  }
}
