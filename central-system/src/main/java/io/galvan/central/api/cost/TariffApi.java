package io.galvan.central.api.cost;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.Assignment;
import io.galvan.contract.cost.Tariffs.AssignmentKey;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.cost.Tariffs.RunningCost;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.cost.Tariffs.TariffData;
import io.galvan.contract.cost.Tariffs.TariffKey;
import io.galvan.contract.cost.Tariffs.Tax;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariffs, and to whom or where they belong. */
public final class TariffApi {
  record TaxBody(@MaxLength(20) String name, BigDecimal percent) {}

  public record LimitBody(
      @Nullable BigDecimal maxCost,
      @Nullable BigDecimal maxEnergyWh,
      @Nullable Integer maxTimeS,
      @Nullable Integer maxSocPercent) {
    public Limit limit() {
      return new Limit(maxCost, maxEnergyWh, maxTimeS, maxSocPercent);
    }
  }

  public record TariffBody(
      @MaxLength(3) String currency,
      @Nullable BigDecimal energyPricePerKwh,
      @Nullable BigDecimal timePrice,
      @Nullable TimeUnit timeUnit,
      @Nullable BigDecimal fixedFee,
      @Items(max = 5) @Nullable List<TaxBody> taxes,
      @Nullable OffsetDateTime validFrom,
      @Nullable OffsetDateTime validTo,
      @MaxLength(512) @Nullable String text,
      @Nullable RunningCost runningCost,
      @Nullable Integer runningCostIntervalS,
      @Nullable LimitBody limit,
      @Nullable Json stationTariff) {
    TariffData data(String id) {
      return new TariffData(
          id,
          currency,
          price(energyPricePerKwh),
          price(timePrice),
          timeUnit == null ? TimeUnit.Hour : timeUnit,
          price(fixedFee),
          taxes == null
              ? List.of()
              : taxes.stream().map(tax -> new Tax(tax.name(), tax.percent())).toList(),
          validFrom == null ? null : validFrom.toInstant(),
          validTo == null ? null : validTo.toInstant(),
          text,
          runningCost == null ? RunningCost.Answer : runningCost,
          runningCostIntervalS == null ? 0 : runningCostIntervalS,
          limit == null ? null : limit.limit(),
          stationTariff == null ? null : StationTariff.of(id, currency, stationTariff));
    }

    private static BigDecimal price(@Nullable BigDecimal given) {
      return given == null ? BigDecimal.ZERO : given;
    }
  }

  /** A tariff, what stations are told as JSON instead of text. */
  record TariffView(
      String id,
      String currency,
      BigDecimal energyPricePerKwh,
      BigDecimal timePrice,
      TimeUnit timeUnit,
      BigDecimal fixedFee,
      List<Tax> taxes,
      @Nullable Instant validFrom,
      @Nullable Instant validTo,
      @Nullable String text,
      RunningCost runningCost,
      int runningCostIntervalS,
      @Nullable Limit limit,
      @JsonRawValue @Nullable String stationTariff,
      Instant createdAt,
      Instant updatedAt) {
    static TariffView of(Tariff tariff) {
      return new TariffView(
          tariff.id(),
          tariff.currency(),
          tariff.energyPricePerKwh(),
          tariff.timePrice(),
          tariff.timeUnit(),
          tariff.fixedFee(),
          tariff.taxes(),
          tariff.validFrom(),
          tariff.validTo(),
          tariff.text(),
          tariff.runningCost(),
          tariff.runningCostIntervalS(),
          tariff.limit(),
          tariff.stationTariff(),
          tariff.createdAt(),
          tariff.updatedAt());
    }
  }

  record TariffViews(List<TariffView> items, @Nullable String next) {}

  public record TariffAssignmentBody(
      AssignmentKind kind,
      @MaxLength(255) @Nullable String target,
      @MaxLength(60) String tariffId) {}

  private static final int ID = 60;
  private static final int TARGET = 255;

  private final Bus bus;

  public TariffApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listTariffs", Access.VIEWER, this::list),
        of(
            "getTariff",
            Access.VIEWER,
            call -> bus.request(Tariffs.GET, key(call)).map(TariffView::of).onSuccess(call::ok)),
        of("createTariff", Access.OPERATOR, this::create),
        of("replaceTariff", Access.OPERATOR, this::replace),
        of(
            "deleteTariff",
            Access.OPERATOR,
            call -> bus.request(Tariffs.DELETE, key(call)).onSuccess(ok -> call.done())),
        of("listTariffAssignments", Access.VIEWER, this::assignments),
        of("assignTariff", Access.OPERATOR, this::assign),
        of("unassignTariff", Access.OPERATOR, this::unassign));
  }

  private static TariffKey key(Call call) {
    return new TariffKey(call.path("tariffId", ID));
  }

  private Future<?> list(Call call) {
    return bus.request(Tariffs.LIST, new Tariffs.TariffQuery(call.limit(), call.cursor()))
        .map(
            page ->
                new TariffViews(page.items().stream().map(TariffView::of).toList(), page.next()))
        .onSuccess(call::ok);
  }

  private Future<?> create(Call call) {
    String id = call.path("tariffId", ID);
    return bus.request(Tariffs.CREATE, call.body(TariffBody.class).data(id))
        .onSuccess(
            tariff ->
                call.created(
                    TariffView.of(tariff),
                    "/tariffs/"
                        + URLEncoder.encode(tariff.id(), StandardCharsets.UTF_8)
                            .replace("+", "%20")));
  }

  private Future<?> replace(Call call) {
    String id = call.path("tariffId", ID);
    return bus.request(Tariffs.REPLACE, call.body(TariffBody.class).data(id))
        .map(TariffView::of)
        .onSuccess(call::ok);
  }

  private Future<?> assignments(Call call) {
    return bus.request(
            Tariffs.LIST_ASSIGNMENTS,
            new Tariffs.AssignmentQuery(call.text("tariffId", ID), call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> assign(Call call) {
    TariffAssignmentBody body = call.body(TariffAssignmentBody.class);
    String target = body.target() == null ? "" : body.target();
    return bus.request(Tariffs.ASSIGN, new Assignment(body.kind(), target, body.tariffId()))
        .onSuccess(call::ok);
  }

  private Future<?> unassign(Call call) {
    AssignmentKind kind = call.choice("kind", AssignmentKind.class);
    if (kind == null) {
      throw GalvanException.invalid("kind", "must be given");
    }
    String target = call.text("target", TARGET);
    return bus.request(Tariffs.UNASSIGN, new AssignmentKey(kind, target == null ? "" : target))
        .onSuccess(ok -> call.done());
  }
}
