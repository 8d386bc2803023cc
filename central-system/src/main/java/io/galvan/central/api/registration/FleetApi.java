package io.galvan.central.api.registration;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.user.Bearers;
import io.galvan.central.live.EventStream;
import io.galvan.contract.notification.Notifications;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Fleet;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Totals;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** The fleet as a whole: figures, live events, mails. */
public final class FleetApi {
  record Overview(Fleet fleet, Totals totals) {}

  private static final int LAST_EVENT_ID = 8_000;

  private final Bus bus;
  private final EventStream events;
  private final Bearers bearers;

  public FleetApi(Bus bus, EventStream events, Bearers bearers) {
    this.bus = bus;
    this.events = events;
    this.bearers = bearers;
  }

  public List<Operation> operations() {
    return List.of(
        of("getOverview", Access.VIEWER, this::overview),
        of("listMails", Access.ADMIN, this::mails),
        of("streamEvents", Access.VIEWER, this::stream));
  }

  private Future<?> overview(Call call) {
    return Future.all(
            bus.request(Chargers.FLEET, new Chargers.FleetQuery()),
            bus.request(Transactions.TOTALS, new Transactions.TotalsQuery()))
        .onSuccess(both -> call.ok(new Overview(both.resultAt(0), both.resultAt(1))));
  }

  private Future<?> mails(Call call) {
    return bus.request(
            Notifications.LIST_MAILS,
            new Notifications.MailQuery(call.text("recipient", 254), call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> stream(Call call) {
    HttpServerRequest request = call.context().request();
    // It may have ended since the ticket was taken, and the stream is told of an end once.
    bearers.refuseEnded(call.user().sessionId());
    return events
        .open(
            call.context().response(),
            call.text("chargerId", ChargerApi.ID),
            new EventStream.Reader(call.user().id(), call.user().sessionId()),
            call.header("Last-Event-ID", LAST_EVENT_ID))
        .onComplete(
            ended -> {
              // The reader's connection ends with the stream; others may share one of HTTP/2.
              if (request.version() != HttpVersion.HTTP_2) {
                request.connection().close();
              }
            });
  }
}
