package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignInAttemptsTest {
  private final MovableClock clock = TestPlatform.clock();
  private final SignInAttempts attempts = new SignInAttempts(clock);

  private void begin(String account, String network, int times) {
    for (int i = 0; i < times; i++) {
      attempts.begin(account, network, false);
    }
  }

  private void assertLocked(String account, String network, boolean known) {
    assertFault(Fault.TOO_MANY, null, () -> attempts.begin(account, network, known));
  }

  @Test
  void shouldLookAtTenOfAnAddressInTenMinutesThenAtNoneUntilTheyAreOver() {
    begin("ada", "1", 10);
    assertLocked("ada", "1", false);
    attempts.begin("bob", "1", false);
    attempts.begin("ada", "2", false);
    clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertLocked("ada", "1", false);
    clock.advance(Duration.ofSeconds(1));
    begin("ada", "1", 10);
    assertLocked("ada", "1", false);
  }

  @Test
  void shouldTellHowLongToWait() {
    begin("ada", "1", 10);
    clock.advance(Duration.ofMinutes(4));
    GalvanException locked =
        catchThrowableOfType(GalvanException.class, () -> attempts.begin("ada", "1", false));
    assertThat(locked.retryAfter()).isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void shouldStartAnewAfterARightPassword() {
    begin("ada", "1", 9);
    attempts.succeeded("ada", "1");
    begin("ada", "1", 10);
    assertLocked("ada", "1", false);
  }

  @Test
  void shouldLockAllStrangersAfterAHundredButNobodyWhoIsKnown() {
    for (int i = 0; i < 10; i++) {
      begin("ada", "stranger-" + i, 10);
    }
    assertLocked("ada", "another", false);
    attempts.begin("ada", "home", true);
    attempts.begin("bob", "another", false);
  }

  @Test
  void shouldForgetTheOldestCountsBeyondItsBound() {
    begin("first", "1", 10);
    for (int i = 0; i < 20_000; i++) {
      attempts.begin("other-" + i, "1", true);
    }
    attempts.begin("first", "1", true);
  }
}
