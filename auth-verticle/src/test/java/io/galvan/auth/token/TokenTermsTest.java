package io.galvan.auth.token;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.AdditionalToken;
import io.galvan.contract.token.TokenTerms.Hours;
import io.galvan.contract.token.TokenTerms.Message;
import io.galvan.contract.token.TokenTerms.MessageFormat;
import io.galvan.contract.token.TokenTerms.Place;
import io.galvan.contract.token.TokenTerms.Weekday;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenKey;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.error.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types of tokens and the terms on which they charge. */
class TokenTermsTest {
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static TokenData typed(
      String idToken, @Nullable String type, @Nullable TokenTerms terms) {
    return new TokenData(idToken, type, null, false, null, null, null, terms);
  }

  private static void create(String idToken, @Nullable String type, @Nullable TokenTerms terms) {
    auth.ask(Tokens.CREATE, typed(idToken, type, terms));
  }

  private static Authorization shown(String idToken, @Nullable String type) {
    return auth.ask(Tokens.AUTHORIZE, new Authorize(idToken, "CP-1", type, null, null));
  }

  private static Authorization shownAt(String idToken, String chargerId, @Nullable Integer evseId) {
    return auth.ask(Tokens.AUTHORIZE, new Authorize(idToken, chargerId, "ISO14443", evseId, null));
  }

  private static TokenTerms places(Place... places) {
    return new TokenTerms(null, List.of(places), null, null, null, null, null, null, null, null);
  }

  private static TokenTerms credit(String credit) {
    return new TokenTerms(
        null, null, null, null, new BigDecimal(credit), null, null, null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "Central,Central,Accepted",
    "eMAID,EMAID,Accepted",
    "ISO14443,ISO14443,Accepted",
    "ISO14443,ISO15693,Accepted",
    "ISO15693,KeyCode,Invalid",
    "KeyCode,KeyCode,Accepted",
    "MacAddress,MacAddress,Accepted",
    "VIN,VIN,Accepted",
    "EVCCID,MacAddress,Invalid",
    "eMAID,ISO14443,Invalid",
    "ISO14443,,Accepted",
    ",ISO14443,Accepted"
  })
  void shouldTellTokensApartByTheirType_TC_C_02(
      @Nullable String stored, @Nullable String type, TokenStatus status) {
    String idToken = "type-" + stored + "-" + type;
    create(idToken, stored, null);
    assertThat(shown(idToken.toUpperCase(java.util.Locale.ROOT), type).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoAuthorization", "Local", "DirectPayment"})
  void shouldTakeTheStationsWordForWhatItChecksItself(String type) {
    assertThat(shown("", type).status()).isEqualTo(TokenStatus.Accepted);
    assertThat(shown("reference-4711", type).status()).isEqualTo(TokenStatus.Accepted);
    assertThat(shown("reference-4711", "Central").status()).isEqualTo(TokenStatus.Invalid);
  }

  @Test
  void shouldRefuseABlockedTokenOfAnyType_TC_C_06() {
    auth.ask(
        Tokens.CREATE, new TokenData("blocked-local", "Local", null, true, null, null, null, null));
    assertThat(shown("blocked-local", "Local").status()).isEqualTo(TokenStatus.Blocked);
  }

  @Test
  void shouldTellTheGroupWithItsType_TC_C_39_TC_C_47() {
    create("MASTER-PASS", "Central", null);
    auth.ask(
        Tokens.CREATE,
        new TokenData("master-1", "ISO14443", "MASTER-PASS", false, null, null, null, null));
    Authorization verdict = shown("MASTER-1", "ISO14443");
    assertThat(verdict.status()).isEqualTo(TokenStatus.Accepted);
    assertThat(verdict.groupIdToken()).isEqualTo("MASTER-PASS");
    assertThat(verdict.told()).isNotNull();
    assertThat(verdict.told().groupIdTokenType()).isEqualTo("Central");
    Token stored = auth.ask(Tokens.GET, new TokenKey("master-1"));
    assertThat(stored.type()).isEqualTo("ISO14443");
    assertThat(stored.groupIdTokenType()).isEqualTo("Central");
  }

  @Test
  void shouldHoldATokenToItsPlaces() {
    create("placed", null, places(new Place("HOME", null), new Place("WORK", List.of(2, 3))));
    assertThat(shownAt("placed", "HOME", 7).status()).isEqualTo(TokenStatus.Accepted);
    assertThat(shownAt("placed", "home", null).told().evseIds()).isNull();
    Authorization atWork = shownAt("placed", "WORK", null);
    assertThat(atWork.status()).isEqualTo(TokenStatus.Accepted);
    assertThat(atWork.told().evseIds()).containsExactly(2, 3);
    assertThat(shownAt("placed", "WORK", 3).status()).isEqualTo(TokenStatus.Accepted);
    assertThat(shownAt("placed", "WORK", 1).status()).isEqualTo(TokenStatus.NotAllowedTypeEVSE);
    assertThat(shownAt("placed", "ELSEWHERE", 1).status()).isEqualTo(TokenStatus.NotAtThisLocation);
  }

  @Test
  void shouldLetATokenChargeInItsHoursOnly() {
    Instant now = auth.clock.instant();
    var utc = now.atOffset(java.time.ZoneOffset.UTC);
    String from = "%02d:00".formatted(utc.getHour());
    String to = "%02d:00".formatted((utc.getHour() + 1) % 24);
    Weekday today = Weekday.values()[utc.getDayOfWeek().ordinal()];
    Weekday other = Weekday.values()[(utc.getDayOfWeek().ordinal() + 3) % 7];
    create("now", null, hours(new Hours(List.of(today), from, to), null));
    create("another-day", null, hours(new Hours(List.of(other), from, to), null));
    create("another-hour", null, hours(new Hours(null, to, from), null));
    create("far-east", null, hours(new Hours(null, from, to), "Asia/Tokyo"));
    Authorization open = shown("now", null);
    assertThat(open.status()).isEqualTo(TokenStatus.Accepted);
    assertThat(open.told().cacheExpiresAt())
        .isEqualTo(utc.truncatedTo(java.time.temporal.ChronoUnit.HOURS).plusHours(1).toInstant());
    assertThat(shown("another-day", null).status()).isEqualTo(TokenStatus.NotAtThisTime);
    assertThat(shown("another-hour", null).status()).isEqualTo(TokenStatus.NotAtThisTime);
    assertThat(shown("far-east", null).status()).isEqualTo(TokenStatus.NotAtThisTime);
    assertThat(shown("far-east", null).told().cacheExpiresAt()).isEqualTo(now);
  }

  private static TokenTerms hours(Hours hours, @Nullable String zone) {
    return new TokenTerms(null, null, List.of(hours), zone, null, null, null, null, null, null);
  }

  @Test
  void shouldKeepAPrepaidTokensVerdictOutOfTheStationsCache_TC_C_103_TC_C_104() {
    create("prepaid", null, credit("12.50"));
    create("empty", null, credit("0.00"));
    Authorization accepted = shown("prepaid", null);
    assertThat(accepted.status()).isEqualTo(TokenStatus.Accepted);
    assertThat(accepted.told().credit()).isEqualByComparingTo("12.5");
    assertThat(accepted.told().cacheExpiresAt()).isEqualTo(auth.clock.instant());
    Authorization empty = shown("empty", null);
    assertThat(empty.status()).isEqualTo(TokenStatus.NoCredit);
    assertThat(empty.told().cacheExpiresAt()).isEqualTo(auth.clock.instant());
    assertThat(TokenStatus.NoCredit.in16()).isEqualTo(TokenStatus.Blocked);
  }

  @Test
  void shouldTellTheDriverWhatIsStored() {
    var message = new Message(MessageFormat.UTF8, "nl", "Goedemorgen");
    create(
        "greeted", null, new TokenTerms(null, null, null, null, null, 60, -3, "nl", "en", message));
    TokenTerms.Told told = shown("greeted", null).told();
    assertThat(told)
        .isEqualTo(
            new TokenTerms.Told(
                null, auth.clock.instant().plusSeconds(60), -3, "nl", "en", message, null, null));
  }

  @Test
  void shouldRefuseATokenThatIsShownWithAnothersAdditions() {
    create(
        "with-pin",
        null,
        new TokenTerms(
            List.of(new AdditionalToken("1234", "pin")),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    assertThat(shownWith("with-pin", new AdditionalToken("1234", "PIN")))
        .isEqualTo(TokenStatus.Accepted);
    assertThat(shownWith("with-pin", new AdditionalToken("ABC", "plate")))
        .isEqualTo(TokenStatus.Accepted);
    assertThat(shownWith("with-pin", new AdditionalToken("4321", "pin")))
        .isEqualTo(TokenStatus.Invalid);
  }

  private static TokenStatus shownWith(String idToken, AdditionalToken additional) {
    return auth.ask(
            Tokens.AUTHORIZE, new Authorize(idToken, "CP-1", "ISO14443", null, List.of(additional)))
        .status();
  }

  @Test
  void shouldRefuseTermsThatNoStationCouldBeTold() {
    assertFault(Fault.INVALID, "type", () -> create("x", "t".repeat(21), null));
    assertFault(
        Fault.INVALID,
        "terms.hours.from",
        () -> create("x", null, hours(new Hours(null, "25:00", "12:00"), null)));
    assertFault(
        Fault.INVALID,
        "terms.timeZone",
        () -> create("x", null, hours(new Hours(null, "05:00", "12:00"), "Mars/Olympus")));
    assertFault(
        Fault.INVALID,
        "terms.places.evseIds",
        () -> create("x", null, places(new Place("CP-1", List.of(0)))));
    assertFault(
        Fault.INVALID,
        "terms.chargingPriority",
        () ->
            create(
                "x",
                null,
                new TokenTerms(null, null, null, null, null, null, 10, null, null, null)));
    assertFault(Fault.INVALID, "terms.credit", () -> create("x", null, credit("1e30")));
  }
}
