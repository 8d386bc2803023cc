package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.BootNotificationRequest;
import io.galvan.ocpp.v2.BootNotificationResponse;
import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.ChargingStation;
import io.galvan.ocpp.v2.HeartbeatRequest;
import io.galvan.ocpp.v2.HeartbeatResponse;
import io.galvan.ocpp.v2.Modem;
import io.galvan.ocpp.v2.RegistrationStatus;
import io.galvan.ocpp.v2.StatusNotificationRequest;
import io.galvan.ocpp.v2.StatusNotificationResponse;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.ZoneOffset;

/** Functional blocks B and G: boot, heartbeat, and the states of connectors. */
final class ProvisioningRoutes {
  /** Neutral connectors carry an error code; stations of 2.x tell their errors as events. */
  private static final String NO_ERROR = "NoError";

  private final Bus bus;

  ProvisioningRoutes(Bus bus) {
    this.bus = bus;
  }

  Future<BootNotificationResponse> bootNotification(
      Caller caller, BootNotificationRequest request) {
    ChargingStation station = request.chargingStation();
    Modem modem = station.modem();
    Chargers.Boot boot =
        new Chargers.Boot(
            caller.chargerId(),
            station.vendorName(),
            station.model(),
            station.serialNumber(),
            null,
            station.firmwareVersion(),
            modem == null ? null : modem.iccid(),
            modem == null ? null : modem.imsi(),
            null,
            null,
            Wire.text(request.reason()),
            caller.takeAsked("BootNotification") && request.reason() == BootReason.Unknown);
    return bus.request(Chargers.BOOT, boot)
        .map(
            verdict -> {
              caller.registered(verdict);
              return new BootNotificationResponse(
                  caller.now().atOffset(ZoneOffset.UTC),
                  verdict.heartbeatIntervalS(),
                  RegistrationStatus.valueOf(verdict.registration().name()),
                  null,
                  null);
            });
  }

  /** When the station was heard is kept for every frame, so this needs nothing but the time. */
  Future<HeartbeatResponse> heartbeat(Caller caller, HeartbeatRequest request) {
    return Future.succeededFuture(
        new HeartbeatResponse(caller.now().atOffset(ZoneOffset.UTC), null));
  }

  Future<StatusNotificationResponse> statusNotification(
      Caller caller, StatusNotificationRequest request) {
    return bus.request(
            Chargers.STATUS,
            new Chargers.ConnectorStatus(
                caller.chargerId(),
                request.evseId(),
                request.connectorId(),
                Wire.text(request.connectorStatus()),
                NO_ERROR,
                null,
                null,
                null,
                request.timestamp().toInstant()))
        .map(ok -> new StatusNotificationResponse(null));
  }
}
