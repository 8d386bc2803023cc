package io.galvan.charger.connection;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.contract.connection.Connections.Disconnect;
import io.galvan.contract.connection.Connections.Heard;
import io.galvan.contract.connection.Connections.SeenBatch;
import io.galvan.contract.connection.Nodes;
import io.galvan.contract.connection.Nodes.Session;
import io.galvan.contract.connection.Nodes.Sessions;
import io.galvan.contract.connection.Nodes.StoredQuery;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.contract.event.Happening.ChargerDisconnected;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that are given away with a lease, and those that stand after all. */
class StandingTest extends ChargerFixture {
  @Override
  protected Map<String, String> settings() {
    return Map.of("GALVAN_CLOSE_AFTER_DISCONNECT", "30");
  }

  private List<Session> standing(String nodeId, Session... sessions) {
    return ask(Nodes.STANDING, new Sessions(nodeId, List.of(sessions))).items();
  }

  private void heard(String id, long epoch) {
    ask(Connections.SEEN, new SeenBatch(Map.of(id, new Heard(clock.instant(), epoch))));
  }

  private void sql(String statement) {
    await(pool.query(statement).execute());
  }

  @Test
  void shouldOpenAConnectionAgainWhenItsNodeIsBack() {
    String id = charger();
    String gone = charger();
    String closed = charger();
    Connection stood = connect(id, "paused");
    Connection left = connect(gone, "paused");
    Connection shut = connect(closed, "paused");
    lapse("paused");
    assertThat(get(id).online()).isFalse();
    ask(Connections.DISCONNECT, new Disconnect(closed, shut.epoch(), "closed"));
    Connection elsewhere = connect(gone, "other");
    assertThat(elsewhere.replacedNodeId())
        .as("its old session may still be there")
        .isEqualTo("paused");
    assertThat(
            standing(
                "paused",
                new Session(id, stood.epoch()),
                new Session(gone, left.epoch()),
                new Session(closed, shut.epoch()),
                new Session("NOBODY", 1)))
        .containsExactlyInAnyOrder(new Session(gone, left.epoch()), new Session("NOBODY", 1));
    assertThat(get(id).online()).isTrue();
    assertThat(get(id).connectedAt()).isEqualTo(clock.instant());
    assertThat(get(closed).online()).as("what was seen to close is closed").isFalse();
    assertThat(ask(Connections.LOCATE, new Chargers.ChargerKey(gone)).nodeId()).isEqualTo("other");
    assertThat(happenings(settledEventsOf(id), ChargerConnected.class))
        .extracting(ChargerConnected::epoch)
        .containsExactly(stood.epoch(), stood.epoch());
    assertThat(happenings(settledEventsOf(id), ChargerDisconnected.class))
        .extracting(ChargerDisconnected::reason)
        .containsExactly("NodeGone");
  }

  @Test
  void shouldOpenAConnectionAgainOnWhichAStationIsHeardAndNoOlderOne() {
    String id = charger();
    Connection first = connect(id, "n1");
    Connection second = connect(id, "n2");
    lapse("n2");
    heard(id, first.epoch());
    assertThat(get(id).online()).isFalse();
    heard(id, second.epoch());
    assertThat(get(id).online()).isTrue();
    ask(Connections.DISCONNECT, new Disconnect(id, second.epoch(), "closed"));
    heard(id, second.epoch());
    assertThat(get(id).online()).as("heard before it closed, told after it").isFalse();
  }

  @Test
  void shouldTellTheConnectionsOfANodeAndGiveAwayWhatItMisses() {
    String id = charger();
    String other = charger();
    Connection connection = connect(id, "asks");
    connect(other, "another");
    assertThat(ask(Nodes.STORED, new StoredQuery("asks", "")).items())
        .as("its session may not be there yet")
        .isEmpty();
    clock.advance(Duration.ofSeconds(11));
    Session session = new Session(id, connection.epoch());
    assertThat(ask(Nodes.STORED, new StoredQuery("asks", "")).items()).containsExactly(session);
    assertThat(ask(Nodes.STORED, new StoredQuery("asks", id)).items()).isEmpty();
    ask(Nodes.MISSING, new Sessions("asks", List.of(session, new Session(other, 1))));
    assertThat(get(id).online()).isFalse();
    assertThat(get(other).online()).isTrue();
    heard(id, connection.epoch());
    assertThat(get(id).online()).isTrue();
  }

  @Test
  void shouldNotTellAStationLostSoonWhoseNodeIsAway() {
    String id = charger();
    String left = charger();
    connect(id, "away");
    lapse("away");
    clock.advance(Duration.ofMinutes(5));
    Connection marker = connect(left, "n1");
    ask(Connections.DISCONNECT, new Disconnect(left, marker.epoch(), "closed"));
    clock.advance(Duration.ofSeconds(31));
    await().until(() -> lost(left) == 1);
    assertThat(lost(id)).isZero();
    clock.advance(Duration.ofMinutes(6));
    await().until(() -> lost(id) == 1);
  }

  private long lost(String id) {
    return happenings(eventsOf(id), ChargerUpdated.class).stream()
        .filter(updated -> updated.change() == ChargerChange.Lost)
        .count();
  }

  @Test
  void shouldOpenNoConnectionOfThisNodeWithoutItsLeaseAndCallTheRollWhenItHasItAgain() {
    AtomicInteger calls = new AtomicInteger();
    var served =
        bus.serveAt(
            Nodes.ROLL_CALL,
            platform.nodeId(),
            call -> {
              calls.incrementAndGet();
              return Future.succeededFuture(Done.DONE);
            });
    String id = charger();
    Connection stood = connect(id, platform.nodeId());
    String lease = "'node/" + platform.nodeId() + "'";
    // Another node has found it lapsed, and is about to give away what it owned.
    sql(
        "update lease set node = 'judge', fence = nextval('lease_fence'),"
            + " until = clock_timestamp() + interval '1 h' where name = "
            + lease);
    assertThatThrownBy(() -> connect(id, platform.nodeId()))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    sql("update connection set online = false, given_away = true where charger_id = '" + id + "'");
    heard(id, stood.epoch());
    assertThat(get(id).online()).as("nobody would close it").isFalse();
    assertThat(calls).hasValue(0);
    sql("delete from lease where name = " + lease);
    await().until(() -> calls.get() > 0);
    assertThat(standing(platform.nodeId(), new Session(id, stood.epoch()))).isEmpty();
    assertThat(get(id).online()).isTrue();
    assertThat(connect(id, platform.nodeId()).epoch()).isGreaterThan(stood.epoch());
    await(served.unregister());
  }

  @Test
  void shouldJudgeNobodyRightAfterTheDatabaseWasAway() {
    String id = charger();
    connect(id, "slow");
    sql("update lease_watch set at = clock_timestamp() + interval '1 h'");
    sql(
        "insert into lease (name, node, fence, since, until) values ('node/slow', 'slow',"
            + " nextval('lease_fence'), clock_timestamp(), clock_timestamp() - interval '20 s')");
    sql("update lease_watch set at = clock_timestamp() - interval '30 s'");
    await()
        .until(
            () ->
                count("select count(*) from lease where name = 'node/slow' and until > now()")
                    == 1);
    assertThat(get(id).online()).isTrue();
    await().until(() -> count("select count(*) from lease where name = 'node/slow'") == 0);
    assertThat(get(id).online()).isFalse();
  }
}
