package io.galvan.central.api.transaction;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.cost.TariffApi;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.transaction.Summaries;
import io.galvan.contract.transaction.Summaries.SummaryQuery;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventHistory;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.SetLimit;
import io.galvan.contract.transaction.TransactionEvents.StationStatus;
import io.galvan.contract.transaction.TransactionEvents.ToldEvent;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.EndTransaction;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.contract.transaction.Transactions.TransactionQuery;
import io.galvan.contract.transaction.Transactions.TransactionSort;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.contract.transaction.UnassignedStops;
import io.galvan.contract.transaction.UnassignedStops.AssignStop;
import io.galvan.contract.transaction.UnassignedStops.DismissStop;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStopQuery;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions, their meter values and timelines. */
public final class TransactionApi {
  public record EndTransactionBody(
      @Nullable OffsetDateTime at,
      @Nullable Integer meterStopWh,
      @MaxLength(200) @Nullable String reason) {}

  public record AssignStopBody(long transactionId) {}

  /** A fact with its detail as JSON instead of text. */
  record FactView(
      Instant at, Instant recordedAt, FactKind kind, Fact fact, @JsonRawValue String detail) {
    static FactView of(TimelineItem item) {
      return new FactView(item.at(), item.recordedAt(), item.kind(), item.fact(), item.detail());
    }
  }

  record FactViews(List<FactView> items) {}

  /** The events with the station's own count of the cost as JSON instead of text. */
  record EventsView(
      List<ToldEvent> items,
      List<Gap> gaps,
      EventDetail detail,
      @JsonRawValue @Nullable String costDetails,
      @Nullable Limit wantedLimit,
      @Nullable StationStatus status) {
    static EventsView of(EventHistory history) {
      EventDetail told = history.detail();
      return new EventsView(
          history.items(),
          history.gaps(),
          new EventDetail(
              told.numberOfPhasesUsed(),
              told.cableMaxCurrentA(),
              told.timeSpentChargingS(),
              told.operationMode(),
              told.preconditioningStatus(),
              told.evseSleep(),
              told.tariffId(),
              told.transactionLimit(),
              null),
          told.costDetails(),
          history.wantedLimit(),
          history.status());
    }
  }

  private final Bus bus;

  public TransactionApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listTransactions", Access.VIEWER, this::list),
        of("summarizeTransactions", Access.VIEWER, this::summarize),
        of(
            "getTransaction",
            Access.VIEWER,
            call ->
                bus.request(
                        Transactions.GET,
                        new Transactions.TransactionKey(call.pathNumber("transactionId")))
                    .onSuccess(call::ok)),
        of(
            "getMeterValues",
            Access.VIEWER,
            call ->
                bus.request(
                        Transactions.SERIES,
                        new Transactions.SeriesQuery(
                            call.pathNumber("transactionId"), call.text("measurand", 64)))
                    .onSuccess(call::ok)),
        of("getTransactionTimeline", Access.VIEWER, this::timeline),
        of("endTransaction", Access.OPERATOR, this::end),
        of("listUnassignedStops", Access.VIEWER, this::unassignedStops),
        of("assignStop", Access.OPERATOR, this::assignStop),
        of("dismissStop", Access.OPERATOR, this::dismissStop),
        of("getTransactionEvents", Access.VIEWER, this::events),
        of("limitTransaction", Access.OPERATOR, this::limit));
  }

  private Future<?> timeline(Call call) {
    return bus.request(
            Transactions.TIMELINE,
            new Transactions.TransactionKey(call.pathNumber("transactionId")))
        .onSuccess(
            timeline ->
                call.ok(new FactViews(timeline.items().stream().map(FactView::of).toList())));
  }

  private Future<?> end(Call call) {
    long id = call.pathNumber("transactionId");
    EndTransactionBody body = call.body(EndTransactionBody.class);
    return bus.request(
            Transactions.END,
            new EndTransaction(
                id,
                body.at() == null ? null : body.at().toInstant(),
                body.meterStopWh() == null ? null : body.meterStopWh().longValue(),
                body.reason(),
                call.user().email()))
        .onSuccess(call::ok);
  }

  private Future<?> unassignedStops(Call call) {
    return bus.request(
            UnassignedStops.LIST, new UnassignedStopQuery(call.text("chargerId", 48), call.limit()))
        .onSuccess(call::ok);
  }

  private Future<?> assignStop(Call call) {
    long id = call.pathNumber("stopId");
    AssignStopBody body = call.body(AssignStopBody.class);
    return bus.request(
            UnassignedStops.ASSIGN, new AssignStop(id, body.transactionId(), call.user().email()))
        .onSuccess(call::ok);
  }

  private Future<?> dismissStop(Call call) {
    return bus.request(
            UnassignedStops.DISMISS,
            new DismissStop(call.pathNumber("stopId"), call.user().email()))
        .onSuccess(ok -> call.done());
  }

  private Future<?> events(Call call) {
    return bus.request(
            TransactionEvents.GET_EVENTS,
            new Transactions.TransactionKey(call.pathNumber("transactionId")))
        .onSuccess(history -> call.ok(EventsView.of(history)));
  }

  private Future<?> limit(Call call) {
    long id = call.pathNumber("transactionId");
    TariffApi.LimitBody body = call.body(TariffApi.LimitBody.class);
    return bus.request(TransactionEvents.SET_LIMIT, new SetLimit(id, body.limit()))
        .onSuccess(ok -> call.done());
  }

  private Future<?> summarize(Call call) {
    Integer limit = call.number("limit", 1, Summaries.MOST_SUMS);
    String zone = call.text("zone", 64);
    return bus.request(
            Summaries.SUMMARIZE,
            new SummaryQuery(
                call.choice("by", Summaries.By.day),
                call.time("from"),
                call.time("to"),
                zone == null ? "UTC" : zone,
                call.text("chargerId", 48),
                call.text("idToken", 255),
                limit == null ? Summaries.MOST_SUMS : limit))
        .onSuccess(call::ok);
  }

  private Future<?> list(Call call) {
    Instant updatedSince = call.time("updatedSince");
    TransactionQuery query =
        new TransactionQuery(
            call.text("chargerId", 48),
            call.number("connectorId", 0, 1_000),
            call.text("idToken", 255),
            call.choice("state", TransactionState.class),
            call.time("from"),
            call.time("to"),
            call.time("endedFrom"),
            call.time("endedTo"),
            updatedSince,
            call.choice(
                "sort",
                updatedSince == null ? TransactionSort.startedAt : TransactionSort.updatedAt),
            call.descending(true),
            call.limit(),
            call.cursor());
    return bus.request(Transactions.LIST, query).onSuccess(call::ok);
  }
}
