package io.galvan.notification;

import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.notification.MailStore.Claimed;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands queued mails to the SMTP server. A mail is first claimed in the database, so that of many
 * nodes one sends it; what fails is tried again after 1, 3, 9 ... minutes, 8 times in all. A node
 * that dies between the server's yes and its own note leaves a mail that is sent again, under the
 * same Message-ID. Not thread-safe: for one event loop.
 */
final class MailSender {
  private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
  private static final int MAX_ATTEMPTS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final int PAUSE_GROWTH = 3;
  private static final int CLAIM = 10;
  private static final long SEND_TIMEOUT_S = 60;

  /** Longer than any send may take, so that no other node starts while this one is at it. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final long POLL_MS = 1_000;
  private static final int MAX_ERROR = 500;

  /** The server says that there is no such mailbox; asking again is no use. */
  private static final Set<Integer> NO_SUCH_RECIPIENT = Set.of(550, 551, 553);

  private final Vertx vertx;
  private final MailStore store;
  private final Writer writer;
  private final MailClient client;
  private final String from;
  private long timer = -1;
  private boolean poked;
  private boolean running;
  private boolean stopped;
  private Future<?> current = Future.succeededFuture();

  MailSender(Vertx vertx, MailStore store, Writer writer, MailClient client, String from) {
    this.vertx = vertx;
    this.store = store;
    this.writer = writer;
    this.client = client;
    this.from = from;
  }

  /** Looks for due mails now and then until {@link #stop}. */
  void start() {
    timer = vertx.setPeriodic(POLL_MS, id -> poke());
    poke();
  }

  /** There may be a mail to send. */
  void poke() {
    poked = true;
    if (running || stopped) {
      return;
    }
    running = true;
    poked = false;
    current =
        round()
            .onComplete(
                (claimed, failure) -> {
                  running = false;
                  if (failure != null) {
                    LOG.warn("mails wait: {}", failure.getMessage());
                  } else if (claimed == CLAIM || poked) {
                    poke();
                  }
                });
  }

  private Future<Integer> round() {
    return writer
        .write(unit -> store.claim(unit, unit.now().plus(LEASE), CLAIM))
        .compose(
            claimed -> Future.join(claimed.stream().map(this::send).toList()).map(claimed.size()));
  }

  private Future<?> send(Claimed claimed) {
    Mail mail = claimed.mail();
    return Future.succeededFuture()
        // In here, so that an address which the library refuses fails this mail only.
        .compose(ok -> client.sendMail(message(claimed)))
        .timeout(SEND_TIMEOUT_S, TimeUnit.SECONDS)
        .transform(
            (sent, failure) ->
                failure == null
                    ? writer.write(unit -> store.sent(unit, mail.id()).map(mail))
                    : failed(mail, failure));
  }

  private MailMessage message(Claimed claimed) {
    Mail mail = claimed.mail();
    return new MailMessage()
        .setFrom(from)
        .setTo(mail.recipient())
        .setSubject(mail.subject())
        .setText(mail.text())
        .setHeaders(HttpHeaders.headers().set("Message-ID", "<" + claimed.eventId() + "@galvan>"));
  }

  private Future<Mail> failed(Mail mail, Throwable failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String error = text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) : text;
    boolean giveUp =
        mail.attempts() >= MAX_ATTEMPTS
            || (failure instanceof SMTPException e && NO_SUCH_RECIPIENT.contains(e.getReplyCode()));
    LOG.warn(
        "mail {} was not sent (attempt {}{}): {}",
        mail.id(),
        mail.attempts(),
        giveUp ? ", given up" : "",
        error);
    return writer.write(
        unit ->
            (giveUp
                    ? store.failed(unit, mail.id(), error)
                    : store.retry(unit, mail.id(), unit.now().plus(pause(mail.attempts())), error))
                .map(mail));
  }

  private static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < attempts; i++) {
      pause = pause.multipliedBy(PAUSE_GROWTH);
    }
    return pause;
  }

  /** Claims no more and waits for what is under way. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return current
        .transform((done, failure) -> client.close())
        .transform((done, failure) -> Future.succeededFuture());
  }
}
