package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.UserSessions;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.ChangePassword;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignIn;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever proved the old password while a reset was committed is too late. */
class PasswordResetTest {
  private static final String OLD = "correct horse";
  private static final String RESET = "another horse";
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth = new AuthFixture(Map.of());
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  private static User create(String email, String password) {
    return auth.ask(Users.CREATE, new NewUser(email, "Somebody", Role.Viewer, password));
  }

  /** What was asked is answered after a reset is committed, of which it saw nothing at first. */
  private static void resetDuring(User user, Supplier<Future<?>> asked) {
    Tuple id = Tuple.of(UUID.fromString(user.id()));
    User other = create("other-" + user.email(), RESET);
    Pool pool = auth.platform.database().pool(auth.vertx, Schema.auth);
    SqlConnection reset = await(pool.getConnection());
    await(reset.query("begin").execute());
    await(
        reset
            .preparedQuery(
                "update account a set salt = b.salt, iterations = b.iterations, hash = b.hash"
                    + " from account b where a.id = $1 and b.id = $2")
            .execute(Tuple.of(UUID.fromString(user.id()), UUID.fromString(other.id()))));
    Future<?> late = asked.get();
    await().until(() -> late.isComplete() || isWaitedFor(reset));
    await(
        reset
            .preparedQuery("update session set ended_at = now() where account_id = $1")
            .execute(id));
    await(reset.query("commit").execute());
    await(reset.close());
    await(pool.close());
    assertFault(Fault.UNAUTHENTICATED, null, () -> await(late));
  }

  private static boolean isWaitedFor(SqlConnection connection) {
    return await(
            connection
                .query(
                    "select exists (select from pg_locks where not granted"
                        + " and transactionid = pg_current_xact_id()::xid) as waiting")
                .execute())
        .iterator()
        .next()
        .getBoolean("waiting");
  }

  @Test
  void shouldNotOpenASessionForThePasswordBeforeTheReset() {
    User user = create("in-flight@example.org", OLD);
    resetDuring(user, () -> auth.send(Users.SIGN_IN, new SignIn(user.email(), OLD)));
    assertThat(auth.ask(Sessions.LIST, new UserSessions(user.id())).items()).isEmpty();
    assertThat(auth.ask(Users.SIGN_IN, new SignIn(user.email(), RESET)).user().id())
        .isEqualTo(user.id());
  }

  @Test
  void shouldNotOverwriteAResetByWhoKnewThePasswordBefore() {
    User user = create("overwrite@example.org", OLD);
    resetDuring(
        user,
        () ->
            auth.send(
                Users.CHANGE_PASSWORD, new ChangePassword(user.id(), OLD, "a third password")));
    assertThat(auth.ask(Users.SIGN_IN, new SignIn(user.email(), RESET)).user().id())
        .isEqualTo(user.id());
  }
}
