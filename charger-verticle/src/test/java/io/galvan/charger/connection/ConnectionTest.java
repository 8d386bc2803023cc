package io.galvan.charger.connection;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connect;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.contract.connection.Connections.Disconnect;
import io.galvan.contract.connection.Connections.Heard;
import io.galvan.contract.connection.Connections.SeenBatch;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.contract.event.Happening.ChargerDisconnected;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionTest extends ChargerFixture {
  @Override
  public Map<String, String> settings() {
    return Map.of("GALVAN_CLOSE_AFTER_DISCONNECT", "3600");
  }

  @Test
  void shouldAnswerAnEpochAndNoRegistrationBeforeTheFirstBoot() {
    String id = charger();
    Connection first = connect(id, "n1");
    assertThat(first.registration()).isNull();
    assertThat(first.replacedNodeId()).isNull();
    assertThat(first.replacedEpoch()).isNull();
    assertThat(first.heartbeatIntervalS()).isEqualTo(300);
    ask(Chargers.BOOT, booting(id, "V"));
    Connection second = connect(id, "n2");
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(second.registration()).isEqualTo(Registration.Accepted);
    assertThat(second.replacedNodeId()).isEqualTo("n1");
    assertThat(second.replacedEpoch()).isEqualTo(first.epoch());
    Charger view = get(id);
    assertThat(view.online()).isTrue();
    assertThat(view.nodeId()).isEqualTo("n2");
    assertThat(view.connectedAt()).isEqualTo(clock.instant());
    assertThat(view.lastSeenAt()).isEqualTo(clock.instant());
    assertThat(happenings(settledEventsOf(id), ChargerConnected.class))
        .extracting(ChargerConnected::epoch)
        .containsExactly(first.epoch(), second.epoch());
  }

  @Test
  void shouldIgnoreTheEndOfAnOlderConnection() {
    String id = charger();
    Connection first = connect(id, "n1");
    Connection second = connect(id, "n2");
    ask(Connections.DISCONNECT, new Disconnect(id, first.epoch(), "late"));
    assertThat(ask(Connections.LOCATE, new ChargerKey(id)).nodeId()).isEqualTo("n2");
    assertThat(settledEventsOf(id, EventType.charger_disconnected)).isEmpty();
    ask(Connections.DISCONNECT, new Disconnect(id, second.epoch(), "closed"));
    assertThat(ask(Connections.LOCATE, new ChargerKey(id)).nodeId()).isNull();
    ask(Connections.DISCONNECT, new Disconnect(id, second.epoch(), "again"));
    assertThat(happenings(settledEventsOf(id), ChargerDisconnected.class))
        .containsExactly(new ChargerDisconnected("n2", second.epoch(), "closed"));
    assertThat(connect(id, "n3").replacedNodeId()).isNull();
  }

  @Test
  void shouldLetTheLastOfManyConnectionsOfOneBatchWin() {
    String id = charger();
    List<Connect> connects = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      connects.add(connecting(id, "race-" + i));
    }
    List<Future<Connection>> answers = askAll(Connections.CONNECT, connects);
    List<Connection> connections = answers.stream().map(answer -> await(answer)).toList();
    Connection newest =
        connections.stream()
            .max(java.util.Comparator.comparingLong(Connection::epoch))
            .orElseThrow();
    assertThat(connections).extracting(Connection::epoch).doesNotHaveDuplicates();
    assertThat(ask(Connections.LOCATE, new ChargerKey(id)).epoch()).isEqualTo(newest.epoch());
    // Each connection but the newest was replaced by exactly one other.
    assertThat(connections.stream().map(Connection::replacedEpoch).filter(e -> e != null))
        .hasSize(19)
        .doesNotHaveDuplicates()
        .doesNotContain(newest.epoch());
    assertThat(settledEventsOf(id, EventType.charger_connected)).hasSize(20);
  }

  @Test
  void shouldKeepTheOrderOfAnEndAndANewBeginningInOneBatch() {
    String id = charger();
    Connection first = connect(id, "n1");
    var end = bus.request(Connections.DISCONNECT, new Disconnect(id, first.epoch(), "reset"));
    Connection second = connect(id, "n1");
    await(end);
    assertThat(ask(Connections.LOCATE, new ChargerKey(id)).epoch()).isEqualTo(second.epoch());
    assertThat(get(id).online()).isTrue();
  }

  @Test
  void shouldFailOnlyTheUnknownChargerOfABatch() {
    String id = charger();
    Future<Connection> unknown = bus.request(Connections.CONNECT, connecting("nobody", "n1"));
    Future<Connection> known = bus.request(Connections.CONNECT, connecting(id, "n1"));
    assertThat(await(known).epoch()).isPositive();
    assertThatThrownBy(() -> await(unknown))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }

  @Test
  void shouldConnectThousandsInFewTransactions() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add("MANY-" + i);
    }
    askAll(
            Connections.ADMIT,
            ids.stream()
                .map(id -> new Connections.Admit(id, Chargers.Transport.WebSocket))
                .toList())
        .forEach(answer -> await(answer));
    long before = commits("connection");
    askAll(Connections.CONNECT, ids.stream().map(id -> connecting(id, "many")).toList())
        .forEach(answer -> await(answer));
    assertThat(commits("connection") - before).isLessThan(100);
    assertThat(count("select count(*) from connection where node_id = 'many' and online"))
        .isEqualTo(1_000);
  }

  @Test
  void shouldCloseAllConnectionsOfAFallenNodeAndNoOthers() {
    List<String> gone = List.of(charger(), charger(), charger());
    gone.forEach(id -> connect(id, "fallen"));
    String other = charger();
    connect(other, "standing");
    lapse("fallen");
    gone.forEach(id -> assertThat(get(id).online()).isFalse());
    assertThat(get(other).online()).isTrue();
    settledEventsOf(other);
    gone.forEach(
        id ->
            assertThat(happenings(eventsOf(id), ChargerDisconnected.class))
                .extracting(ChargerDisconnected::reason)
                .containsExactly("NodeGone"));
  }

  @Test
  void shouldNeverLetTheLastWordGoBackInTime() {
    String id = charger();
    Instant later = clock.instant().plusSeconds(30);
    ask(
        Connections.SEEN,
        new SeenBatch(Map.of(id, new Heard(later, 0), "nobody", new Heard(later, 0))));
    ask(Connections.SEEN, new SeenBatch(Map.of(id, new Heard(later.minusSeconds(10), 0))));
    assertThat(get(id).lastSeenAt()).isEqualTo(later);
    assertThat(settledEventsOf(id)).hasSize(1);
  }

  @Test
  void shouldTellALostChargerOnceUntilItConnectsAgain() {
    String id = charger();
    Connection first = connect(id, "n1");
    ask(Connections.DISCONNECT, new Disconnect(id, first.epoch(), "closed"));
    clock.advance(Duration.ofMinutes(61));
    await().until(() -> lost(id) == 1);
    sweepAfter(Duration.ofMinutes(61));
    assertThat(lost(id)).isEqualTo(1);
    Connection second = connect(id, "n1");
    ask(Connections.DISCONNECT, new Disconnect(id, second.epoch(), "closed"));
    clock.advance(Duration.ofMinutes(61));
    await().until(() -> lost(id) == 2);
  }

  @Test
  void shouldNotTellAChargerLostThatNeverConnected() {
    String id = charger();
    sweepAfter(Duration.ofDays(2));
    assertThat(lost(id)).isZero();
  }

  private long lost(String id) {
    return happenings(eventsOf(id), ChargerUpdated.class).stream()
        .filter(updated -> updated.change() == ChargerChange.Lost)
        .count();
  }

  /** Lets this much time pass, and returns after a sweep that saw it. */
  private void sweepAfter(Duration time) {
    String marker = charger();
    ask(Connections.DISCONNECT, new Disconnect(marker, connect(marker, "n1").epoch(), "closed"));
    clock.advance(time);
    await().until(() -> lost(marker) == 1);
  }
}
