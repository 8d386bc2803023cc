package io.galvan.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class GuessingBrakeTest {
  private long nanos = 1;
  private final GuessingBrake brake = new GuessingBrake(() -> nanos);

  private void fail(String identity, String network, int times) {
    for (int i = 0; i < times; i++) {
      brake.failed(identity, network);
    }
  }

  /** The delay of one attempt that is over at once, in milliseconds. */
  private long delay(String identity, String network, boolean familiar) {
    GuessingBrake.Turn turn = Objects.requireNonNull(brake.enter(identity, network, familiar));
    brake.leave(turn);
    return turn.delayMs;
  }

  @Test
  void shouldSlowDownAfterSomeFailuresOfAnIdentityFromOneAddress() {
    fail("CP-1", "10.0.0.1", 5);
    assertThat(delay("CP-1", "10.0.0.1", false)).isZero();
    fail("cp-1", "10.0.0.1", 1);
    assertThat(delay("CP-1", "10.0.0.1", false)).isEqualTo(500);
    fail("CP-1", "10.0.0.1", 1);
    assertThat(delay("CP-1", "10.0.0.1", true)).isEqualTo(1_000);
    fail("CP-1", "10.0.0.1", 20);
    assertThat(delay("CP-1", "10.0.0.1", false)).isEqualTo(3_000);
    assertThat(delay("CP-2", "10.0.0.1", false)).isZero();
    assertThat(delay("CP-1", "10.0.0.2", true)).isZero();
  }

  @Test
  void shouldLetFewWaitOneAfterTheOther() {
    fail("CP-1", "10.0.0.1", 6);
    GuessingBrake.Turn first = brake.enter("CP-1", "10.0.0.1", false);
    GuessingBrake.Turn second = brake.enter("CP-1", "10.0.0.1", false);
    GuessingBrake.Turn third = brake.enter("CP-1", "10.0.0.1", false);
    assertThat(first.delayMs).isEqualTo(500);
    assertThat(second.delayMs).isEqualTo(1_000);
    assertThat(third.delayMs).isEqualTo(1_500);
    assertThat(brake.enter("CP-1", "10.0.0.1", false)).isNull();
    brake.leave(first);
    assertThat(brake.enter("CP-1", "10.0.0.1", false)).isNotNull();
  }

  @Test
  void shouldSlowDownGuessesFromManyAddressesButNotTheStationAtItsOwn() {
    for (int i = 0; i < 30; i++) {
      fail("CP-1", "10.0.1." + i, 1);
    }
    assertThat(brake.isWidelyGuessed("CP-1", "10.0.0.9")).isTrue();
    assertThat(delay("CP-1", "10.0.0.9", false)).isEqualTo(3_000);
    assertThat(delay("CP-1", "10.0.0.9", true)).isZero();
  }

  @Test
  void shouldSlowDownAnAddressThatTriesManyIdentities() {
    for (int i = 0; i < 60; i++) {
      fail("CP-" + i, "10.0.0.1", 1);
    }
    assertThat(delay("CP-777", "10.0.0.1", false)).isEqualTo(3_000);
    assertThat(delay("CP-777", "10.0.0.1", true)).isZero();
    assertThat(delay("CP-777", "10.0.0.2", false)).isZero();
  }

  @Test
  void shouldForgetAfterTenMinutesOrWhenTheRightPasswordIsShown() {
    fail("CP-1", "10.0.0.1", 9);
    fail("CP-2", "10.0.0.1", 9);
    brake.succeeded("CP-1", "10.0.0.1");
    assertThat(delay("CP-1", "10.0.0.1", false)).isZero();
    assertThat(delay("CP-2", "10.0.0.1", false)).isPositive();
    nanos += 601_000_000_000L;
    assertThat(delay("CP-2", "10.0.0.1", false)).isZero();
  }

  @Test
  void shouldKeepAPlaceForAStationAtANewAddressWhileOthersGuessFromElsewhere() {
    for (int i = 0; i < 30; i++) {
      fail("CP-1", "10.0.1." + i, 1);
    }
    for (int guesser = 0; guesser < 10; guesser++) {
      for (int i = 0; i < 3; i++) {
        assertThat(brake.enter("CP-1", "10.0.2." + guesser, false)).isNotNull();
      }
      assertThat(brake.enter("CP-1", "10.0.2." + guesser, false)).isNull();
    }
    GuessingBrake.Turn station = brake.enter("CP-1", "10.0.0.9", false);
    assertThat(station).isNotNull();
    assertThat(station.delayMs).isEqualTo(3_000);
  }
}
