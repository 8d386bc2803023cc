package io.galvan.central.api.report;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.Holdings.Holding;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.report.StationReports.ReportQuery;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.NotifyCustomerInformationRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stations of 2.x told beside charging. */
public final class StationReportApi {
  /** A report with its payload as JSON instead of text. */
  record StationReportView(
      String chargerId,
      String action,
      @Nullable Integer requestId,
      @Nullable Integer evseId,
      Instant at,
      @JsonRawValue String payload) {
    static StationReportView of(StationReport report) {
      return new StationReportView(
          report.chargerId(),
          report.action(),
          report.requestId(),
          report.evseId(),
          report.at(),
          report.payload());
    }
  }

  record StationReportViews(List<StationReportView> items, @Nullable String next) {}

  /** A holding with its content as JSON instead of text. */
  record HoldingView(
      HoldingKind kind,
      String key,
      @Nullable Integer evseId,
      Instant at,
      @JsonRawValue String content) {
    static HoldingView of(Holding holding) {
      return new HoldingView(
          holding.kind(), holding.key(), holding.evseId(), holding.at(), holding.content());
    }
  }

  record HoldingViews(List<HoldingView> items) {}

  /**
   * @param complete whether all parts are here
   */
  record CustomerInformation(int requestId, boolean complete, Instant generatedAt, String data) {}

  private static final int MOST_PARTS = 1_000;

  private final Bus bus;

  public StationReportApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listStationReports", Access.VIEWER, this::list),
        of("listHoldings", Access.VIEWER, this::holdings),
        of("getCustomerInformation", Access.OPERATOR, this::customerInformation));
  }

  private Future<?> holdings(Call call) {
    return bus.request(
            Holdings.LIST,
            new HoldingQuery(
                call.path("chargerId", ChargerApi.ID),
                call.choice("kind", HoldingKind.class),
                call.text("key", 255)))
        .onSuccess(
            held -> call.ok(new HoldingViews(held.items().stream().map(HoldingView::of).toList())));
  }

  /** The parts of the report in their order; a part told twice counts once. */
  private Future<?> customerInformation(Call call) {
    long requestId = call.pathNumber("requestId");
    if (requestId < 0 || requestId > Integer.MAX_VALUE) {
      throw GalvanException.notFound("this report");
    }
    return bus.request(
            StationReports.LIST,
            new ReportQuery(
                call.path("chargerId", ChargerApi.ID),
                "NotifyCustomerInformation",
                (int) requestId,
                MOST_PARTS,
                null))
        .map(page -> assembled((int) requestId, page.items()))
        .onSuccess(call::ok);
  }

  private static CustomerInformation assembled(int requestId, List<StationReport> reports) {
    if (reports.isEmpty()) {
      throw GalvanException.notFound("this report");
    }
    NavigableMap<Integer, NotifyCustomerInformationRequest> parts = new TreeMap<>();
    for (StationReport report : reports) {
      NotifyCustomerInformationRequest part =
          Shape.of(NotifyCustomerInformationRequest.class)
              .read(report.payload(), Reading.TOLERANT, new ArrayList<>());
      parts.putIfAbsent(part.seqNo(), part);
    }
    NotifyCustomerInformationRequest last = parts.lastEntry().getValue();
    boolean complete =
        parts.firstKey() == 0
            && parts.lastKey() == parts.size() - 1
            && !Boolean.TRUE.equals(last.tbc());
    return new CustomerInformation(
        requestId,
        complete,
        last.generatedAt().toInstant(),
        parts.values().stream()
            .map(NotifyCustomerInformationRequest::data)
            .collect(Collectors.joining()));
  }

  private Future<?> list(Call call) {
    ReportQuery query =
        new ReportQuery(
            call.path("chargerId", ChargerApi.ID),
            call.text("action", 64),
            call.number("requestId", Integer.MIN_VALUE, Integer.MAX_VALUE),
            call.limit(),
            call.cursor());
    return bus.request(StationReports.LIST, query)
        .onSuccess(
            page ->
                call.ok(
                    new StationReportViews(
                        page.items().stream().map(StationReportView::of).toList(), page.next())));
  }
}
