package io.galvan.central.api.registration;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Notices;
import io.galvan.contract.registration.Notices.NoticeQuery;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What charging stations reported beside charging: statuses of updates, security events, data. */
public final class NoticeApi {
  private final Bus bus;

  public NoticeApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of(
            "listNotices",
            Access.VIEWER,
            call ->
                list(
                    call,
                    call.path("chargerId", ChargerApi.ID),
                    call.choice("kind", NoticeKind.class))),
        of(
            "listSecurityEvents",
            Access.VIEWER,
            call -> list(call, call.text("chargerId", ChargerApi.ID), NoticeKind.SecurityEvent)));
  }

  private Future<?> list(Call call, @Nullable String chargerId, @Nullable NoticeKind kind) {
    NoticeQuery query =
        new NoticeQuery(
            chargerId, kind, call.time("from"), call.time("to"), call.limit(), call.cursor());
    return bus.request(Notices.LIST, query).onSuccess(call::ok);
  }
}
