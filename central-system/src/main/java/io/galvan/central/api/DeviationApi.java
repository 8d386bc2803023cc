package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import io.galvan.contract.messagelog.Deviations;
import io.galvan.contract.messagelog.Deviations.DeviationQuery;
import io.galvan.contract.messagelog.Deviations.Grouping;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** In which ways stations differ from the standard. */
final class DeviationApi {
  private final Bus bus;

  DeviationApi(Bus bus) {
    this.bus = bus;
  }

  List<Operation> operations() {
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
