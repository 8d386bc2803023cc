package io.galvan.notification;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.contract.notification.Notifications.MailState;
import io.galvan.notification.TestSmtpServer.Received;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendingTest {
  private static String url(TestSmtpServer server) {
    return "smtp://127.0.0.1:" + server.port();
  }

  private static void awaitMail(NotificationFixture notification, MailState state, int attempts) {
    await()
        .untilAsserted(
            () ->
                assertThat(notification.mails())
                    .singleElement()
                    .satisfies(
                        mail -> {
                          assertThat(mail.state()).isEqualTo(state);
                          assertThat(mail.attempts()).isEqualTo(attempts);
                          // A failed attempt is over when its error is noted.
                          assertThat(mail.lastError() == null).isEqualTo(state == MailState.Sent);
                        }));
  }

  @Test
  void shouldSendTheWelcomeMailAndNoteWhen() {
    try (TestSmtpServer server = new TestSmtpServer(0, null);
        NotificationFixture notification = new NotificationFixture(url(server))) {
      notification.hear(notification.userCreated("event-1", "ada@example.org"));
      awaitMail(notification, MailState.Sent, 1);
      Mail mail = notification.mails().get(0);
      assertThat(mail.sentAt()).isEqualTo(notification.clock.instant());
      Received received = server.received.get(0);
      assertThat(received.from()).isEqualTo("galvan@localhost");
      assertThat(received.to()).isEqualTo("ada@example.org");
      assertThat(received.data())
          .contains("Subject: Welcome to Galvan")
          .contains("To: ada@example.org")
          .containsOnlyOnce("Message-ID:")
          .contains("Message-ID: <event-1@galvan>")
          .contains("your Galvan account is ready");
    }
  }

  @Test
  void shouldSignInWithUserAndPasswordOfTheUrl() {
    try (TestSmtpServer server = new TestSmtpServer(0, "mail@er:p+ss/w:rd");
        NotificationFixture notification =
            new NotificationFixture("smtp://mail%40er:p+ss%2Fw:rd@127.0.0.1:" + server.port())) {
      notification.hear(notification.userCreated("e1", "ada@example.org"));
      awaitMail(notification, MailState.Sent, 1);
    }
  }

  @Test
  void shouldQueueTheMailWhenThePasswordIsWrongAndNotTellIt() {
    try (TestSmtpServer server = new TestSmtpServer(0, "mailer:right");
        NotificationFixture notification =
            new NotificationFixture("smtp://mailer:secret-wrong@127.0.0.1:" + server.port())) {
      notification.hear(notification.userCreated("e1", "ada@example.org"));
      awaitMail(notification, MailState.Queued, 1);
      assertThat(notification.mails().get(0).lastError())
          .contains("535")
          .doesNotContain("secret-wrong");
      assertThat(server.received).isEmpty();
    }
  }

  @Test
  void shouldSendLaterWhenTheServerWasDownAndComesUp() {
    int port = FreePort.next();
    try (NotificationFixture notification = new NotificationFixture("smtp://127.0.0.1:" + port)) {
      notification.hear(notification.userCreated("e1", "ada@example.org"));
      awaitMail(notification, MailState.Queued, 1);
      notification.clock.advance(Duration.ofMinutes(1));
      awaitMail(notification, MailState.Queued, 2);
      try (TestSmtpServer server = new TestSmtpServer(port, null)) {
        notification.clock.advance(Duration.ofMinutes(3));
        awaitMail(notification, MailState.Sent, 3);
        assertThat(server.received).hasSize(1);
      }
    }
  }

  @Test
  void shouldPauseLongerAfterEachAttemptAndGiveUpAfterTheEighth() {
    try (TestSmtpServer server = new TestSmtpServer(0, null);
        NotificationFixture notification = new NotificationFixture(url(server))) {
      notification.hear(notification.userCreated("e1", "later@example.org"));
      Duration pause = Duration.ofMinutes(1);
      for (int attempt = 1; attempt < 8; attempt++) {
        awaitMail(notification, MailState.Queued, attempt);
        notification.clock.advance(pause.minusSeconds(1));
        if (attempt == 2) {
          // Longer than the sender's poll: it looked and found that the time had not come.
          await()
              .during(Duration.ofMillis(1_500))
              .until(() -> notification.mails().get(0).attempts() == 2);
        }
        notification.clock.advance(Duration.ofSeconds(1));
        pause = pause.multipliedBy(3);
      }
      awaitMail(notification, MailState.Failed, 8);
      assertThat(notification.mails().get(0).lastError()).contains("451");
      assertThat(server.received).isEmpty();
    }
  }

  @Test
  void shouldGiveUpAtOnceWhenThereIsNoSuchMailbox() {
    try (TestSmtpServer server = new TestSmtpServer(0, null);
        NotificationFixture notification = new NotificationFixture(url(server))) {
      notification.hear(notification.userCreated("e1", "nobody@example.org"));
      awaitMail(notification, MailState.Failed, 1);
      assertThat(notification.mails().get(0).lastError()).contains("550");
    }
  }

  @Test
  void shouldFailOnlyTheMailWhoseAddressCannotBeWritten() {
    try (TestSmtpServer server = new TestSmtpServer(0, null);
        NotificationFixture notification = new NotificationFixture(url(server))) {
      notification.hear(
          notification.userCreated("e1", "not an address"),
          notification.userCreated("e2", "ada@example.org"));
      await()
          .untilAsserted(
              () -> {
                List<Mail> mails = notification.mails();
                assertThat(mails.get(0).state()).isEqualTo(MailState.Sent);
                assertThat(mails.get(1).lastError()).isNotNull();
              });
    }
  }

  @Test
  void shouldSendEachMailOnceFromTwoNodes() {
    MovableClock clock = TestPlatform.clock();
    String database = TestPlatform.newDatabaseUrl();
    try (TestSmtpServer server = new TestSmtpServer(0, null);
        NotificationFixture one = new NotificationFixture(clock, database, url(server));
        NotificationFixture two = new NotificationFixture(clock, database, url(server))) {
      for (int batch = 0; batch < 10; batch++) {
        int first = batch * 10;
        NotificationFixture node = batch % 2 == 0 ? one : two;
        node.hear(
            IntStream.range(first, first + 10)
                .mapToObj(i -> node.userCreated("e" + i, "u" + i + "@example.org"))
                .toArray(Event[]::new));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(one.mails())
                      .hasSize(100)
                      .extracting(Mail::state)
                      .containsOnly(MailState.Sent));
      assertThat(server.received).hasSize(100);
      assertThat(server.received).extracting(Received::to).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldSendAfterTheLeaseWhatADeadNodeHadClaimed() {
    MovableClock clock = TestPlatform.clock();
    String database = TestPlatform.newDatabaseUrl();
    try (TestSmtpServer server = new TestSmtpServer(0, null)) {
      try (NotificationFixture dead = new NotificationFixture(clock, database, null)) {
        dead.hear(dead.userCreated("e1", "ada@example.org"));
        Database store = new Database(database, 2);
        store.migrate(Schema.notification);
        Pool pool = store.pool(dead.vertx, Schema.notification);
        await(
            pool.query(
                    "update mail set state = 'Queued', attempts = 1,"
                        + " next_attempt_at = timestamptz '2026-03-01T12:05:00Z'")
                .execute());
        await(pool.close());
      }
      try (NotificationFixture alive = new NotificationFixture(clock, database, url(server))) {
        assertThat(alive.mails()).extracting(Mail::state).containsExactly(MailState.Queued);
        clock.advance(Duration.ofMinutes(5));
        awaitMail(alive, MailState.Sent, 2);
        assertThat(server.received).hasSize(1);
      }
    }
  }
}
