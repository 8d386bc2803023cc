package io.galvan.central.api.broker;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.Mirrors.Mirroring;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** Whether a charger's frames on WebSocket are published by MQTT. */
public final class MirrorApi {
  private final Bus bus;

  public MirrorApi(Bus bus) {
    this.bus = bus;
  }

  public record MirrorBody(boolean mirror) {}

  public List<Operation> operations() {
    return List.of(
        of(
            "getChargerMirror",
            Access.VIEWER,
            call -> bus.request(Mirrors.GET, ChargerApi.key(call)).onSuccess(call::ok)),
        of("setChargerMirror", Access.OPERATOR, this::set));
  }

  private Future<?> set(Call call) {
    Mirroring wanted =
        new Mirroring(call.path("chargerId", ChargerApi.ID), call.body(MirrorBody.class).mirror());
    return bus.request(Mirrors.SET, wanted).onSuccess(call::ok);
  }
}
