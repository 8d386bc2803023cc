package io.galvan.central.api.policy;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.campaign.CampaignApi.CampaignView;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.CommandApi.WhenOffline;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.policy.WantedVariables;
import io.galvan.contract.policy.WantedVariables.DriftQuery;
import io.galvan.contract.policy.WantedVariables.EditSet;
import io.galvan.contract.policy.WantedVariables.Repair;
import io.galvan.contract.policy.WantedVariables.SetData;
import io.galvan.contract.policy.WantedVariables.SetKey;
import io.galvan.contract.policy.WantedVariables.SetQuery;
import io.galvan.contract.policy.WantedVariables.WantedVariable;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wanted values of variables, where stations differ, and the repair. */
public final class WantedVariableApi {
  private static final int DEFAULT_PARALLELISM = 10;

  record WantedVariableBody(
      @MaxLength(50) String component,
      @MaxLength(50) @Nullable String componentInstance,
      @Range(min = 0, max = 1_000) @Nullable Integer evseId,
      @Range(min = 0, max = 1_000) @Nullable Integer connectorId,
      @MaxLength(50) String variable,
      @MaxLength(50) @Nullable String variableInstance,
      @Nullable AttributeType attributeType,
      @MaxLength(2_500) String value) {
    WantedVariable wanted() {
      return new WantedVariable(
          component,
          componentInstance,
          evseId,
          connectorId,
          variable,
          variableInstance,
          attributeType,
          value);
    }
  }

  public record WantedVariablesBody(
      @MaxLength(200) String name,
      @MaxLength(200) @Nullable String site,
      @MaxLength(200) @Nullable String vendor,
      @MaxLength(200) @Nullable String model,
      @Items(min = 1, max = 200) List<WantedVariableBody> variables) {
    SetData data() {
      return new SetData(
          name.strip(),
          site,
          vendor,
          model,
          variables.stream().map(WantedVariableBody::wanted).toList());
    }
  }

  public record RepairBody(
      @Range(min = 1, max = 200) @Nullable Integer parallelism,
      @Nullable WhenOffline whenOffline,
      @Range(min = 1, max = CommandApi.MAX_WAIT_S) @Nullable Integer expiresInS) {}

  record RepairView(long stations, List<CampaignView> campaigns) {}

  private final Bus bus;

  public WantedVariableApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of(
            "listWantedVariables",
            Access.VIEWER,
            call ->
                bus.request(WantedVariables.LIST, new SetQuery(call.limit(), call.cursor()))
                    .onSuccess(call::ok)),
        of("createWantedVariables", Access.OPERATOR, this::create),
        of(
            "getWantedVariables",
            Access.VIEWER,
            call -> bus.request(WantedVariables.GET, key(call)).onSuccess(call::ok)),
        of("replaceWantedVariables", Access.OPERATOR, this::replace),
        of(
            "deleteWantedVariables",
            Access.OPERATOR,
            call -> bus.request(WantedVariables.DELETE, key(call)).onSuccess(gone -> call.done())),
        of("listDrift", Access.VIEWER, this::drift),
        of("repairDrift", Access.OPERATOR, this::repair));
  }

  private static SetKey key(Call call) {
    return new SetKey(call.path("wantedId", 64));
  }

  private Future<?> create(Call call) {
    return bus.request(WantedVariables.CREATE, call.body(WantedVariablesBody.class).data())
        .onSuccess(set -> call.created(set, "/wanted-variables/" + set.id()));
  }

  private Future<?> replace(Call call) {
    SetData data = call.body(WantedVariablesBody.class).data();
    return bus.request(WantedVariables.REPLACE, new EditSet(key(call).id(), data))
        .onSuccess(call::ok);
  }

  private Future<?> drift(Call call) {
    return bus.request(
            WantedVariables.DRIFT, new DriftQuery(key(call).id(), call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> repair(Call call) {
    RepairBody body = call.body(RepairBody.class);
    Repair repair =
        new Repair(
            key(call).id(),
            body.parallelism() == null ? DEFAULT_PARALLELISM : body.parallelism(),
            CommandApi.waitS(
                body.whenOffline() == null ? WhenOffline.fail : body.whenOffline(),
                body.expiresInS()),
            call.user().email());
    return bus.request(WantedVariables.REPAIR, repair)
        .onSuccess(
            repaired ->
                call.ok(
                    new RepairView(
                        repaired.stations(),
                        repaired.campaigns().stream().map(CampaignView::of).toList())));
  }
}
