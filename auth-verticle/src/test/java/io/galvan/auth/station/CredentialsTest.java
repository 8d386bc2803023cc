package io.galvan.auth.station;

import static io.galvan.auth.AuthFixture.assertFault;
import static io.galvan.platform.testing.TestPlatform.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.station.StationCredentials.CredentialOutcome;
import io.galvan.contract.station.StationCredentials.CredentialVerdict;
import io.galvan.contract.station.StationCredentials.Credentials;
import io.galvan.contract.station.StationCredentials.NewCredentials;
import io.galvan.platform.error.Fault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final String PASSWORD = "0123:56789abcdef!";
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static void set(String chargerId, @Nullable String password) {
    auth.ask(StationCredentials.SET, new NewCredentials(chargerId, password));
  }

  private static CredentialOutcome check(
      String chargerId, @Nullable String username, byte @Nullable [] password) {
    return auth.ask(StationCredentials.CHECK, new Credentials(chargerId, username, password))
        .outcome();
  }

  private static CredentialOutcome check(String chargerId, String password) {
    return check(chargerId, chargerId, password.getBytes(UTF_8));
  }

  @Test
  void shouldSayThatNoneIsStored() {
    assertThat(check("CP-none", "whatever-it-shows")).isEqualTo(CredentialOutcome.NoneStored);
    assertThat(check("CP-none", null, null)).isEqualTo(CredentialOutcome.NoneStored);
    assertThat(check("nul\u0000", "x")).isEqualTo(CredentialOutcome.NoneStored);
  }

  @Test
  void shouldAcceptTheRightPasswordAndRefuseAllElse() {
    set("CP-right", PASSWORD);
    assertThat(check("CP-right", PASSWORD)).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("cp-RIGHT", PASSWORD)).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-right", PASSWORD.toUpperCase())).isEqualTo(CredentialOutcome.Refused);
    assertThat(check("CP-right", "CP-right", new byte[0])).isEqualTo(CredentialOutcome.Refused);
    assertThat(check("CP-right", "CP-right", new byte[10_000]))
        .isEqualTo(CredentialOutcome.Refused);
    assertThat(check("CP-right", "CP-right", null)).isEqualTo(CredentialOutcome.Refused);
    assertThat(check("CP-right", null, PASSWORD.getBytes(UTF_8)))
        .isEqualTo(CredentialOutcome.Refused);
  }

  @Test
  void shouldTolerateAnotherUserNameWithTheRightPasswordOnly() {
    set("CP-serial", PASSWORD);
    assertThat(check("CP-serial", "SN-0815", PASSWORD.getBytes(UTF_8)))
        .isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-serial", "SN-0815", "wrong-wrong-wrong".getBytes(UTF_8)))
        .isEqualTo(CredentialOutcome.Refused);
  }

  @Test
  void shouldTakeAKeyStoredAsHexInAllItsSpellings() {
    byte[] raw = new byte[20];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (0xff - 11 * i);
    }
    String hex = HexFormat.of().formatHex(raw);
    set("CP-hex", hex);
    assertThat(check("CP-hex", hex)).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-hex", hex.toUpperCase())).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-hex", "CP-hex", raw)).isEqualTo(CredentialOutcome.Accepted);
    raw[19]++;
    assertThat(check("CP-hex", "CP-hex", raw)).isEqualTo(CredentialOutcome.Refused);
  }

  @Test
  void shouldTakeAKeyStoredAsTextInHexToo() {
    set("CP-text", "exactly-16-bytes");
    assertThat(check("CP-text", "exactly-16-bytes")).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-text", HexFormat.of().formatHex("exactly-16-bytes".getBytes(UTF_8))))
        .isEqualTo(CredentialOutcome.Accepted);
  }

  @Test
  void shouldTakeFortyCharactersOfUtf8() {
    String password = "ü".repeat(39) + "€";
    set("CP-utf8", password);
    assertThat(check("CP-utf8", password)).isEqualTo(CredentialOutcome.Accepted);
  }

  /** 2.1 allows as many. */
  @Test
  void shouldTakeSixtyFourCharacters() {
    String password = "€".repeat(64);
    set("CP-long", password);
    assertThat(check("CP-long", password)).isEqualTo(CredentialOutcome.Accepted);
    assertThat(check("CP-long", "€".repeat(63))).isEqualTo(CredentialOutcome.Refused);
  }

  @Test
  void shouldForgetTheOldPasswordOnEveryNodeAtAChange() {
    set("CP-change", PASSWORD);
    assertThat(check("CP-change", PASSWORD)).isEqualTo(CredentialOutcome.Accepted);
    try (AuthFixture other = new AuthFixture(auth)) {
      other.ask(StationCredentials.SET, new NewCredentials("cp-CHANGE", "a-new-password-1"));
      assertThat(check("CP-change", PASSWORD)).isEqualTo(CredentialOutcome.Refused);
      assertThat(check("CP-change", "a-new-password-1")).isEqualTo(CredentialOutcome.Accepted);
    }
    set("CP-change", null);
    assertThat(check("CP-change", "a-new-password-1")).isEqualTo(CredentialOutcome.NoneStored);
  }

  @Test
  void shouldNameTheFieldThatIsWrong() {
    assertFault(Fault.INVALID, "password", () -> set("CP-bad", "fifteen-chars-x"));
    assertFault(Fault.INVALID, "password", () -> set("CP-bad", "x".repeat(65)));
    assertFault(Fault.INVALID, "password", () -> set("CP-bad", "sixteen-chars-\u0000x"));
    assertFault(Fault.INVALID, "chargerId", () -> set("", PASSWORD));
  }

  @Test
  void shouldAnswerAStormOfReconnects() {
    set("CP-storm", PASSWORD);
    List<Future<CredentialVerdict>> answers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      boolean right = i % 100 != 0;
      answers.add(
          auth.send(
              StationCredentials.CHECK,
              new Credentials(
                  "CP-storm",
                  "CP-storm",
                  (right ? PASSWORD : "wrong-wrong-wrong-" + i).getBytes(UTF_8))));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(await(answers.get(i)).outcome())
          .isEqualTo(i % 100 != 0 ? CredentialOutcome.Accepted : CredentialOutcome.Refused);
    }
  }

  @Test
  void shouldStoreNoPassword() {
    set("CP-secret", PASSWORD);
    Pool pool = auth.platform.database().pool(auth.vertx, io.galvan.platform.db.Schema.auth);
    try {
      String row =
          await(
                  pool.query(
                          "select c::text || encode(hash, 'escape') as row from credential c"
                              + " where charger_key = 'cp-secret'")
                      .execute())
              .iterator()
              .next()
              .getString("row");
      assertThat(row)
          .doesNotContain(PASSWORD)
          .doesNotContain(HexFormat.of().formatHex(PASSWORD.getBytes(UTF_8)));
    } finally {
      await(pool.close());
    }
  }
}
