package io.galvan.auth.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.event.Happening;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenKey;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreditsTest {
  private final AuthFixture auth = new AuthFixture(Map.of());

  @AfterEach
  void stop() {
    auth.close();
  }

  private void prepaid(String idToken, @Nullable String credit) {
    TokenTerms terms =
        new TokenTerms(
            null,
            null,
            null,
            null,
            credit == null ? null : new BigDecimal(credit),
            60,
            null,
            null,
            null,
            null);
    auth.ask(Tokens.CREATE, new TokenData(idToken, null, null, false, null, null, null, terms));
  }

  private @Nullable BigDecimal credit(String idToken) {
    return auth.ask(Tokens.GET, new TokenKey(idToken)).terms().credit();
  }

  private Transaction stopped(long id, String idToken, @Nullable String cost) {
    Instant now = auth.clock.instant();
    return new Transaction(
        id,
        "CS",
        1,
        idToken,
        null,
        TokenStatus.Accepted,
        null,
        TransactionState.Ended,
        now,
        0L,
        now,
        0L,
        "Local",
        null,
        null,
        BigDecimal.ZERO,
        null,
        null,
        null,
        now,
        List.of(),
        1,
        "t-" + id,
        null,
        null,
        null,
        cost == null ? null : new BigDecimal(cost),
        cost == null ? null : "EUR",
        List.of(),
        null,
        null);
  }

  private void hear(Transaction... stopped) {
    List<Event> events =
        Arrays.stream(stopped)
            .map(
                one ->
                    new Event(
                        UUID.randomUUID().toString(),
                        auth.clock.instant(),
                        "CS",
                        (Happening) new Happening.TransactionStopped(one)))
            .toList();
    auth.ask(Subscription.AUTH.address(), new EventBatch(events));
  }

  @Test
  void shouldTakeWhatTransactionsCostUntilNothingIsLeft_TC_C_103_TC_C_104() {
    prepaid("Prepaid", "10.00");
    hear(stopped(1, "PREPAID", "4.25"), stopped(2, "prepaid", "1.00"));
    assertThat(credit("prepaid")).isEqualByComparingTo("4.75");
    hear(stopped(3, "prepaid", "4.75"));
    assertThat(credit("prepaid")).isEqualByComparingTo("0");
    assertThat(auth.ask(Tokens.AUTHORIZE, new Authorize("prepaid", "CS")).status())
        .isEqualTo(TokenStatus.NoCredit);
    assertThat(auth.ask(Tokens.GET, new TokenKey("prepaid")).terms().cacheSeconds())
        .as("the other terms")
        .isEqualTo(60);
  }

  @Test
  void shouldTakeOnceWhatIsToldTwiceAndTheDifferenceOfACorrection() {
    prepaid("p", "10");
    hear(stopped(1, "p", "4"), stopped(1, "p", "4"));
    hear(stopped(1, "p", "4"));
    assertThat(credit("p")).isEqualByComparingTo("6");
    hear(stopped(1, "p", "2.5"));
    assertThat(credit("p")).isEqualByComparingTo("7.5");
    hear(stopped(1, "p", "3"));
    assertThat(credit("p")).isEqualByComparingTo("7");
  }

  @Test
  void shouldLeaveOtherTokensAlone() {
    prepaid("p", "10");
    prepaid("unlimited", null);
    hear(
        stopped(1, "unlimited", "4"),
        stopped(2, "nobody", "4"),
        stopped(3, "p", null),
        stopped(4, "p", "1"));
    assertThat(credit("unlimited")).isNull();
    assertThat(credit("p")).isEqualByComparingTo("9");
  }
}
