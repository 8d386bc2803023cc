package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.EndedQuery;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Sessions.Refresh;
import io.galvan.contract.user.Sessions.Session;
import io.galvan.contract.user.Sessions.SessionKey;
import io.galvan.contract.user.Sessions.TicketKey;
import io.galvan.contract.user.Sessions.UserSessions;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.ChangePassword;
import io.galvan.contract.user.Users.EditUser;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignIn;
import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
import io.galvan.contract.user.Users.UserKey;
import io.galvan.platform.error.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions begin with a sign-in, rotate their refresh tokens, and end on every node. */
class SessionsTest {
  private static final String PASSWORD = "correct horse";
  private static final Origin ORIGIN = new Origin("10.1.2.3", "10.1.2.3", "a program");
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

  private static User create(String email) {
    return auth.ask(Users.CREATE, new NewUser(email, "Somebody", Role.Viewer, PASSWORD));
  }

  private static SignedIn signIn(String email) {
    return auth.ask(Users.SIGN_IN, new SignIn(email, PASSWORD, ORIGIN));
  }

  private static SignedIn refresh(String token) {
    return other.ask(Sessions.REFRESH, new Refresh(token, ORIGIN));
  }

  private static String sid(SignedIn signedIn) {
    String claims = signedIn.token().split("\\.")[1];
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(claims))).getString("sid");
  }

  private static List<String> ended() {
    return other.ask(Sessions.ENDED, new EndedQuery(Instant.EPOCH)).ids();
  }

  private static void after(Duration time, Runnable then) {
    auth.clock.advance(time);
    try {
      then.run();
    } finally {
      auth.clock.advance(time.negated());
    }
  }

  private static void assertOver(String refreshToken) {
    assertFault(Fault.UNAUTHENTICATED, null, () -> refresh(refreshToken));
  }

  @Test
  void shouldRotateTheRefreshTokenOfASession() {
    create("rotate@example.org");
    SignedIn first = signIn("rotate@example.org");
    SignedIn second = refresh(first.refreshToken());
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(sid(second)).isEqualTo(sid(first));
    assertThat(second.user().email()).isEqualTo("rotate@example.org");
    SignedIn third = refresh(second.refreshToken());
    assertThat(third.refreshToken()).isNotIn(first.refreshToken(), second.refreshToken());
    assertThat(ended()).doesNotContain(sid(first));
  }

  @Test
  void shouldTakeATokenAgainWithinTenSecondsAndGiveTheSame() {
    create("tabs@example.org");
    SignedIn first = signIn("tabs@example.org");
    SignedIn one = refresh(first.refreshToken());
    after(
        Duration.ofSeconds(9),
        () ->
            assertThat(refresh(first.refreshToken()).refreshToken()).isEqualTo(one.refreshToken()));
    assertThat(refresh(one.refreshToken()).refreshToken()).isNotEqualTo(one.refreshToken());
  }

  @Test
  void shouldEndTheSessionWhenAUsedTokenComesAgain() {
    create("stolen@example.org");
    SignedIn first = signIn("stolen@example.org");
    SignedIn second = refresh(first.refreshToken());
    after(
        Duration.ofSeconds(10),
        () -> {
          assertOver(first.refreshToken());
          assertThat(ended()).contains(sid(first));
          assertOver(second.refreshToken());
        });
  }

  @Test
  void shouldEndTheSessionWhenATokenOfTwoTurnsAgoComesAtOnce() {
    create("older@example.org");
    SignedIn first = signIn("older@example.org");
    SignedIn third = refresh(refresh(first.refreshToken()).refreshToken());
    assertOver(first.refreshToken());
    assertOver(third.refreshToken());
  }

  @Test
  void shouldNotEndASessionBecauseOfAForgedToken() {
    create("forged@example.org");
    SignedIn signedIn = signIn("forged@example.org");
    RefreshToken real = RefreshToken.parse(signedIn.refreshToken()).orElseThrow();
    String forged = RefreshToken.of(real.sessionId(), 0, RefreshToken.newSecret()).encode();
    for (String text : List.of(forged, "", "no token", "AAAA", forged + forged)) {
      assertOver(text);
    }
    assertThat(sid(refresh(signedIn.refreshToken()))).isEqualTo(sid(signedIn));
  }

  @Test
  void shouldEndAfterThirtyDaysUnusedAndNinetyInAll() {
    create("idle@example.org");
    SignedIn first = signIn("idle@example.org");
    after(Duration.ofDays(30), () -> assertOver(first.refreshToken()));
    Instant begun = auth.clock.instant();
    SignedIn last = first;
    try {
      for (int i = 0; i < 3; i++) {
        auth.clock.advance(Duration.ofDays(29));
        last = refresh(last.refreshToken());
      }
      auth.clock.advance(Duration.ofDays(3));
      assertOver(last.refreshToken());
    } finally {
      auth.clock.advance(Duration.between(auth.clock.instant(), begun));
    }
  }

  @Test
  void shouldEndEverySessionOfAUserWhoIsNotWhatTheyWere() {
    assertEnds("ends-1@example.org", user -> auth.ask(Users.DELETE, new UserKey(user.id())));
    assertEnds(
        "ends-2@example.org",
        user -> auth.ask(Users.EDIT, new EditUser(user.id(), null, Role.Driver, null)));
    assertEnds(
        "ends-3@example.org",
        user -> auth.ask(Users.EDIT, new EditUser(user.id(), null, null, "another horse")));
    assertEnds(
        "ends-4@example.org",
        user ->
            auth.ask(
                Users.CHANGE_PASSWORD, new ChangePassword(user.id(), PASSWORD, "another horse")));
    assertEnds(
        "ends-5@example.org", user -> auth.ask(Sessions.END_ALL, new UserSessions(user.id())));
  }

  private static void assertEnds(String email, Consumer<User> change) {
    User user = create(email);
    SignedIn one = signIn(email);
    SignedIn two = signIn(email);
    change.accept(user);
    assertThat(ended()).as(email).contains(sid(one), sid(two));
    assertOver(one.refreshToken());
  }

  @Test
  void shouldKeepTheSessionsOfAUserWhoseNameChanges() {
    User user = create("name@example.org");
    SignedIn signedIn = signIn("name@example.org");
    auth.ask(Users.EDIT, new EditUser(user.id(), "Other Name", Role.Viewer, null));
    assertThat(refresh(signedIn.refreshToken()).user().name()).isEqualTo("Other Name");
  }

  @Test
  void shouldSignOutOfOneSession() {
    User user = create("out@example.org");
    SignedIn one = signIn("out@example.org");
    SignedIn two = signIn("out@example.org");
    auth.ask(Sessions.END, new SessionKey(sid(one)));
    assertOver(one.refreshToken());
    List<Session> left = other.ask(Sessions.LIST, new UserSessions(user.id())).items();
    assertThat(left)
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.id()).isEqualTo(sid(two));
              assertThat(session.address()).isEqualTo("10.1.2.3");
              assertThat(session.userAgent()).isEqualTo("a program");
              assertThat(session.lastUsedAt()).isEqualTo(auth.clock.instant());
            });
  }

  @Test
  void shouldOpenOneStreamByATicketForThirtySeconds() {
    User user = create("ticket@example.org");
    SignedIn signedIn = signIn("ticket@example.org");
    SessionKey session = new SessionKey(sid(signedIn));
    String ticket = auth.ask(Sessions.GIVE_TICKET, session).ticket();
    assertThat(other.ask(Sessions.TAKE_TICKET, new TicketKey(ticket)))
        .isEqualTo(
            new Sessions.TicketUser(sid(signedIn), auth.ask(Users.GET, new UserKey(user.id()))));
    assertNoTicket(ticket);
    String late = auth.ask(Sessions.GIVE_TICKET, session).ticket();
    after(Duration.ofSeconds(30), () -> assertNoTicket(late));
    for (int i = 0; i < 20; i++) {
      auth.ask(Sessions.GIVE_TICKET, session);
    }
    assertFault(Fault.TOO_MANY, null, () -> auth.ask(Sessions.GIVE_TICKET, session));
    auth.ask(Sessions.END, session);
    assertNoTicket(late);
  }

  private static void assertNoTicket(String ticket) {
    assertFault(
        Fault.UNAUTHENTICATED, null, () -> other.ask(Sessions.TAKE_TICKET, new TicketKey(ticket)));
  }
}
