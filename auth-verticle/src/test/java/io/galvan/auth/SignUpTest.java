package io.galvan.auth;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.ConfirmSignUp;
import io.galvan.platform.contract.Auth.NewUser;
import io.galvan.platform.contract.Auth.Role;
import io.galvan.platform.contract.Auth.SignUp;
import io.galvan.platform.contract.Auth.User;
import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Notifications;
import io.galvan.platform.contract.Notifications.NewMail;
import io.galvan.platform.error.Fault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People sign up for themselves, where they may. */
class SignUpTest {
  private static final String PASSWORD = "correct horse";
  private static final List<NewMail> MAILS = new CopyOnWriteArrayList<>();
  private static AuthFixture auth;

  @BeforeAll
  static void start() {
    auth =
        new AuthFixture(
            Map.of("GALVAN_OPEN_SIGN_UP", "true", "GALVAN_PUBLIC_URL", "https://galvan.example/"));
    Bus.of(auth.vertx)
        .serve(
            Notifications.SEND_MAIL,
            mail -> {
              MAILS.add(mail);
              return Future.succeededFuture(Done.DONE);
            });
  }

  @AfterAll
  static void stop() {
    auth.close();
  }

  @BeforeEach
  void noMails() {
    MAILS.clear();
  }

  private static void signUp(String email, String password) {
    auth.ask(Auth.SIGN_UP, new SignUp(email, "Ada", password));
  }

  private static String code() {
    NewMail mail = MAILS.get(MAILS.size() - 1);
    String link = mail.text().lines().filter(line -> line.contains("#")).findFirst().orElseThrow();
    assertThat(link).startsWith("https://galvan.example/confirm#");
    return link.substring(link.indexOf('#') + 1);
  }

  private static User confirm(String code, String password) {
    return auth.ask(Auth.CONFIRM_SIGN_UP, new ConfirmSignUp(code, password));
  }

  @Test
  void shouldMakeADriverOfWhoProvesTheAddress() {
    signUp(" Ada@Example.org ", PASSWORD);
    assertThat(MAILS)
        .singleElement()
        .satisfies(mail -> assertThat(mail.recipient()).isEqualTo("Ada@Example.org"));
    String code = code();
    assertFault(Fault.UNAUTHENTICATED, null, () -> confirm(code, "another horse"));
    assertFault(Fault.UNAUTHENTICATED, null, () -> confirm("no-code", PASSWORD));
    User user = confirm(code, PASSWORD);
    assertThat(user.email()).isEqualTo("Ada@Example.org");
    assertThat(user.role()).isEqualTo(Role.Driver);
    assertFault(Fault.UNAUTHENTICATED, null, () -> confirm(code, PASSWORD));
  }

  @Test
  void shouldAnswerTheSameForAnAddressThatHasAnAccount() {
    auth.ask(Auth.CREATE_USER, new NewUser("has@example.org", "Has", Role.Viewer, PASSWORD));
    signUp("HAS@example.org", PASSWORD);
    assertThat(MAILS)
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.subject()).isEqualTo("You have a Galvan account");
              assertThat(mail.text()).doesNotContain("confirm#");
            });
  }

  @Test
  void shouldWriteToAnAddressThreeTimesADay() {
    for (int i = 0; i < 5; i++) {
      signUp("often@example.org", PASSWORD);
    }
    assertThat(MAILS).hasSize(3);
    String code = code();
    auth.clock.advance(Duration.ofHours(24));
    try {
      assertFault(Fault.UNAUTHENTICATED, null, () -> confirm(code, PASSWORD));
      signUp("often@example.org", PASSWORD);
      assertThat(MAILS).hasSize(4);
    } finally {
      auth.clock.advance(Duration.ofHours(-24));
    }
  }

  @Test
  void shouldRefuseAddressesThatLookLikeOthersAndWeakPasswords() {
    // The first letter is Cyrillic.
    assertFault(Fault.INVALID, "email", () -> signUp("\u0430dmin@example.org", PASSWORD));
    assertFault(Fault.INVALID, "email", () -> signUp("admin@xn--exmple-cua.org", PASSWORD));
    assertFault(Fault.INVALID, "password", () -> signUp("weak@example.org", "Password123!"));
    assertThat(MAILS).isEmpty();
  }

  @Test
  void shouldBeClosedUnlessItIsOpened() {
    try (AuthFixture closed = new AuthFixture(Map.of())) {
      assertFault(
          Fault.FORBIDDEN,
          null,
          () -> closed.ask(Auth.SIGN_UP, new SignUp("ada@example.org", "Ada", PASSWORD)));
    }
  }
}
