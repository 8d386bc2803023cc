package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairShareTest {
  private long nanos = 1;
  private final FairShare share = new FairShare(() -> nanos);

  private int taken(String id, int entries, boolean pressed) {
    int taken = 0;
    for (int i = 0; i < entries; i++) {
      taken += share.take(id, pressed) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void shouldLeaveRoomForOthersWhenAStationFloodsTheLog() {
    assertThat(taken("FLOOD", 5_000, true)).isEqualTo(1_000);
    assertThat(taken("CALM", 100, true)).isEqualTo(100);
    share.left("FLOOD");
    assertThat(taken("FLOOD", 10, true)).isEqualTo(1);
    assertThat(taken("FLOOD", 500, false)).isEqualTo(500);
  }

  @Test
  void shouldGiveABurstAndThenTenASecond() {
    assertThat(taken("FLOOD", 30_000, false)).isEqualTo(20_000);
    nanos += 3_000_000_000L;
    assertThat(taken("FLOOD", 100, false)).isEqualTo(30);
    assertThat(taken("CALM", 100, false)).isEqualTo(100);
  }
}
