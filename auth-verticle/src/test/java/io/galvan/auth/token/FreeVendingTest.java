package io.galvan.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.PolicyUpdated;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreeVendingTest {
  private static TokenStatus verdict(AuthFixture auth, String idToken, @Nullable String chargerId) {
    return auth.ask(Tokens.AUTHORIZE, new Authorize(idToken, chargerId)).status();
  }

  private static void tell(AuthFixture auth, PolicyUpdated... updates) {
    List<Event> events =
        Arrays.stream(updates)
            .map(
                update ->
                    new Event(
                        java.util.UUID.randomUUID().toString(),
                        auth.clock.instant(),
                        null,
                        (Happening) update))
            .toList();
    auth.ask(Subscription.AUTH.address(), new EventBatch(events));
  }

  @Test
  void shouldAcceptUnknownTokensOnlyWhereTheStationVendsFreely() {
    try (AuthFixture auth = new AuthFixture(Map.of())) {
      tell(
          auth,
          new PolicyUpdated(List.of("FREE", "OTHER"), true),
          new PolicyUpdated(List.of("OTHER"), false));
      auth.ask(Tokens.CREATE, new TokenData("good", "GROUP", false, null, 2, null));
      auth.ask(Tokens.CREATE, new TokenData("blocked", null, true, null, null, null));
      auth.ask(
          Tokens.CREATE,
          new TokenData("expired", null, false, auth.clock.instant().minusSeconds(1), null, null));

      for (String unknown : List.of("nobody", "", "x".repeat(300), "nul\u0000")) {
        assertThat(auth.ask(Tokens.AUTHORIZE, new Authorize(unknown, "FREE")))
            .isEqualTo(new Tokens.Authorization(TokenStatus.Accepted, null, null, null));
        assertThat(verdict(auth, unknown, "OTHER")).isEqualTo(TokenStatus.Invalid);
        assertThat(verdict(auth, unknown, "NEVER-TOLD")).isEqualTo(TokenStatus.Invalid);
        assertThat(verdict(auth, unknown, null)).isEqualTo(TokenStatus.Invalid);
      }
      assertThat(auth.ask(Tokens.AUTHORIZE, new Authorize("GOOD", "FREE")))
          .isEqualTo(new Tokens.Authorization(TokenStatus.Accepted, null, "GROUP", 2));
      assertThat(verdict(auth, "blocked", "FREE")).isEqualTo(TokenStatus.Blocked);
      assertThat(verdict(auth, "expired", "FREE")).isEqualTo(TokenStatus.Expired);
    }
  }

  @Test
  void shouldKnowOnEveryNodeAndForgetWhenThePolicyEnds() {
    try (AuthFixture auth = new AuthFixture(Map.of())) {
      tell(auth, new PolicyUpdated(List.of("FREE"), true));
      tell(auth, new PolicyUpdated(List.of("FREE"), true));
      try (AuthFixture later = new AuthFixture(auth)) {
        assertThat(verdict(later, "nobody", "FREE")).isEqualTo(TokenStatus.Accepted);
        tell(later, new PolicyUpdated(List.of("FREE"), null));
        assertThat(verdict(auth, "nobody", "FREE")).isEqualTo(TokenStatus.Invalid);
      }
    }
  }

  @Test
  void shouldTakeTheSystemsDefaultWhereNoPolicySaysOtherwise() {
    try (AuthFixture auth = new AuthFixture(Map.of("GALVAN_FREE_VENDING", "true"))) {
      tell(auth, new PolicyUpdated(List.of("PAID"), false));
      assertThat(verdict(auth, "nobody", "ANY")).isEqualTo(TokenStatus.Accepted);
      assertThat(verdict(auth, "nobody", "PAID")).isEqualTo(TokenStatus.Invalid);
    }
  }
}
