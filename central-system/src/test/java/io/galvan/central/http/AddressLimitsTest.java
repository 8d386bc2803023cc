package io.galvan.central.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.http.AddressLimits.Verdict;
import io.galvan.platform.config.ConnectionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final AddressLimits limits =
      new AddressLimits(
          ConnectionSettings.from(
              Map.of(
                  "GALVAN_HANDSHAKES_PER_ADDRESS", "2",
                  "GALVAN_REFUSED_PER_MINUTE", "3",
                  "GALVAN_CONNECTIONS_PER_ADDRESS", "4")),
          nanos::get);

  private Verdict arrive(String network) {
    return limits.arrive(network, true, () -> {});
  }

  @Test
  void aHandshakeBeyondThoseUnderWayWaitsForOneToEnd() {
    List<Integer> begun = new ArrayList<>();
    assertThat(limits.arrive("a", true, () -> begun.add(1))).isEqualTo(Verdict.ENTER);
    assertThat(limits.arrive("a", true, () -> begun.add(2))).isEqualTo(Verdict.ENTER);
    assertThat(limits.arrive("a", true, () -> begun.add(3))).isEqualTo(Verdict.WAIT);
    assertThat(limits.arrive("a", true, () -> begun.add(4))).isEqualTo(Verdict.WAIT);
    assertThat(arrive("b")).as("another address").isEqualTo(Verdict.ENTER);
    limits.handshakeEnds("a");
    assertThat(begun).containsExactly(3);
    limits.handshakeEnds("a");
    assertThat(begun).containsExactly(3, 4);
    limits.handshakeEnds("a");
    limits.leaves("a");
    assertThat(arrive("a")).isEqualTo(Verdict.ENTER);
  }

  @Test
  void oneThatGivesUpWaitingIsNotWokenAndLeavesNothing() {
    List<Integer> begun = new ArrayList<>();
    Runnable third = () -> begun.add(3);
    arrive("a");
    arrive("a");
    limits.arrive("a", true, third);
    assertThat(limits.giveUp("a", third)).isTrue();
    limits.leaves("a");
    limits.handshakeEnds("a");
    limits.handshakeEnds("a");
    limits.leaves("a");
    limits.leaves("a");
    assertThat(begun).isEmpty();
    assertThat(limits.known()).isZero();
  }

  @Test
  void onlySoManyConnectionsAreOpen() {
    for (int i = 0; i < 4; i++) {
      assertThat(arrive("a")).isEqualTo(Verdict.ENTER);
      limits.handshakeEnds("a");
    }
    assertThat(arrive("a")).isEqualTo(Verdict.CLOSE);
    limits.leaves("a");
    assertThat(arrive("a")).isEqualTo(Verdict.ENTER);
    assertThat(limits.open("a")).isEqualTo(4);
  }

  @Test
  void afterTooManyRefusalsNoneIsLookedAtForTheRestOfTheMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.isClosedTo("a")).isFalse();
      limits.refused("a");
    }
    assertThat(limits.isClosedTo("a")).isTrue();
    assertThat(arrive("a")).isEqualTo(Verdict.CLOSE);
    assertThat(limits.arrive("a", false, () -> {})).as("told by a status").isEqualTo(Verdict.ENTER);
    assertThat(limits.isClosedTo("b")).isFalse();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    assertThat(limits.isClosedTo("a")).isFalse();
    limits.refused("a");
    assertThat(limits.isClosedTo("a")).as("a new minute").isFalse();
  }

  @Test
  void addressesThatAreGoneAreForgotten() {
    for (int i = 0; i < 1_000; i++) {
      limits.refused("r" + i);
      arrive("c" + i);
      limits.handshakeEnds("c" + i);
      limits.leaves("c" + i);
    }
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(62));
    arrive("a");
    assertThat(limits.known()).isEqualTo(1);
  }

  @Test
  void aFloodIsRecordedOnceASecond() {
    assertThat(limits.mayRecord("a")).isTrue();
    assertThat(limits.mayRecord("a")).isFalse();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(limits.mayRecord("a")).isTrue();
  }
}
