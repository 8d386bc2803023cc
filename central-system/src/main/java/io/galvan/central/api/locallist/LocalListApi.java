package io.galvan.central.api.locallist;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.LocalListSync;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The local authorization lists of stations. */
public final class LocalListApi {
  public record SyncLocalListBody(@Nullable ListUpdateType updateType) {}

  private final Bus bus;
  private final LocalListSync sync;

  public LocalListApi(Bus bus, LocalListSync sync) {
    this.bus = bus;
    this.sync = sync;
  }

  public List<Operation> operations() {
    return List.of(
        of(
            "getLocalList",
            Access.VIEWER,
            call -> bus.request(LocalLists.GET, new ChargerKey(id(call))).onSuccess(call::ok)),
        of("syncLocalList", Access.OPERATOR, this::sync));
  }

  private static String id(Call call) {
    return call.path("chargerId", ChargerApi.ID);
  }

  private Future<?> sync(Call call) {
    ListUpdateType type = call.body(SyncLocalListBody.class).updateType();
    return sync.sync(id(call), type, call.user().email()).onSuccess(call::ok);
  }
}
