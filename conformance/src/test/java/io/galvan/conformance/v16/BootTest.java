package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class BootTest extends Suite16 {
  @Test
  void TC_001_coldBoot() {
    reconnect();
    boot();
    JsonNode booted = seen.of("");
    assertThat(booted.get("registration").asText()).isEqualTo("Accepted");
    assertThat(booted.get("model").asText()).isEqualTo("Case");
    assertNow(booted.get("bootedAt"));
    statuses("Available");
    assertThat(seen.of("").get("connectors")).hasSize(CONNECTORS + 1);
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
  }
}
