package io.galvan.auth.token;

import static io.galvan.auth.AuthFixture.assertFault;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.event.Happening;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenKey;
import io.galvan.contract.token.Tokens.TokenPage;
import io.galvan.contract.token.Tokens.TokenQuery;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.error.Fault;
import io.micrometer.core.instrument.DistributionSummary;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static TokenData data(
      String idToken, @Nullable String group, boolean blocked, @Nullable Instant expiresAt) {
    return new TokenData(idToken, group, blocked, expiresAt, null, null);
  }

  private static Token create(TokenData data) {
    return auth.ask(Tokens.CREATE, data);
  }

  private static Authorization authorize(String idToken) {
    return auth.ask(Tokens.AUTHORIZE, new Authorize(idToken, "CP-1"));
  }

  @Test
  void shouldAcceptAStoredTokenInAnyLetterCase() {
    create(new TokenData("Case-MiX", "Fleet", false, null, 2, null));
    assertThat(authorize("cASE-mIx"))
        .isEqualTo(new Authorization(TokenStatus.Accepted, null, "Fleet", 2));
  }

  @Test
  void shouldJudgeBlockedBeforeExpiredBeforeAccepted() {
    Instant past = auth.clock.instant().minusSeconds(1);
    Instant future = auth.clock.instant().plusSeconds(60);
    create(data("v-blocked-expired", null, true, past));
    create(data("v-expired", null, false, past));
    create(data("v-now", null, false, auth.clock.instant()));
    create(data("v-good", null, false, future));
    assertThat(authorize("v-blocked-expired").status()).isEqualTo(TokenStatus.Blocked);
    assertThat(authorize("v-expired").status()).isEqualTo(TokenStatus.Expired);
    assertThat(authorize("v-now").status()).isEqualTo(TokenStatus.Expired);
    assertThat(authorize("v-good"))
        .isEqualTo(new Authorization(TokenStatus.Accepted, future, null, null));
    assertThat(authorize("v-unknown").status()).isEqualTo(TokenStatus.Invalid);
  }

  @Test
  void shouldLetTheGroupsOwnTokenSpeakForItsMembers() {
    Instant soon = auth.clock.instant().plusSeconds(60);
    create(data("g-blocked", null, true, null));
    create(data("g-expired", null, false, auth.clock.instant().minusSeconds(1)));
    create(data("g-soon", null, false, soon));
    create(data("m-blocked", "G-BLOCKED", false, null));
    create(data("m-expired", "g-expired", false, null));
    create(data("m-soon", "g-soon", false, soon.plusSeconds(60)));
    create(data("m-of-none", "g-none", false, null));
    assertThat(authorize("m-blocked").status()).isEqualTo(TokenStatus.Blocked);
    assertThat(authorize("m-expired").status()).isEqualTo(TokenStatus.Expired);
    assertThat(authorize("m-soon"))
        .isEqualTo(new Authorization(TokenStatus.Accepted, soon, "g-soon", null));
    assertThat(authorize("m-of-none").status()).isEqualTo(TokenStatus.Accepted);
  }

  @Test
  void shouldTellOfEveryDenialInTheOutbox() {
    assertThat(authorize("nobody-knows-me").status()).isEqualTo(TokenStatus.Invalid);
    assertThat(authorize("x".repeat(1_000)).status()).isEqualTo(TokenStatus.Invalid);
    assertThat(authorize("nul\u0000").status()).isEqualTo(TokenStatus.Invalid);
    assertThat(authorize("").status()).isEqualTo(TokenStatus.Invalid);
    for (String idToken : List.of("nobody-knows-me", "x".repeat(255), "nul\u0000", "")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(auth.events)
                      .anySatisfy(
                          event -> {
                            assertThat(event.chargerId()).isEqualTo("CP-1");
                            assertThat(event.happening())
                                .isEqualTo(
                                    new Happening.AuthorizationDenied(
                                        idToken, TokenStatus.Invalid, null));
                          }));
    }
  }

  @Test
  void shouldSeeABlockMadeOnAnotherNodeAtOnce() {
    create(data("two-nodes", null, false, null));
    try (AuthFixture other = new AuthFixture(auth)) {
      assertThat(authorize("two-nodes").status()).isEqualTo(TokenStatus.Accepted);
      other.ask(Tokens.REPLACE, data("two-nodes", null, true, null));
      assertThat(authorize("two-nodes").status()).isEqualTo(TokenStatus.Blocked);
      assertThat(other.firstAdmins).isEmpty();
    }
  }

  @Test
  void shouldAnswerManyAuthorizationsWithFewSelects() {
    create(data("many", null, false, null));
    DistributionSummary selects =
        auth.platform.meters().get("galvan.read.items").tag("reader", "authorize").summary();
    long before = selects.count();
    List<Future<Authorization>> answers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      answers.add(auth.send(Tokens.AUTHORIZE, new Authorize("MANY", "CP-" + i)));
    }
    answers.forEach(answer -> assertThat(await(answer).status()).isEqualTo(TokenStatus.Accepted));
    assertThat(selects.count() - before).isLessThan(2_500);
  }

  @Test
  void shouldCreateReadReplaceAndDelete() {
    Instant expiresAt = Instant.parse("2030-01-01T00:00:00Z");
    Token created = create(new TokenData("Crud-1", "Crew", false, expiresAt, 3, "blue card"));
    assertThat(created)
        .isEqualTo(
            new Token(
                "Crud-1",
                "Crew",
                false,
                expiresAt,
                3,
                "blue card",
                TokenStatus.Accepted,
                auth.clock.instant(),
                auth.clock.instant()));
    assertThat(auth.ask(Tokens.GET, new TokenKey("CRUD-1"))).isEqualTo(created);

    Token replaced = auth.ask(Tokens.REPLACE, data("CRUD-1", null, true, null));
    assertThat(replaced.idToken()).isEqualTo("CRUD-1");
    assertThat(replaced.status()).isEqualTo(TokenStatus.Blocked);
    assertThat(replaced.note()).isNull();
    assertThat(replaced.groupIdToken()).isNull();

    auth.ask(Tokens.DELETE, new TokenKey("crud-1"));
    assertThat(authorize("crud-1").status()).isEqualTo(TokenStatus.Invalid);
    assertFault(Fault.NOT_FOUND, null, () -> auth.ask(Tokens.GET, new TokenKey("crud-1")));
    assertFault(Fault.NOT_FOUND, null, () -> auth.ask(Tokens.DELETE, new TokenKey("crud-1")));
    assertFault(
        Fault.NOT_FOUND, null, () -> auth.ask(Tokens.REPLACE, data("crud-1", null, true, null)));
  }

  @Test
  void shouldRefuseASecondTokenThatDiffersInLetterCaseOnly() {
    create(data("twice", null, false, null));
    assertFault(Fault.CONFLICT, "idToken", () -> create(data("TWICE", null, false, null)));
  }

  @Test
  void shouldNameTheFieldThatIsWrong() {
    assertFault(Fault.INVALID, "idToken", () -> create(data(" ", null, false, null)));
    assertFault(Fault.INVALID, "idToken", () -> create(data("x".repeat(256), null, false, null)));
    assertFault(Fault.INVALID, "idToken", () -> create(data("a\u0000", null, false, null)));
    assertFault(Fault.INVALID, "groupIdToken", () -> create(data("bad", "", false, null)));
    assertFault(Fault.INVALID, "expiresAt", () -> create(data("bad", null, false, Instant.MAX)));
    assertFault(
        Fault.INVALID,
        "maxActiveTransactions",
        () -> create(new TokenData("bad", null, false, null, 0, null)));
    assertFault(
        Fault.INVALID,
        "note",
        () -> create(new TokenData("bad", null, false, null, null, "x".repeat(501))));
    assertFault(Fault.INVALID, "limit", () -> list(null, null, null, 0, null));
    assertFault(Fault.INVALID, "limit", () -> list(null, null, null, 501, null));
    assertFault(Fault.INVALID, "cursor", () -> list(null, null, null, 10, "%%%"));
    String nul = new Cursor("idToken", "\u0000", "").encode();
    assertFault(Fault.INVALID, "cursor", () -> list(null, null, null, 10, nul));
  }

  private static TokenPage list(
      @Nullable String search,
      @Nullable String group,
      @Nullable TokenStatus status,
      int limit,
      @Nullable String cursor) {
    return auth.ask(Tokens.LIST, new TokenQuery(search, group, status, limit, cursor));
  }

  @Test
  void shouldPageThroughAllTokensOfASearchWithoutGapOrDouble() {
    for (int i = 0; i < 25; i++) {
      create(data("Page-%02d".formatted(i), "pagers", i % 5 == 0, null));
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      TokenPage page = list("pAGE-", null, null, 10, cursor);
      page.items().forEach(token -> seen.add(token.idToken()));
      cursor = page.next();
      pages++;
    } while (cursor != null);
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(list(null, "PAGERS", TokenStatus.Blocked, 500, null).items())
        .extracting(Token::idToken)
        .containsExactly("Page-00", "Page-05", "Page-10", "Page-15", "Page-20");
    assertThat(list("page-", null, TokenStatus.Invalid, 500, null).items()).isEmpty();
  }

  @Test
  void shouldSearchTheNoteAndTakeTheTextLiterally() {
    create(new TokenData("noted", null, false, null, null, "100%_Sure"));
    assertThat(list("100%_s", null, null, 10, null).items())
        .extracting(Token::idToken)
        .containsExactly("noted");
    assertThat(list("100_%", null, null, 10, null).items()).isEmpty();
  }

  @Test
  void shouldShowTheStatusOfNow() {
    create(data("ages", null, false, auth.clock.instant().plus(Duration.ofHours(1))));
    try {
      auth.clock.advance(Duration.ofHours(1));
      assertThat(auth.ask(Tokens.GET, new TokenKey("ages")).status())
          .isEqualTo(TokenStatus.Expired);
    } finally {
      auth.clock.advance(Duration.ofHours(-1));
    }
  }
}
