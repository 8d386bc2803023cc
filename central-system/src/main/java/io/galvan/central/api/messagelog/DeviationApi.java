package io.galvan.central.api.messagelog;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.messagelog.Deviations;
import io.galvan.contract.messagelog.Deviations.DeviationQuery;
import io.galvan.contract.messagelog.Deviations.Grouping;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** In which ways stations differ from the standard. */
public final class DeviationApi {
  private final Bus bus;

  public DeviationApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(of("listDeviations", Access.VIEWER, this::list));
  }

  private Future<?> list(Call call) {
    DeviationQuery query =
        new DeviationQuery(
            call.text("chargerId", ChargerApi.ID),
            call.text("vendor", 255),
            call.text("model", 255),
            call.text("firmwareVersion", 255),
            call.text("action", 64),
            call.text("kind", 64),
            call.choice("groupBy", Grouping.charger),
            call.limit(),
            call.cursor());
    return bus.request(Deviations.LIST, query).onSuccess(call::ok);
  }
}
