package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** Who tried to connect as a charging station, and what became of it. */
final class ConnectionAttemptApi {
  private static final int ADDRESS = 45;

  private final Bus bus;

  ConnectionAttemptApi(Bus bus) {
    this.bus = bus;
  }

  List<Operation> operations() {
    return List.of(of("listConnectionAttempts", Access.VIEWER, this::list));
  }

  private Future<?> list(Call call) {
    AttemptQuery query =
        new AttemptQuery(
            call.text("chargerId", ChargerApi.ID),
            call.choice("outcome", Outcome.class),
            call.text("address", ADDRESS),
            call.time("from"),
            call.time("to"),
            call.limit(),
            call.cursor());
    return bus.request(ConnectionAttempts.LIST, query).onSuccess(call::ok);
  }
}
