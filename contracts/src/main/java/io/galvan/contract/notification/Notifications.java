package io.galvan.contract.notification;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the notification service answers. */
public final class Notifications {
  public static final BusAddress<MailQuery, MailPage> LIST_MAILS =
      new BusAddress<>("notification.mails.list", MailQuery.class, MailPage.class);

  /** Writes a mail; one with a key that was told before changes nothing. */
  public static final BusAddress<NewMail, Done> SEND_MAIL =
      new BusAddress<>("notification.mails.send", NewMail.class, Done.class);

  private Notifications() {}

  /**
   * @param key names the mail, also to mail servers
   */
  public record NewMail(String key, String recipient, String subject, String text) {
    @Override
    public String toString() {
      return "NewMail[" + recipient + "]";
    }
  }

  public enum MailState {
    /** Waiting for its (next) attempt. */
    Queued,
    /** Handed to the SMTP server. */
    Sent,
    /** Kept only here because no SMTP server is set. */
    Kept,
    /** Given up after the last attempt. */
    Failed
  }

  public record Mail(
      long id,
      String recipient,
      String subject,
      String text,
      MailState state,
      int attempts,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable Instant sentAt) {}

  public record MailQuery(@Nullable String recipient, int limit, @Nullable String cursor) {}

  public record MailPage(List<Mail> items, @Nullable String next) {}
}
