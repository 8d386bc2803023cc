package io.galvan.central.smart;

import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.smartcharging.SmartCharging.RestoreRequest;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a station the charging profiles of a transaction again that went on after the station
 * started anew and may have forgotten them (cases TC_B_116 and TC_E_117 of 2.1).
 */
public final class ResumedProfiles {
  private static final Logger LOG = LoggerFactory.getLogger(ResumedProfiles.class);
  private static final String REQUESTED_BY = "galvan";

  private final Bus bus;
  private final Clock clock;
  private final CommandService commands;

  public ResumedProfiles(Bus bus, Clock clock, CommandService commands) {
    this.bus = bus;
    this.clock = clock;
    this.commands = commands;
  }

  /** Serves {@link SmartCharging#RESTORE}. */
  public void serve() {
    bus.serve(SmartCharging.RESTORE, this::restore);
  }

  private Future<Done> restore(RestoreRequest request) {
    return bus.request(ChargingProfiles.LIST, new ChargerKey(request.chargerId()))
        .compose(
            held -> {
              Future<?> sent = Future.succeededFuture();
              for (SetProfile set : held.items()) {
                if (request.stationTransactionId().equals(set.stationTransactionId())
                    && set.source() == null) {
                  sent = sent.compose(ok -> send(request, set));
                }
              }
              return sent;
            })
        .onFailure(
            failure ->
                LOG.warn(
                    "the charging profiles of a transaction that goes on at {} were not all sent"
                        + " again: {}",
                    request.chargerId(),
                    failure.getMessage()))
        .map(Done.DONE);
  }

  /** As it was set before; not if it has ceased to hold. */
  private Future<?> send(RestoreRequest request, SetProfile set) {
    ChargingProfile profile =
        Shape.of(ChargingProfile.class).read(set.profile(), Reading.TOLERANT, new ArrayList<>());
    if (profile.validTo() != null && profile.validTo().toInstant().isBefore(clock.instant())) {
      return Future.succeededFuture();
    }
    return commands.execute(
        new CommandRequest(
            request.chargerId(),
            "SetChargingProfile",
            request.version(),
            Shape.of(SetChargingProfileRequest.class, request.version())
                .write(new SetChargingProfileRequest(set.evseId(), profile, null)),
            REQUESTED_BY,
            null,
            null,
            set.owner() == null ? Owner.Operator : set.owner()));
  }
}
