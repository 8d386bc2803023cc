package io.galvan.notification;

import static io.galvan.platform.testing.TestPlatform.await;

import io.galvan.contract.event.Happening;
import io.galvan.contract.notification.Notifications;
import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.contract.notification.Notifications.MailPage;
import io.galvan.contract.notification.Notifications.MailQuery;
import io.galvan.contract.user.Users;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node with a deployed notification service. */
final class NotificationFixture implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final MovableClock clock;
  final String deployment;

  NotificationFixture(MovableClock clock, String databaseUrl, @Nullable String smtpUrl) {
    this.clock = clock;
    Settings settings =
        TestPlatform.settings(
            databaseUrl, smtpUrl == null ? Map.of() : Map.of("GALVAN_SMTP_URL", smtpUrl));
    deployment =
        await(
            vertx.deployVerticle(
                new NotificationVerticle(
                    new Platform(
                        settings,
                        clock,
                        new Database(databaseUrl, settings.databaseConnections()),
                        new SimpleMeterRegistry()))));
  }

  NotificationFixture(@Nullable String smtpUrl) {
    this(TestPlatform.clock(), TestPlatform.newDatabaseUrl(), smtpUrl);
  }

  Event userCreated(String eventId, String email) {
    return new Event(
        eventId,
        clock.instant(),
        null,
        new Happening.UserCreated(
            new Users.User(
                "id-" + eventId, email, "Ada Ö.", Users.Role.Driver, clock.instant(), null)));
  }

  Future<Done> hear(Stream<Event> events) {
    return Bus.of(vertx)
        .request(Subscription.NOTIFICATION.address(), new EventBatch(events.toList()));
  }

  void hear(Event... events) {
    await(hear(Stream.of(events)));
  }

  MailPage page(@Nullable String recipient, int limit, @Nullable String cursor) {
    return await(
        Bus.of(vertx).request(Notifications.LIST_MAILS, new MailQuery(recipient, limit, cursor)));
  }

  List<Mail> mails() {
    return page(null, 500, null).items();
  }

  @Override
  public void close() {
    await(vertx.undeploy(deployment));
    await(vertx.close());
  }
}
