package io.galvan.notification;

import io.galvan.contract.notification.Notifications;
import io.galvan.contract.notification.Notifications.MailState;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.outbox.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The notification service: hears events durably, turns them into mails, sends them when an SMTP
 * server is set, and serves every address of {@link Notifications}.
 */
public final class NotificationVerticle extends VerticleBase {
  private final Platform platform;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private @Nullable Pool pool;
  private @Nullable MailSender sender;

  public NotificationVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    String smtpUrl = platform.settings().smtpUrl();
    MailConfig smtp = smtpUrl == null ? null : SmtpServer.config(smtpUrl);
    return vertx
        .executeBlocking(
            () -> {
              platform.database().migrate(Schema.notification);
              return Schema.notification;
            })
        .compose(schema -> open(smtp))
        .recover(failure -> stop().transform(done -> Future.failedFuture(failure)));
  }

  private Future<?> open(@Nullable MailConfig smtp) {
    Pool pool = platform.database().pool(vertx, Schema.notification);
    this.pool = pool;
    // This service publishes no events of its own, so nobody needs to hear of its commits.
    Writer writer = new Writer(pool, platform.clock(), (id, events) -> {});
    MailStore store = new MailStore(pool);
    if (smtp == null) {
      return writer
          .write(unit -> store.keepQueued(unit).map(MailState.Kept))
          .onSuccess(state -> serve(new MailService(store, writer, state, () -> {})));
    }
    MailSender sender =
        new MailSender(
            vertx, store, writer, MailClient.create(vertx, smtp), platform.settings().mailSender());
    this.sender = sender;
    sender.start();
    serve(new MailService(store, writer, MailState.Queued, sender::poke));
    return Future.succeededFuture();
  }

  private void serve(MailService mails) {
    Bus bus = Bus.of(vertx);
    consumers.add(bus.serve(Subscription.NOTIFICATION.address(), mails::hear));
    consumers.add(bus.serve(Notifications.LIST_MAILS, mails::list));
    consumers.add(bus.serve(Notifications.SEND_MAIL, mails::send));
  }

  /** Hears no more, lets the mail under way finish, closes what it opened. */
  @Override
  public Future<?> stop() {
    MailSender sender = this.sender;
    Pool pool = this.pool;
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(done -> sender == null ? Future.succeededFuture() : sender.stop())
        .transform(done -> pool == null ? Future.succeededFuture() : pool.close());
  }
}
