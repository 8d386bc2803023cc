package io.galvan.central.api.messagelog;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went over the wire: of one charging station, of the fleet, and as a file to take away. */
public final class MessageApi {
  private static final int MAX_EXPORTS = 20;
  private static final int ACTION = 64;
  private static final int MESSAGE_ID = 100;
  private static final int ERROR = 100;

  private final Bus bus;
  private final Clock clock;
  private int exports;

  public MessageApi(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  public List<Operation> operations() {
    return List.of(
        of(
            "listMessages",
            Access.VIEWER,
            call -> list(call, call.path("chargerId", ChargerApi.ID))),
        of(
            "listFleetMessages",
            Access.VIEWER,
            call -> list(call, call.text("chargerId", ChargerApi.ID))),
        of("exportMessages", Access.VIEWER, this::export));
  }

  private Future<?> list(Call call, @Nullable String chargerId) {
    LogQuery query = query(call, chargerId, call.time("to"), false, call.limit(), call.cursor());
    return bus.request(MessageLogs.READ, query).onSuccess(call::ok);
  }

  private static LogQuery query(
      Call call,
      @Nullable String chargerId,
      @Nullable Instant to,
      boolean oldestFirst,
      int limit,
      @Nullable String cursor) {
    return new LogQuery(
        chargerId,
        call.text("action", ACTION),
        call.choice("caller", MessageLogs.Caller.class),
        call.text("messageId", MESSAGE_ID),
        Boolean.TRUE.equals(call.flag("errors")),
        call.text("error", ERROR),
        call.time("from"),
        to,
        oldestFirst,
        limit,
        cursor);
  }

  private Future<?> export(Call call) {
    if (exports >= MAX_EXPORTS) {
      throw new GalvanException(Fault.UNAVAILABLE, "too many exports run already");
    }
    Instant asked = call.time("to");
    // The export itself takes time; what comes meanwhile is for the next one.
    LogQuery first =
        query(
            call,
            call.path("chargerId", ChargerApi.ID),
            asked == null ? clock.instant() : asked,
            true,
            MessageExport.PAGE,
            null);
    exports++;
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .compose(
            charger -> new MessageExport(bus, call.context().response(), charger.id(), first).run())
        .onComplete(ended -> exports--);
  }
}
