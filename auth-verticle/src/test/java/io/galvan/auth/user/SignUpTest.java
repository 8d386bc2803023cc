package io.galvan.auth.user;

import static io.galvan.auth.AuthFixture.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.notification.Notifications;
import io.galvan.contract.notification.Notifications.NewMail;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.ConfirmSignUp;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignUp;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
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
    signUp(email, password, "10.0.0.9");
  }

  private static void signUp(String email, String password, String network) {
    auth.ask(Users.SIGN_UP, new SignUp(email, "Ada", password, new Origin(network, network, null)));
  }

  private static String code() {
    NewMail mail = MAILS.get(MAILS.size() - 1);
    String link = mail.text().lines().filter(line -> line.contains("#")).findFirst().orElseThrow();
    assertThat(link).startsWith("https://galvan.example/confirm#");
    return link.substring(link.indexOf('#') + 1);
  }

  private static User confirm(String code, String password) {
    return auth.ask(Users.CONFIRM_SIGN_UP, new ConfirmSignUp(code, password));
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
    auth.ask(Users.CREATE, new NewUser("has@example.org", "Has", Role.Viewer, PASSWORD));
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
  void shouldWriteToAnAddressThreeTimesADayForANetworkAndKeepNoOtherFromIt() {
    for (int i = 0; i < 3; i++) {
      signUp("often@example.org", PASSWORD, "10.0.0.1");
    }
    assertFault(Fault.TOO_MANY, null, () -> signUp("Often@example.org", PASSWORD, "10.0.0.1"));
    assertThat(MAILS).hasSize(3);
    signUp("often@example.org", PASSWORD, "10.0.0.2");
    assertThat(MAILS).hasSize(4);
    String code = code();
    signUp("other@example.org", PASSWORD, "10.0.0.1");
    auth.clock.advance(Duration.ofHours(24));
    try {
      assertFault(Fault.UNAUTHENTICATED, null, () -> confirm(code, PASSWORD));
      signUp("often@example.org", PASSWORD, "10.0.0.1");
      assertThat(MAILS).hasSize(6);
    } finally {
      auth.clock.advance(Duration.ofHours(-24));
    }
  }

  @Test
  void shouldReplaceTheOldestCodeOfAnAddressBeyondTen() {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      signUp("many@example.org", PASSWORD, "10.0.1." + i);
      codes.add(code());
      auth.clock.advance(Duration.ofSeconds(1));
    }
    assertFault(Fault.UNAUTHENTICATED, null, () -> confirm(codes.get(0), PASSWORD));
    assertThat(confirm(codes.get(1), PASSWORD).email()).isEqualTo("many@example.org");
  }

  @Test
  void shouldSendNothingThatTheStrangerWrote() {
    auth.ask(
        Users.SIGN_UP,
        new SignUp("victim@example.org", "You won: evil.example", PASSWORD, Origin.UNKNOWN));
    assertThat(MAILS)
        .singleElement()
        .satisfies(mail -> assertThat(mail.subject() + mail.text()).doesNotContain("evil"));
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
          () ->
              closed.ask(
                  Users.SIGN_UP, new SignUp("ada@example.org", "Ada", PASSWORD, Origin.UNKNOWN)));
    }
  }
}
