package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.fleet.Fleet;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.Fleet.Way;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drivers at many stations of 2.x. */
class FleetTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Habits HASTY =
      new Habits(
          SECOND, SECOND, SECOND.multipliedBy(5), SECOND.multipliedBy(20), SECOND.multipliedBy(30));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldTellEveryTransactionOnceAndWithoutGaps(OcppVersion version) {
    Central2 central = new Central2(vertx, version);
    get(central.listen());
    List<Member> members = new ArrayList<>();
    for (String id : Fleet.ids("CS-", 4)) {
      Way way =
          members.size() % 2 == 0
              ? new Way.WebSocket(central.url())
              : new Way.Mqtt("127.0.0.1", central.mqttPort());
      members.add(new Member(id, null, way, version));
    }
    Fleet fleet =
        new Fleet(
            vertx,
            members,
            List.of("A", "B"),
            HASTY,
            SECOND.multipliedBy(10),
            Clock.systemUTC(),
            60,
            7);
    get(fleet.start());
    await().until(() -> fleet.connected() == 4 && fleet.sessions() >= 12);
    fleet.stopDrivers();
    get(fleet.stop());

    Map<String, List<Integer>> numbers = new TreeMap<>();
    central
        .calls("TransactionEvent")
        .forEach(
            event ->
                numbers
                    .computeIfAbsent(
                        event.getJsonObject("transactionInfo").getString("transactionId"),
                        id -> new ArrayList<>())
                    .add(event.getInteger("seqNo")));
    assertThat(numbers).hasSizeGreaterThanOrEqualTo(12);
    numbers
        .values()
        .forEach(
            each -> {
              assertThat(each.get(0)).isZero();
              for (int i = 0; i < each.size(); i++) {
                assertThat(each.get(i)).isEqualTo(i);
              }
            });
    assertThat(central.violations).isEmpty();
  }
}
