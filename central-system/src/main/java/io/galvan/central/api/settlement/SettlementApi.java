package io.galvan.central.api.settlement;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.settlement.Payments;
import io.galvan.contract.settlement.Payments.PaymentStatus;
import io.galvan.contract.settlement.Payments.SettlementKey;
import io.galvan.contract.settlement.Payments.SettlementQuery;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** Payments that stations told of. */
public final class SettlementApi {
  private final Bus bus;

  public SettlementApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listSettlements", Access.VIEWER, this::list),
        of(
            "getSettlement",
            Access.VIEWER,
            call ->
                bus.request(Payments.GET, new SettlementKey(call.pathNumber("settlementId")))
                    .onSuccess(call::ok)));
  }

  private Future<?> list(Call call) {
    return bus.request(
            Payments.LIST,
            new SettlementQuery(
                call.text("chargerId", ChargerApi.ID),
                call.choice("status", PaymentStatus.class),
                call.limit(),
                call.cursor()))
        .onSuccess(call::ok);
  }
}
