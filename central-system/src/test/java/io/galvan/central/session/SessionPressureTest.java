package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stations that send ahead of what is answered, over both transports of our own. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Transport.class,
    names = {"WebSocket", "MQTT"})
class SessionPressureTest extends SessionFixture {
  private static final int AHEAD = 150;

  SessionPressureTest(Transport transport) {
    super(transport);
  }

  private static String start(int i) {
    return "[2,\"s"
        + i
        + "\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":"
        + i
        + ",\"timestamp\":\"2026-03-01T12:00:00Z\"}]";
  }

  private void assertAllAreAnsweredInOrder(RawStation station) {
    for (int i = 1; i <= AHEAD; i++) {
      assertThat(station.receive()).startsWith("[3,\"s" + i + "\"");
    }
    assertThat(services.heard(Transactions.Start.class)).hasSize(AHEAD);
    for (int i = 1; i <= AHEAD; i++) {
      assertThat(services.heard(Transactions.Start.class).get(i - 1).meterStartWh()).isEqualTo(i);
    }
    assertThat(services.heard(Connections.Connect.class)).hasSize(1);
    assertThat(services.heard(Chargers.Notice.class)).isEmpty();
  }

  @Test
  void shouldAnswer150CallsThatAreSentAheadInTheirOrder() {
    RawStation station = station("CP-1");
    for (int i = 1; i <= AHEAD; i++) {
      station.send(start(i));
    }
    assertAllAreAnsweredInOrder(station);
  }

  @Test
  void shouldTakeUpInTheirOrderTheCallsThatWaitedUnread() {
    Promise<Tokens.Authorization> stored = Promise.promise();
    services.answer(Tokens.Authorize.class, request -> stored.future());
    RawStation station = station("CP-1");
    station.send("[2,\"first\",\"Authorize\",{\"idTag\":\"T\"}]");
    for (int i = 1; i <= AHEAD; i++) {
      station.send(start(i));
    }
    await().until(() -> services.heard(Tokens.Authorize.class).size() == 1);
    assertThat(services.heard(Transactions.Start.class)).isEmpty();
    stored.complete(new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null));
    assertThat(station.receive()).startsWith("[3,\"first\"");
    assertAllAreAnsweredInOrder(station);
  }

  @Test
  void shouldLeaveWhatTheOlderConnectionHasNotAnsweredToTheNewer() {
    services.password = Mosquitto.PASSWORD;
    Promise<Transactions.Started> stored = Promise.promise();
    services.answer(Transactions.Start.class, request -> stored.future());
    RawStation older = await(connect("CP-1", Mosquitto.PASSWORD));
    await().until(() -> registry.find("CP-1") != null);
    for (int i = 1; i <= 40; i++) {
      older.send(start(i));
    }
    await().until(() -> services.heard(Transactions.Start.class).size() == 1);
    RawStation newer = await(connect("CP-1", Mosquitto.PASSWORD));
    await().until(() -> older.closed().isDone());
    services.usual(Transactions.Start.class);
    assertThat(newer.ask(start(2))).startsWith("[3,\"s2\"");
    stored.complete(
        new Transactions.Started(
            7, new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    assertThat(newer.ask(start(3))).startsWith("[3,\"s3\"");
    assertThat(services.heard(Transactions.Start.class))
        .extracting(Transactions.Start::meterStartWh)
        .containsExactly(1L, 2L, 3L);
    assertThat(older.received()).isEmpty();
  }
}
