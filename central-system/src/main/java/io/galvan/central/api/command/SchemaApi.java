package io.galvan.central.api.command;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.NoResponse;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The actions of each version, and the schemas of their payloads. */
public final class SchemaApi {
  record ActionView(String name, Direction direction) {}

  record ActionViews(String version, List<ActionView> items) {}

  /**
   * @param request JSON Schema of the CALL's payload
   * @param response of the CALLRESULT's; null for what is only sent
   */
  record ActionSchema(
      String version,
      String name,
      Direction direction,
      Map<String, Object> request,
      @Nullable Map<String, Object> response) {}

  /** Made once for each action: there are some two hundred. */
  private final Map<String, ActionSchema> made = new ConcurrentHashMap<>();

  public List<Operation> operations() {
    return List.of(
        of("listOcppActions", Access.VIEWER, this::list),
        of("getOcppAction", Access.VIEWER, this::get));
  }

  /** As 1.6, 2.0.1 or 2.1. */
  private static OcppVersion version(Call call) {
    return OcppVersion.ofSubprotocol("ocpp" + call.path("version", 20))
        .orElseThrow(() -> GalvanException.notFound("this version of OCPP"));
  }

  private static String text(OcppVersion version) {
    return version.subprotocol().substring("ocpp".length());
  }

  private Future<?> list(Call call) {
    OcppVersion version = version(call);
    call.ok(
        new ActionViews(
            text(version),
            SentActions.table(version).all().stream()
                .map(action -> new ActionView(action.name(), action.direction()))
                .toList()));
    return Future.succeededFuture();
  }

  private Future<?> get(Call call) {
    OcppVersion version = version(call);
    Action<?, ?> action =
        SentActions.table(version)
            .find(call.path("action", 64))
            .orElseThrow(() -> GalvanException.notFound("this action"));
    call.ok(
        made.computeIfAbsent(
            text(version) + "/" + action.name(), ignored -> schema(version, action)));
    return Future.succeededFuture();
  }

  private static ActionSchema schema(OcppVersion version, Action<?, ?> action) {
    return new ActionSchema(
        text(version),
        action.name(),
        action.direction(),
        JsonSchema.of(action.request(), version),
        action.response() == NoResponse.class ? null : JsonSchema.of(action.response(), version));
  }
}
