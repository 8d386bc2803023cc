package io.galvan.central.api.cost;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.neutral.Tariffs2;
import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.SetDefaultTariffRequest;
import io.galvan.ocpp.v2.TariffActions;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tariffs in stations, which then count the cost themselves (OCPP 2.1). */
public final class StationTariffApi {
  /**
   * @param evseId 0 or null is every EVSE
   */
  public record DefaultTariffBody(
      @MaxLength(60) String tariffId, @Range(min = 0, max = 1_000) @Nullable Integer evseId) {}

  private final Bus bus;
  private final CommandApi commands;

  public StationTariffApi(Bus bus, CommandApi commands) {
    this.bus = bus;
    this.commands = commands;
  }

  public List<Operation> operations() {
    return List.of(of("setDefaultTariff", Access.OPERATOR, this::setDefault));
  }

  private Future<?> setDefault(Call call) {
    DefaultTariffBody body = call.body(DefaultTariffBody.class);
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .compose(
            charger -> {
              OcppVersion version = CommandApi.version(charger);
              if (version != OcppVersion.V2_1) {
                throw new GalvanException(
                    Fault.CONFLICT,
                    "the station speaks "
                        + version.subprotocol()
                        + "; only stations of OCPP 2.1 have tariffs");
              }
              return bus.request(Tariffs.GET, new Tariffs.TariffKey(body.tariffId()));
            })
        .compose(
            tariff -> {
              SetDefaultTariffRequest request =
                  new SetDefaultTariffRequest(
                      body.evseId() == null ? 0 : body.evseId(), Tariffs2.of(tariff), null);
              Shape<SetDefaultTariffRequest> shape =
                  Shape.of(SetDefaultTariffRequest.class, OcppVersion.V2_1);
              shape.check(request);
              return commands.send(
                  call, TariffActions.SET_DEFAULT_TARIFF, OcppVersion.V2_1, shape.write(request));
            });
  }
}
