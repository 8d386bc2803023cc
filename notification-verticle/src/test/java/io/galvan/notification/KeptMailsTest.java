package io.galvan.notification;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.event.Happening;
import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.contract.notification.Notifications.MailPage;
import io.galvan.contract.notification.Notifications.MailState;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptMailsTest {
  private final NotificationFixture notification = new NotificationFixture(null);

  @AfterEach
  void stop() {
    notification.close();
  }

  @Test
  void shouldKeepAWelcomeMailReadableWhenThereIsNoSmtpServer() {
    notification.hear(notification.userCreated("e1", "Ada@Example.org"));
    Mail mail = notification.mails().get(0);
    assertThat(mail.recipient()).isEqualTo("Ada@Example.org");
    assertThat(mail.state()).isEqualTo(MailState.Kept);
    assertThat(mail.subject()).isEqualTo("Welcome to Galvan");
    assertThat(mail.text())
        .contains("Hello Ada Ö.,")
        .contains("Ada@Example.org")
        .contains("Driver");
    assertThat(mail.createdAt()).isEqualTo(notification.clock.instant());
    assertThat(mail.sentAt()).isNull();
    assertThat(mail.attempts()).isZero();
  }

  @Test
  void shouldWriteOneMailForAnEventHeardTwice() {
    Event event = notification.userCreated("e1", "ada@example.org");
    notification.hear(event);
    notification.hear(event, notification.userCreated("e2", "bob@example.org"), event);
    assertThat(notification.mails())
        .extracting(Mail::recipient)
        .containsExactly("bob@example.org", "ada@example.org");
  }

  @Test
  void shouldWriteNothingForOtherEvents() {
    notification.hear(
        new Event(
            "e1",
            notification.clock.instant(),
            "CP-1",
            new Happening.SecurityEvent("x", null, notification.clock.instant())));
    assertThat(notification.mails()).isEmpty();
  }

  @Test
  void shouldPageNewestFirstAndFilterByRecipient() {
    notification.hear(
        IntStream.range(0, 5)
            .mapToObj(i -> notification.userCreated("e" + i, "u" + i + "@Example.org"))
            .toArray(Event[]::new));
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      MailPage page = notification.page(null, 2, cursor);
      assertThat(page.items().size()).isLessThanOrEqualTo(2);
      page.items().forEach(mail -> seen.add(mail.recipient()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen)
        .containsExactly(
            "u4@Example.org",
            "u3@Example.org",
            "u2@Example.org",
            "u1@Example.org",
            "u0@Example.org");
    assertThat(notification.page("U3@example.ORG", 10, null).items())
        .extracting(Mail::recipient)
        .containsExactly("u3@Example.org");
  }

  @Test
  void shouldNameTheFieldThatIsWrong() {
    assertInvalid("limit", () -> notification.page(null, 0, null));
    assertInvalid("limit", () -> notification.page(null, 501, null));
    assertInvalid("cursor", () -> notification.page(null, 10, "not a cursor"));
    assertInvalid("recipient", () -> notification.page("\u0000", 10, null));
  }

  private static void assertInvalid(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INVALID);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  @Test
  void shouldDeleteTheOldestBeyondTenThousand() {
    await(
        notification.hear(
            IntStream.range(0, 10_005)
                .mapToObj(i -> notification.userCreated("e" + i, "u" + i + "@example.org"))));
    notification.hear(notification.userCreated("last", "last@example.org"));
    assertThat(notification.page("u5@example.org", 10, null).items()).isEmpty();
    assertThat(notification.page("u6@example.org", 10, null).items()).hasSize(1);
    assertThat(notification.page("last@example.org", 10, null).items()).hasSize(1);
  }

  @Test
  void shouldKeepWhatARunWithAnSmtpServerLeftQueued() {
    MovableClock clock = TestPlatform.clock();
    String database = TestPlatform.newDatabaseUrl();
    int closedPort;
    try (TestSmtpServer server = new TestSmtpServer(0, null)) {
      closedPort = server.port();
    }
    try (NotificationFixture before =
        new NotificationFixture(clock, database, "smtp://127.0.0.1:" + closedPort)) {
      before.hear(before.userCreated("e1", "ada@example.org"));
      assertThat(before.mails()).extracting(Mail::state).containsExactly(MailState.Queued);
    }
    try (NotificationFixture after = new NotificationFixture(clock, database, null)) {
      assertThat(after.mails()).extracting(Mail::state).containsExactly(MailState.Kept);
    }
  }
}
