package io.galvan.conformance.v16;

import org.junit.jupiter.api.Test;

@OverEveryTransport
class BootTest extends Suite16 {
  @Test
  void TC_001_coldBoot() {
    reconnect();
    boot();
    statuses("Available");
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
  }
}
