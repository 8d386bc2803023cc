package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.FleetPage;
import io.galvan.contract.devicemodel.DeviceModels.FleetQuery;
import io.galvan.contract.devicemodel.DeviceModels.ValueCount;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariablePage;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.platform.db.Cursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;

/** Shows the variables of stations, and a variable across the fleet. */
final class VariableService {
  private static final String FLEET_ORDER = "fleet variable";

  private final Pool pool;
  private final VariableStore store;
  private final FleetVariableStore fleet;

  VariableService(Pool pool, VariableStore store, FleetVariableStore fleet) {
    this.pool = pool;
    this.store = store;
    this.fleet = fleet;
  }

  /** Answers {@code device.variables}. */
  Future<VariablePage> list(VariableQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), VariableStore.ORDER))
        .map(
            variables -> {
              if (variables.size() <= query.limit()) {
                return new VariablePage(variables, null);
              }
              List<Variable> page = variables.subList(0, query.limit());
              return new VariablePage(
                  page, VariableStore.cursor(page.get(page.size() - 1)).encode());
            });
  }

  /** Answers {@code device.fleet}. */
  Future<FleetPage> fleet(FleetQuery query) {
    AttributeType type = query.type() == null ? AttributeType.Actual : query.type();
    Future<List<ValueCount>> counts =
        query.cursor() == null
            ? fleet.counts(pool, query, type)
            : Future.succeededFuture(List.of());
    return fleet
        .list(pool, query, type, Cursor.decode(query.cursor(), FLEET_ORDER))
        .compose(
            rows -> {
              boolean more = rows.size() > query.limit();
              List<FleetVariableStore.FleetRow> page = more ? rows.subList(0, query.limit()) : rows;
              FleetVariableStore.FleetRow last = more ? page.get(page.size() - 1) : null;
              String next =
                  last == null
                      ? null
                      : new Cursor(
                              FLEET_ORDER, last.variable().chargerId(), String.valueOf(last.id()))
                          .encode();
              return counts.map(
                  values ->
                      new FleetPage(
                          values,
                          page.stream().map(FleetVariableStore.FleetRow::variable).toList(),
                          next));
            });
  }
}
