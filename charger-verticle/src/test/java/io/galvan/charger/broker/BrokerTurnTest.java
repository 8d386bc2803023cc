package io.galvan.charger.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Brokers.Beat;
import io.galvan.contract.broker.Brokers.Leave;
import io.galvan.contract.broker.Brokers.Turn;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.Mirrors.MirroredQuery;
import io.galvan.contract.broker.Mirrors.Mirroring;
import io.galvan.contract.broker.MqttEvents;
import io.galvan.contract.broker.MqttEvents.Published;
import io.galvan.contract.broker.MqttEvents.Stored;
import io.galvan.contract.broker.MqttEvents.Take;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventType;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the charger service keeps for MQTT: whose turn it is, events that wait, mirrors. */
class BrokerTurnTest extends ChargerFixture {
  @Override
  public Map<String, String> settings() {
    return Map.of(
        "GALVAN_MQTT_EVENTS", "true", "GALVAN_MQTT_BROKER", "mqtt://galvan:secret@127.0.0.1:1");
  }

  private Turn beat(String nodeId) {
    return ask(Brokers.BEAT, new Beat(nodeId));
  }

  private void silenceFor(String nodeId, int seconds) {
    TestPlatform.await(
        pool.preparedQuery(
                "update lease set until = clock_timestamp() + make_interval(secs => 8 - $2)"
                    + " where node = $1")
            .execute(Tuple.of(nodeId, (double) seconds)));
  }

  @Test
  void shouldGiveTheTurnToOneNodeUntilItGoesOrIsSilent() {
    assertThat(beat("b")).isEqualTo(new Turn("b", List.of("b")));
    assertThat(beat("a")).isEqualTo(new Turn("b", List.of("a", "b")));
    assertThat(beat("b").readerId()).isEqualTo("b");
    silenceFor("b", 7);
    assertThat(beat("a").readerId()).isEqualTo("b");
    silenceFor("b", 9);
    assertThat(beat("a")).isEqualTo(new Turn("a", List.of("a")));
    assertThat(beat("b")).isEqualTo(new Turn("a", List.of("a", "b")));
    ask(Brokers.LEAVE, new Leave("a"));
    assertThat(beat("b")).isEqualTo(new Turn("b", List.of("b")));
  }

  @Test
  void shouldKeepEventsUntilTheyArePublished() {
    charger();
    Awaitility.await()
        .untilAsserted(() -> assertThat(ask(MqttEvents.TAKE, new Take(10)).items()).isNotEmpty());
    List<Stored> again = ask(MqttEvents.TAKE, new Take(10)).items();
    assertThat(again.get(0).batch().events().get(0).type()).isEqualTo(EventType.charger_updated);
    long last = again.get(again.size() - 1).number();
    ask(MqttEvents.PUBLISHED, new Published(last));
    assertThat(ask(MqttEvents.TAKE, new Take(10)).items())
        .noneMatch(stored -> stored.number() <= last);
    ask(Subscription.MQTT.address(), again.get(0).batch());
    assertThat(ask(MqttEvents.TAKE, new Take(10)).items())
        .extracting(Stored::batch)
        .contains(new EventBatch(again.get(0).batch().events()));
  }

  @Test
  void shouldMirrorTheChargersThatAreChosen() {
    String id = charger();
    assertThat(ask(Mirrors.GET, new ChargerKey(id))).isEqualTo(new Mirroring(id, false));
    ask(Mirrors.SET, new Mirroring(id, true));
    assertThat(ask(Mirrors.LIST, new MirroredQuery()).chargerIds()).contains(id);
    ask(Mirrors.SET, new Mirroring(id, false));
    assertThat(ask(Mirrors.LIST, new MirroredQuery()).chargerIds()).doesNotContain(id);
    assertThatThrownBy(() -> ask(Mirrors.SET, new Mirroring("NOBODY", true)))
        .isInstanceOfSatisfying(
            GalvanException.class,
            refused -> assertThat(refused.fault()).isEqualTo(Fault.NOT_FOUND));
  }
}
