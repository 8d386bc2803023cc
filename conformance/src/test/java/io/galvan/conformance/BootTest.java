package io.galvan.conformance;

import org.junit.jupiter.api.Test;

@OverBothTransports
class BootTest extends Suite16 {
  @Test
  void TC_001_coldBoot() {
    reconnect();
    boot();
    statuses("Available");
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
  }
}
