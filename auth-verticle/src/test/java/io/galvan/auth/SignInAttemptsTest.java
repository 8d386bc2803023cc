package io.galvan.auth;

import static io.galvan.auth.AuthFixture.assertFault;

import io.galvan.platform.error.Fault;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignInAttemptsTest {
  private final MovableClock clock = TestPlatform.clock();
  private final SignInAttempts attempts = new SignInAttempts(clock);

  private void begin(String account, int times) {
    for (int i = 0; i < times; i++) {
      attempts.begin(account);
    }
  }

  @Test
  void shouldLookAtTenInTenMinutesThenAtNoneUntilTheyAreOver() {
    begin("ada", 10);
    assertFault(Fault.TOO_MANY, null, () -> attempts.begin("ada"));
    attempts.begin("bob");
    clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertFault(Fault.TOO_MANY, null, () -> attempts.begin("ada"));
    clock.advance(Duration.ofSeconds(1));
    begin("ada", 10);
    assertFault(Fault.TOO_MANY, null, () -> attempts.begin("ada"));
  }

  @Test
  void shouldStartAnewAfterARightPassword() {
    begin("ada", 9);
    attempts.succeeded("ada");
    begin("ada", 10);
    assertFault(Fault.TOO_MANY, null, () -> attempts.begin("ada"));
  }

  @Test
  void shouldForgetTheOldestAccountsBeyondItsBound() {
    begin("first", 10);
    for (int i = 0; i < 10_000; i++) {
      attempts.begin("other-" + i);
    }
    attempts.begin("first");
  }
}
