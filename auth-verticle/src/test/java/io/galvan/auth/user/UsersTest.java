package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.event.Happening;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.ChangePassword;
import io.galvan.contract.user.Users.EditUser;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignIn;
import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
import io.galvan.contract.user.Users.UserKey;
import io.galvan.contract.user.Users.UserPage;
import io.galvan.contract.user.Users.UserQuery;
import io.galvan.contract.user.Users.VerificationKeysQuery;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final String PASSWORD = "correct horse";
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static User create(String email, Role role) {
    return auth.ask(Users.CREATE, new NewUser(email, "Name of " + email, role, PASSWORD));
  }

  private static SignedIn signIn(String email, String password) {
    return auth.ask(Users.SIGN_IN, new SignIn(email, password));
  }

  @Test
  void shouldMakeTheFirstAdminOnceForAllNodesAndStarts() {
    assertThat(auth.firstAdmins).hasSize(1);
    FirstAdmin admin = auth.firstAdmins.get(0);
    assertThat(admin.email()).isEqualTo("admin@galvan.local");
    assertThat(admin.password()).hasSize(20);
    assertThat(admin.toString()).doesNotContain(admin.password());
    assertThat(signIn(admin.email(), admin.password()).user().role()).isEqualTo(Role.Admin);
    try (AuthFixture other = new AuthFixture(auth)) {
      assertThat(other.firstAdmins).isEmpty();
      assertThat(
              other.ask(Users.SIGN_IN, new SignIn(admin.email(), admin.password())).user().email())
          .isEqualTo(admin.email());
    }
  }

  @Test
  void shouldTellOfANewUserAndRefuseTheirAddressToOthers() {
    User user = create(" Ada@Example.org ", Role.Driver);
    assertThat(user.email()).isEqualTo("Ada@Example.org");
    assertThat(user.createdAt()).isEqualTo(auth.clock.instant());
    assertThat(user.lastSignInAt()).isNull();
    await()
        .untilAsserted(
            () ->
                assertThat(auth.events)
                    .extracting(Event::happening)
                    .contains(new Happening.UserCreated(user)));
    assertFault(Fault.CONFLICT, "email", () -> create("aDA@example.ORG", Role.Viewer));
  }

  @Test
  void shouldLetOneOfTwoAtOnceWin() {
    List<Future<User>> both =
        Stream.of("race@example.org", "RACE@example.org")
            .map(
                email ->
                    auth.send(Users.CREATE, new NewUser(email, "Racer", Role.Viewer, PASSWORD)))
            .toList();
    await().until(() -> both.stream().allMatch(Future::isComplete));
    assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(both.stream().filter(Future::failed))
        .singleElement()
        .satisfies(
            lost -> assertThat(((GalvanException) lost.cause()).fault()).isEqualTo(Fault.CONFLICT));
  }

  @Test
  void shouldIssueAJwtThatThePublishedKeyVerifies() {
    User user = create("jwt@example.org", Role.Operator);
    SignedIn signedIn = signIn("JWT@example.org", PASSWORD);
    assertThat(signedIn.expiresAt()).isEqualTo(auth.clock.instant().plus(Duration.ofMinutes(15)));
    assertThat(signedIn.user().lastSignInAt()).isEqualTo(auth.clock.instant());
    assertThat(signedIn.toString()).doesNotContain(signedIn.token());

    try (AuthFixture other = new AuthFixture(auth)) {
      List<String> keys = other.ask(Users.VERIFICATION_KEYS, new VerificationKeysQuery()).pem();
      assertThat(keys).hasSize(1).allMatch(pem -> pem.startsWith("-----BEGIN PUBLIC KEY-----"));
      JWTAuth verifier = verifier(keys.get(0));
      await(verifier.authenticate(new TokenCredentials(signedIn.token())));
      String[] parts = signedIn.token().split("\\.");
      JsonObject claims = new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])));
      assertThat(claims.getString("iss")).isEqualTo("galvan");
      assertThat(claims.getString("sub")).isEqualTo(user.id());
      assertThat(claims.getString("email")).isEqualTo("jwt@example.org");
      assertThat(claims.getString("name")).isEqualTo(user.name());
      assertThat(claims.getString("role")).isEqualTo("Operator");
      assertThat(claims.getLong("iat")).isEqualTo(auth.clock.instant().getEpochSecond());
      assertThat(claims.getLong("exp")).isEqualTo(signedIn.expiresAt().getEpochSecond());
    }
    JWTAuth stranger = verifier(SigningKey.generate().publicPem());
    assertThatThrownBy(() -> await(stranger.authenticate(new TokenCredentials(signedIn.token()))));
  }

  private static JWTAuth verifier(String pem) {
    return JWTAuth.create(
        auth.vertx,
        new JWTAuthOptions()
            .addPubSecKey(new PubSecKeyOptions().setAlgorithm("ES256").setBuffer(pem))
            // The fixture's clock stands in the past.
            .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
  }

  @Test
  void shouldNotTellAnUnknownUserFromAWrongPassword() {
    create("known@example.org", Role.Viewer);
    List<String> messages = new ArrayList<>();
    for (String email : List.of("known@example.org", "unknown@example.org")) {
      assertFault(
          Fault.UNAUTHENTICATED,
          null,
          () -> {
            try {
              signIn(email, "not the password");
            } catch (GalvanException e) {
              messages.add(e.message());
              throw e;
            }
          });
    }
    assertThat(messages.get(0)).isEqualTo(messages.get(1));
  }

  @Test
  void shouldLockAnAccountAfterTenWrongPasswordsEvenAtOnce() {
    create("locked@example.org", Role.Viewer);
    List<Future<SignedIn>> guesses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      guesses.add(auth.send(Users.SIGN_IN, new SignIn("Locked@example.org", "guess number " + i)));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> guesses.stream().allMatch(Future::isComplete));
    assertThat(guesses)
        .extracting(guess -> ((GalvanException) guess.cause()).fault())
        .filteredOn(fault -> fault == Fault.TOO_MANY)
        .hasSize(2);
    assertFault(Fault.TOO_MANY, null, () -> signIn("locked@example.org", PASSWORD));
    auth.clock.advance(Duration.ofMinutes(10));
    try {
      assertThat(signIn("locked@example.org", PASSWORD).user().email())
          .isEqualTo("locked@example.org");
    } finally {
      auth.clock.advance(Duration.ofMinutes(-10));
    }
  }

  @Test
  void shouldNeverLockAnAccountForAnAddressThatItWasSignedInFrom() {
    create("home@example.org", Role.Viewer);
    Origin home = new Origin("10.0.0.1", "10.0.0.1", null);
    auth.ask(Users.SIGN_IN, new SignIn("home@example.org", PASSWORD, home));
    List<Future<SignedIn>> guesses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      Origin stranger = new Origin("10.0.1.1", "10.0.1.1", null);
      guesses.add(auth.send(Users.SIGN_IN, new SignIn("home@example.org", "guess " + i, stranger)));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> guesses.stream().allMatch(Future::isComplete));
    assertThat(guesses)
        .extracting(guess -> ((GalvanException) guess.cause()).fault())
        .filteredOn(fault -> fault == Fault.TOO_MANY)
        .hasSize(1);
    auth.ask(Users.SIGN_IN, new SignIn("home@example.org", PASSWORD, home));
  }

  @Test
  void shouldChangeThePasswordOfOneWhoKnowsTheOld() {
    User user = create("change@example.org", Role.Driver);
    assertFault(
        Fault.INVALID,
        "oldPassword",
        () -> changePassword(user.id(), "not the password", "a new password"));
    assertFault(
        Fault.INVALID, "newPassword", () -> changePassword(user.id(), PASSWORD, "too short"));
    assertFault(
        Fault.NOT_FOUND,
        null,
        () -> changePassword(UUID.randomUUID().toString(), PASSWORD, "a new password"));
    changePassword(user.id(), PASSWORD, "a new password");
    assertFault(Fault.UNAUTHENTICATED, null, () -> signIn("change@example.org", PASSWORD));
    assertThat(signIn("change@example.org", "a new password").user().id()).isEqualTo(user.id());
  }

  private static Done changePassword(String userId, String old, String fresh) {
    return auth.ask(Users.CHANGE_PASSWORD, new ChangePassword(userId, old, fresh));
  }

  @Test
  void shouldEditOnlyWhatIsGiven() {
    User user = create("edit@example.org", Role.Viewer);
    User renamed = auth.ask(Users.EDIT, new EditUser(user.id(), "New Name", null, null));
    assertThat(renamed.name()).isEqualTo("New Name");
    assertThat(renamed.role()).isEqualTo(Role.Viewer);
    User promoted =
        auth.ask(Users.EDIT, new EditUser(user.id(), null, Role.Operator, "another password"));
    assertThat(promoted.name()).isEqualTo("New Name");
    assertThat(promoted.role()).isEqualTo(Role.Operator);
    assertThat(auth.ask(Users.GET, new UserKey(user.id()))).isEqualTo(promoted);
    assertThat(signIn("edit@example.org", "another password").user().role())
        .isEqualTo(Role.Operator);
    assertFault(
        Fault.NOT_FOUND,
        null,
        () -> auth.ask(Users.EDIT, new EditUser("no-uuid", "x", null, null)));
    assertFault(
        Fault.NOT_FOUND,
        null,
        () -> auth.ask(Users.EDIT, new EditUser(UUID.randomUUID().toString(), "x", null, null)));
  }

  @Test
  void shouldDeleteAUser() {
    User user = create("gone@example.org", Role.Viewer);
    auth.ask(Users.DELETE, new UserKey(user.id()));
    assertFault(Fault.NOT_FOUND, null, () -> auth.ask(Users.GET, new UserKey(user.id())));
    assertFault(Fault.NOT_FOUND, null, () -> auth.ask(Users.DELETE, new UserKey(user.id())));
    assertFault(Fault.UNAUTHENTICATED, null, () -> signIn("gone@example.org", PASSWORD));
  }

  @Test
  void shouldKeepALastAdminWhateverHappensAtOnce() {
    try (AuthFixture own = new AuthFixture(Map.of());
        AuthFixture other = new AuthFixture(own)) {
      User first = own.ask(Users.LIST, new UserQuery("admin@galvan", 1, null)).items().get(0);
      assertFault(Fault.CONFLICT, null, () -> own.ask(Users.DELETE, new UserKey(first.id())));
      assertFault(
          Fault.CONFLICT,
          null,
          () -> own.ask(Users.EDIT, new EditUser(first.id(), null, Role.Viewer, null)));

      User second = own.ask(Users.CREATE, new NewUser("b@example.org", "B", Role.Admin, PASSWORD));
      Pool pool = own.platform.database().pool(own.vertx, Schema.auth);
      SqlConnection gate = await(pool.getConnection());
      await(gate.query("begin").execute());
      await(gate.query("select from account for update").execute());
      List<Future<?>> both =
          List.of(
              own.send(Users.DELETE, new UserKey(first.id())),
              other.send(Users.EDIT, new EditUser(second.id(), null, Role.Viewer, null)));
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          await(
                                  gate.query(
                                          "select count(distinct pid) as n from pg_locks l"
                                              + " join pg_database d on d.oid = l.database"
                                              + " or l.locktype = 'transactionid'"
                                              + " where not granted"
                                              + " and d.datname = current_database()")
                                      .execute())
                              .iterator()
                              .next()
                              .getLong("n"))
                      .isEqualTo(2));
      await(gate.query("commit").execute());
      await(gate.close());
      await(pool.close());
      await().until(() -> both.stream().allMatch(Future::isComplete));
      assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
      assertThat(own.ask(Users.LIST, new UserQuery(null, 10, null)).items())
          .filteredOn(user -> user.role() == Role.Admin)
          .hasSize(1);
    }
  }

  @Test
  void shouldPageAndSearchUsers() {
    for (int i = 0; i < 5; i++) {
      create("page-" + i + "@example.org", Role.Viewer);
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      UserPage page = auth.ask(Users.LIST, new UserQuery("Name of PAGE-", 2, cursor));
      page.items().forEach(user -> seen.add(user.email()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen)
        .containsExactly(
            "page-0@example.org",
            "page-1@example.org",
            "page-2@example.org",
            "page-3@example.org",
            "page-4@example.org");
  }

  @Test
  void shouldNameTheFieldThatIsWrong() {
    assertFault(Fault.INVALID, "email", () -> make("no address", "Ada", PASSWORD));
    assertFault(Fault.INVALID, "email", () -> make("a@b, c@d", "Ada", PASSWORD));
    assertFault(Fault.INVALID, "email", () -> make("a@" + "b".repeat(253), "Ada", PASSWORD));
    assertFault(Fault.INVALID, "email", () -> make(null, "Ada", PASSWORD));
    assertFault(Fault.INVALID, "name", () -> make("x@example.org", " ", PASSWORD));
    assertFault(Fault.INVALID, "name", () -> make("x@example.org", "A\nB", PASSWORD));
    assertFault(Fault.INVALID, "password", () -> make("x@example.org", "Ada", "short one"));
    assertFault(Fault.INVALID, "password", () -> make("x@example.org", "Ada", "Password123!"));
    assertFault(Fault.INVALID, "password", () -> make("x@example.org", "Ada", "1".repeat(129)));
    assertFault(
        Fault.INVALID,
        "role",
        () -> auth.ask(Users.CREATE, new NewUser("x@example.org", "Ada", null, PASSWORD)));
    assertFault(Fault.INVALID, "limit", () -> auth.ask(Users.LIST, new UserQuery(null, 0, null)));
  }

  private static User make(
      @Nullable String email, @Nullable String name, @Nullable String password) {
    return auth.ask(Users.CREATE, new NewUser(email, name, Role.Viewer, password));
  }
}
