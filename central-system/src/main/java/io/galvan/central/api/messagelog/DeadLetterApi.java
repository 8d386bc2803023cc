package io.galvan.central.api.messagelog;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.DeadLetters.LetterKey;
import io.galvan.contract.messagelog.DeadLetters.LetterQuery;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** The CALLs of stations that we failed on. */
public final class DeadLetterApi {
  private static final int ACTION = 64;

  private final Bus bus;

  public DeadLetterApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listDeadLetters", Access.VIEWER, this::list),
        of(
            "getDeadLetter",
            Access.VIEWER,
            call -> bus.request(DeadLetters.GET, key(call)).onSuccess(call::ok)),
        of(
            "repeatDeadLetter",
            Access.OPERATOR,
            call -> bus.request(DeadLetters.REPEAT, key(call)).onSuccess(call::ok)),
        of(
            "deleteDeadLetter",
            Access.ADMIN,
            call -> bus.request(DeadLetters.DELETE, key(call)).onSuccess(done -> call.done())));
  }

  private Future<?> list(Call call) {
    return bus.request(
            DeadLetters.LIST,
            new LetterQuery(
                call.text("chargerId", ChargerApi.ID),
                call.text("action", ACTION),
                call.flag("repeated"),
                call.limit(),
                call.cursor()))
        .onSuccess(call::ok);
  }

  private static LetterKey key(Call call) {
    return new LetterKey(call.pathNumber("deadLetterId"));
  }
}
