package io.galvan.charger;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.connection.Connections.Admit;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.FleetQuery;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChargerVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Vertx otherVertx = Vertx.vertx();
  private final Platform platform = TestPlatform.create();

  @AfterEach
  void close() {
    await(vertx.close());
    await(otherVertx.close());
  }

  @Test
  void shouldKeepTheServicesRoleOutOfOtherSchemas() {
    platform.database().migrate(Schema.auth);
    platform.database().migrate(Schema.transaction);
    await(vertx.deployVerticle(new ChargerVerticle(platform)));
    Pool pool = platform.database().pool(vertx, Schema.charger);
    for (String schema : List.of("auth", "transaction")) {
      assertThatThrownBy(() -> await(pool.query("select * from " + schema + ".outbox").execute()))
          .hasMessageContaining("permission denied for schema " + schema);
    }
    assertThat(await(pool.query("select * from charger").execute()).size()).isZero();
  }

  @Test
  void shouldAnswerWhatIsUnderWayBeforeItStopsAndNothingAfter() {
    String deployment = await(vertx.deployVerticle(new ChargerVerticle(platform)));
    Bus bus = Bus.of(vertx);
    TestPlatform.standInForSubscribers(vertx, Subscription.CHARGER, Subscription.MQTT);
    List<Future<Admission>> answers =
        IntStream.range(0, 500)
            .mapToObj(i -> bus.request(Connections.ADMIT, new Admit("S-" + i, Transport.MQTT)))
            .toList();
    await(answers.get(0));
    await(vertx.undeploy(deployment));
    answers.forEach(answer -> assertThat(await(answer).admitted()).isTrue());
    assertThatThrownBy(() -> await(bus.request(Chargers.FLEET, new FleetQuery())))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
  }

  @Test
  void shouldServeFromTwoNodesOnOneDatabase() {
    TestPlatform.standInForSubscribers(vertx, Subscription.CHARGER, Subscription.MQTT);
    TestPlatform.standInForSubscribers(otherVertx, Subscription.CHARGER);
    Future<String> one = vertx.deployVerticle(new ChargerVerticle(platform));
    Future<String> other = otherVertx.deployVerticle(new ChargerVerticle(platform));
    await(one);
    await(other);
    // The same strangers knock at both nodes at once.
    List<Future<Admission>> answers =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    Bus.of(i % 2 == 0 ? vertx : otherVertx)
                        .request(Connections.ADMIT, new Admit("T-" + i / 2, Transport.WebSocket)))
            .toList();
    answers.forEach(answer -> assertThat(await(answer).admitted()).isTrue());
    assertThat(await(Bus.of(vertx).request(Chargers.FLEET, new FleetQuery())).chargers())
        .isEqualTo(200);
  }

  @Test
  void shouldFailToStartWithoutADatabase() {
    Platform nowhere =
        new Platform(
            platform.settings(),
            platform.clock(),
            new io.galvan.platform.db.Database("postgresql://a:b@127.0.0.1:1/none", 2),
            platform.meters());
    assertThatThrownBy(() -> await(vertx.deployVerticle(new ChargerVerticle(nowhere))))
        .isInstanceOf(RuntimeException.class);
    assertThat(vertx.deploymentIDs()).isEmpty();
  }
}
