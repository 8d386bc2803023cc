package io.galvan.central.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That connections go on working is what every test over WebSocket shows. */
class SlimmingTest {
  @Test
  void shouldKnowTheFieldsOfThisVersionOfVertx() {
    assertThat(Slimming.isPossible()).isTrue();
  }
}
