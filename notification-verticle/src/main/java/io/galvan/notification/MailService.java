package io.galvan.notification;

import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Notifications.Mail;
import io.galvan.platform.contract.Notifications.MailPage;
import io.galvan.platform.contract.Notifications.MailQuery;
import io.galvan.platform.contract.Notifications.MailState;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes mails because of events, and shows them. */
final class MailService {
  private static final int MAX_CLOSED = 10_000;
  private static final int MAX_PAGE = 500;

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
    if (letters.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
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
              return new MailPage(page, cursor(page.get(limit - 1).id()));
            })
        .recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  private static String cursor(long lastId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Long.toString(lastId).getBytes(StandardCharsets.US_ASCII));
  }

  private static long before(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw GalvanException.invalid("cursor", "cursor is not one that a page ended with");
    }
  }
}
