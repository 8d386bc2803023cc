package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.ApiKeys.ApiKey;
import io.galvan.contract.user.ApiKeys.Check;
import io.galvan.contract.user.ApiKeys.Credential;
import io.galvan.contract.user.ApiKeys.KeyId;
import io.galvan.contract.user.ApiKeys.KeyPage;
import io.galvan.contract.user.ApiKeys.KeyQuery;
import io.galvan.contract.user.ApiKeys.KeyRole;
import io.galvan.contract.user.ApiKeys.NewKey;
import io.galvan.contract.user.ApiKeys.ReplaceKey;
import io.galvan.contract.user.ApiKeys.ShownKey;
import io.galvan.contract.user.ApiKeys.Use;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.EndedQuery;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.UserKey;
import io.galvan.platform.error.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys are told once, found by their prefix, and end on every node. */
class ApiKeysTest {
  private static AuthFixture auth;
  private static AuthFixture other;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
    other = new AuthFixture(auth);
  }

  @AfterAll
  static void stop() {
    other.close();
    auth.close();
  }

  private static ShownKey create(String name, @Nullable Instant expiresAt) {
    return auth.ask(
        ApiKeys.CREATE, new NewKey(name, KeyRole.Operator, 600, expiresAt, "a@example.org"));
  }

  private static Use use(String key, String network) {
    return other.ask(ApiKeys.CHECK, new Check(Credential.parse(key).orElseThrow(), network, false));
  }

  private static ApiKey get(ShownKey key) {
    return auth.ask(ApiKeys.GET, new KeyId(key.apiKey().id()));
  }

  private static List<String> ended() {
    return other
        .ask(Sessions.ENDED, new EndedQuery(auth.clock.instant().minus(Duration.ofMinutes(20))))
        .ids();
  }

  private static void assertRefused(String key, String network) {
    assertFault(Fault.UNAUTHENTICATED, null, () -> use(key, network));
  }

  @Test
  void shouldTellAKeyOnceAndFindItByItsPrefix() {
    ShownKey shown = create("Billing", null);
    assertThat(shown.key()).matches("gv_[a-z0-9]{12}_[A-Za-z0-9_-]{43}");
    assertThat(shown.key()).startsWith(shown.apiKey().prefix() + "_");
    assertThat(shown.toString()).doesNotContain(shown.key());
    assertThat(Credential.parse(shown.key()).orElseThrow().toString())
        .doesNotContain(shown.key())
        .doesNotContain(Credential.parse(shown.key()).orElseThrow().hash());
    KeyPage found =
        other.ask(ApiKeys.LIST, new KeyQuery(shown.apiKey().prefix().substring(0, 9), 10, null));
    assertThat(found.items()).containsExactly(get(shown));
    Use use = use(shown.key(), "n-0");
    assertThat(use.id()).isEqualTo(shown.apiKey().id());
    assertThat(use.role()).isEqualTo(KeyRole.Operator);
    assertThat(use.actor()).isEqualTo("Billing (" + shown.apiKey().prefix() + ")");
  }

  @Test
  void shouldPageByName() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(create("Page " + i, null).apiKey().id());
    }
    List<String> read = new ArrayList<>();
    String cursor = null;
    do {
      KeyPage page = auth.ask(ApiKeys.LIST, new KeyQuery("page ", 2, cursor));
      page.items().forEach(key -> read.add(key.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(read).isEqualTo(made);
  }

  @Test
  void shouldRefuseAnotherSecretOfTheSamePrefix() {
    ShownKey shown = create("Other secret", null);
    String wrong = shown.key().substring(0, 16) + "A".repeat(43);
    assertRefused(wrong, "n-1");
    use(shown.key(), "n-1");
  }

  @Test
  void shouldEndTheGrantOfAKeyThatIsDeletedRotatedOrChanged() {
    ShownKey shown = create("Ends", null);
    String id = shown.apiKey().id();
    String first = use(shown.key(), "n-2").grantId();
    auth.ask(ApiKeys.REPLACE, new ReplaceKey(id, "Renamed", KeyRole.Operator, 7, null));
    assertThat(use(shown.key(), "n-2").grantId()).isEqualTo(first);
    assertThat(use(shown.key(), "n-2").requestsPerMinute()).isEqualTo(7);

    auth.ask(ApiKeys.REPLACE, new ReplaceKey(id, "Renamed", KeyRole.Viewer, 7, null));
    Use viewer = use(shown.key(), "n-2");
    assertThat(viewer.role()).isEqualTo(KeyRole.Viewer);
    assertThat(ended()).contains(first).doesNotContain(viewer.grantId());

    ShownKey rotated = auth.ask(ApiKeys.ROTATE, new KeyId(id));
    assertThat(rotated.apiKey().prefix()).isEqualTo(shown.apiKey().prefix());
    assertRefused(shown.key(), "n-2");
    Use fresh = use(rotated.key(), "n-2");
    assertThat(ended()).contains(viewer.grantId()).doesNotContain(fresh.grantId());

    auth.ask(ApiKeys.DELETE, new KeyId(id));
    assertRefused(rotated.key(), "n-2");
    assertThat(ended()).contains(fresh.grantId());
    assertFault(Fault.NOT_FOUND, null, () -> auth.ask(ApiKeys.DELETE, new KeyId(id)));
  }

  @Test
  void shouldEndWithItsExpiryAndGoOnWithALaterOne() {
    Instant end = auth.clock.instant().plus(Duration.ofHours(1));
    ShownKey shown = create("Expires", end);
    String id = shown.apiKey().id();
    String grant = use(shown.key(), "n-3").grantId();
    assertThat(ended()).doesNotContain(grant);
    auth.clock.advance(Duration.ofHours(1));
    try {
      assertThat(ended()).contains(grant);
      assertRefused(shown.key(), "n-3");
      assertFault(
          Fault.INVALID,
          "expiresAt",
          () ->
              auth.ask(
                  ApiKeys.REPLACE,
                  new ReplaceKey(id, "Expires", KeyRole.Operator, 600, end.minusSeconds(1))));
      auth.ask(
          ApiKeys.REPLACE,
          new ReplaceKey(id, "Expires", KeyRole.Operator, 600, end.plusSeconds(60)));
      assertThat(ended()).contains(grant).doesNotContain(use(shown.key(), "n-3").grantId());
    } finally {
      auth.clock.advance(Duration.ofHours(-1));
    }
  }

  @Test
  void shouldOutliveWhoeverMadeIt() {
    String admin =
        auth.ask(
                Users.CREATE,
                new NewUser("maker@example.org", "Maker", Role.Admin, "correct horse"))
            .id();
    ShownKey shown = create("Outlives", null);
    auth.ask(Users.DELETE, new UserKey(admin));
    assertThat(use(shown.key(), "n-4").id()).isEqualTo(shown.apiKey().id());
  }

  @Test
  void shouldNoteItsUseAtMostOnceAMinute() {
    ShownKey shown = create("Used", null);
    Instant first = auth.clock.instant();
    use(shown.key(), "n-5");
    await().until(() -> first.equals(get(shown).lastUsedAt()));
    auth.clock.advance(Duration.ofSeconds(59));
    use(shown.key(), "n-5");
    assertThat(get(shown).lastUsedAt()).isEqualTo(first);
    auth.clock.advance(Duration.ofSeconds(1));
    use(shown.key(), "n-5");
    await().until(() -> first.plusSeconds(60).equals(get(shown).lastUsedAt()));
  }

  @Test
  void shouldLookAtNoMoreKeysOfAPrefixAfterTenWrongOnes() {
    ShownKey shown = create("Guessed", null);
    String wrong = shown.key().substring(0, 16) + "B".repeat(43);
    for (int i = 0; i < 10; i++) {
      assertRefused(wrong, "n-6");
    }
    assertFault(Fault.TOO_MANY, null, () -> use(wrong, "n-6"));
    assertFault(Fault.TOO_MANY, null, () -> use(shown.key(), "n-6"));
    // Other addresses, other keys, and a node that knows the key are served.
    use(shown.key(), "n-7");
    use(create("Not guessed", null).key(), "n-6");
    other.ask(ApiKeys.CHECK, new Check(Credential.parse(shown.key()).orElseThrow(), "n-6", true));
  }

  @Test
  void shouldLookAtNoMoreKeysOfAnAddressAfterAHundredWrongOnes() {
    ShownKey shown = create("Beside", null);
    for (int i = 0; i < 100; i++) {
      assertRefused("gv_%012d_".formatted(i) + "C".repeat(43), "n-8");
    }
    assertFault(Fault.TOO_MANY, null, () -> use(shown.key(), "n-8"));
    use(shown.key(), "n-9");
  }

  @Test
  void shouldRefuseWhatIsNoKey() {
    for (String text : List.of("", "gv_", "gv_abc_def", "gv_" + "a".repeat(12))) {
      assertThat(Credential.parse(text)).isEmpty();
    }
    assertFault(
        Fault.UNAUTHENTICATED, null, () -> auth.ask(ApiKeys.CHECK, new Check(null, "n-10", false)));
  }

  @Test
  void shouldBoundWhatAKeyIsMadeOf() {
    assertFault(
        Fault.INVALID,
        "name",
        () -> auth.ask(ApiKeys.CREATE, new NewKey(" ", KeyRole.Viewer, 1, null, "a")));
    for (int rate : List.of(0, 60_001)) {
      assertFault(
          Fault.INVALID,
          "requestsPerMinute",
          () -> auth.ask(ApiKeys.CREATE, new NewKey("Rate", KeyRole.Viewer, rate, null, "a")));
    }
  }
}
