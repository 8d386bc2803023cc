package io.galvan.central.api.policy;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.Policies.Owner;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.policy.Policies.Scope;
import io.galvan.contract.policy.Policies.SetPolicy;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Policies: of chargers, of sites, and what holds in the end. */
public final class PolicyApi {
  private static final int SITE = 200;

  private final Bus bus;

  public PolicyApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    Function<Call, Owner> site = call -> new Owner(Scope.Site, call.path("site", SITE));
    Function<Call, Owner> charger =
        call -> new Owner(Scope.Charger, call.path("chargerId", ChargerApi.ID));
    return List.of(
        of(
            "getDefaultPolicy",
            Access.VIEWER,
            call -> bus.request(Policies.DEFAULT, new Policies.DefaultQuery()).onSuccess(call::ok)),
        of("getSitePolicy", Access.VIEWER, call -> get(call, site)),
        of("setSitePolicy", Access.OPERATOR, call -> set(call, site)),
        of("deleteSitePolicy", Access.OPERATOR, call -> delete(call, site)),
        of("getChargerPolicy", Access.VIEWER, call -> get(call, charger)),
        of("setChargerPolicy", Access.OPERATOR, call -> set(call, charger)),
        of("deleteChargerPolicy", Access.OPERATOR, call -> delete(call, charger)),
        of(
            "getEffectivePolicy",
            Access.VIEWER,
            call -> bus.request(Policies.EFFECTIVE, ChargerApi.key(call)).onSuccess(call::ok)));
  }

  private Future<?> get(Call call, Function<Call, Owner> owner) {
    return bus.request(Policies.GET, owner.apply(call)).onSuccess(call::ok);
  }

  private Future<?> set(Call call, Function<Call, Owner> owner) {
    SetPolicy request = new SetPolicy(owner.apply(call), call.body(Policy.class));
    return bus.request(Policies.SET, request).onSuccess(call::ok);
  }

  private Future<?> delete(Call call, Function<Call, Owner> owner) {
    return bus.request(Policies.SET, new SetPolicy(owner.apply(call), Policy.NONE))
        .onSuccess(ok -> call.done());
  }
}
