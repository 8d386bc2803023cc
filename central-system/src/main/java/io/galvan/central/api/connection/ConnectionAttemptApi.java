package io.galvan.central.api.connection;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** Who tried to connect as a charging station, and what became of it. */
public final class ConnectionAttemptApi {
  private static final int ADDRESS = 45;

  private final Bus bus;

  public ConnectionAttemptApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
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
