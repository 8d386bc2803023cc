package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** Messages that are handed over just as a session ends. */
class HandOversTest {
  private static final String STATION = "ocpp/1.6/CP-1/up";

  private final HandOvers handOvers = new HandOvers();
  private final Object older = new Object();

  @Test
  void shouldNotLetALaterMessageOvertakeThoseThatFail() {
    Promise<Void> first = Promise.promise();
    assertThat(handOvers.admits(STATION, 7, null)).isTrue();
    handOvers.watch(STATION, 7, older, first.future());
    assertThat(handOvers.admits(STATION, 7, older)).as("many are under way at once").isTrue();
    assertThat(handOvers.admits(STATION, 7, null)).as("the session has ended").isFalse();
    first.fail("offline");
    assertThat(handOvers.admits(STATION, 7, null)).as("the first comes again").isFalse();
    assertThat(handOvers.admits(STATION, 8, null)).as("the next round begins with it").isTrue();
    assertThat(handOvers.admits("ocpp/1.6/CP-2/up", 7, null)).isTrue();
  }

  @Test
  void shouldWaitForThoseOfTheOlderSessionThatAreStillUnderWay() {
    Promise<Void> first = Promise.promise();
    handOvers.watch(STATION, 7, older, first.future());
    assertThat(handOvers.admits(STATION, 7, new Object())).isFalse();
    first.complete();
    assertThat(handOvers.admits(STATION, 7, new Object())).isTrue();
    assertThat(handOvers.size()).isZero();
  }
}
