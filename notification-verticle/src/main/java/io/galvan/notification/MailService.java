package io.galvan.notification;

import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.contract.notification.Notifications.MailPage;
import io.galvan.contract.notification.Notifications.MailQuery;
import io.galvan.contract.notification.Notifications.MailState;
import io.galvan.contract.notification.Notifications.NewMail;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes mails because of events, and shows them. */
final class MailService {
  private static final int MAX_CLOSED = 10_000;
  private static final int MAX_PAGE = 500;
  private static final String ORDER = "newest";

  private final MailStore store;
  private final Writer writer;
  private final MailState newMails;
  private final Runnable queued;

  /**
   * @param newMails the state of new mails: Queued when somebody sends them, else Kept
   * @param queued told when new mails are durable
   */
  MailService(MailStore store, Writer writer, MailState newMails, Runnable queued) {
    this.store = store;
    this.writer = writer;
    this.newMails = newMails;
    this.queued = queued;
  }

  /** Stores the mails of these events; an event heard before changes nothing. */
  Future<Done> hear(EventBatch batch) {
    List<Letter> letters =
        batch.events().stream().map(Letter::of).flatMap(Optional::stream).toList();
    return letters.isEmpty() ? Future.succeededFuture(Done.DONE) : write(letters);
  }

  /** Stores a mail that a service asked for. */
  Future<Done> send(NewMail mail) {
    return write(List.of(new Letter(mail.key(), mail.recipient(), mail.subject(), mail.text())));
  }

  private Future<Done> write(List<Letter> letters) {
    return writer
        .write(
            unit ->
                store
                    .insert(unit, letters, newMails)
                    .compose(ok -> store.prune(unit, MAX_CLOSED))
                    .map(Done.DONE))
        .onSuccess(done -> queued.run());
  }

  /** Mails, newest first; the recipient is compared without regard to letter case. */
  Future<MailPage> list(MailQuery query) {
    int limit = query.limit();
    if (limit < 1 || limit > MAX_PAGE) {
      throw GalvanException.invalid("limit", "limit must be from 1 to " + MAX_PAGE);
    }
    String recipient =
        query.recipient() == null ? null : query.recipient().toLowerCase(Locale.ROOT);
    if (recipient != null && recipient.chars().anyMatch(Character::isISOControl)) {
      throw GalvanException.invalid("recipient", "recipient must not hold control characters");
    }
    return store
        .list(before(query.cursor()), recipient, limit + 1)
        .map(
            mails -> {
              if (mails.size() <= limit) {
                return new MailPage(mails, null);
              }
              List<Mail> page = List.copyOf(mails.subList(0, limit));
              String last = Long.toString(page.get(limit - 1).id());
              return new MailPage(page, new Cursor(ORDER, last, last).encode());
            })
        .recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  private static long before(@Nullable String cursor) {
    Cursor before = Cursor.decode(cursor, ORDER);
    return before == null ? Long.MAX_VALUE : before.idNumber();
  }
}
