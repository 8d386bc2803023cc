package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.CertificateSigningUse;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.HeartbeatRequest;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValuesRequest;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.SecurityActions;
import io.galvan.ocpp.v2.SignCertificateRequest;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.TriggerMessageRequest;
import io.galvan.ocpp.v2.TriggerMessageResponse;
import io.galvan.ocpp.v2.TriggerMessageStatus;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.simulator.station.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends what the central system asks to be sent (OCPP 2.x, F06). */
final class Triggers {
  private final Station2 station;

  Triggers(Station2 station) {
    this.station = station;
  }

  Answer trigger(TriggerMessageRequest request) {
    EVSE place = request.evse();
    if (place != null && !known(place)) {
      return answer(TriggerMessageStatus.Rejected);
    }
    Runnable task =
        switch (request.requestedMessage()) {
          case BootNotification ->
              station.registration().accepted() ? null : station.registration()::triggered;
          case LogStatusNotification -> station.logs()::tell;
          case FirmwareStatusNotification -> station.firmware()::tell;
          case PublishFirmwareStatusNotification -> station.firmware()::tellPublishing;
          case Heartbeat ->
              () -> station.report(ProvisioningActions.HEARTBEAT, new HeartbeatRequest(null));
          case MeterValues -> () -> meterValues(place);
          case SignChargingStationCertificate ->
              () -> sign(CertificateSigningUse.ChargingStationCertificate);
          case SignV2GCertificate, SignV2G20Certificate ->
              () -> sign(CertificateSigningUse.V2GCertificate);
          case SignCombinedCertificate ->
              () -> {
                sign(CertificateSigningUse.ChargingStationCertificate);
                sign(CertificateSigningUse.V2GCertificate);
              };
          // A status is that of a connector: all of an EVSE are told when only it is named.
          case StatusNotification -> () -> status(place);
          case TransactionEvent -> anyTransaction(place) ? () -> transactions(place) : null;
          case CustomTrigger -> null;
        };
    if (task == null) {
      return answer(
          switch (request.requestedMessage()) {
            case CustomTrigger -> TriggerMessageStatus.NotImplemented;
            default -> TriggerMessageStatus.Rejected;
          });
    }
    return answer(TriggerMessageStatus.Accepted).then(task);
  }

  private static Answer answer(TriggerMessageStatus status) {
    return Answer.of(new TriggerMessageResponse(status, null, null));
  }

  private boolean known(EVSE place) {
    return station.has(place.id())
        && (place.connectorId() == null || station.evse(place.id()).has(place.connectorId()));
  }

  private List<Evse> meant(@Nullable EVSE place) {
    return place == null ? station.evses() : List.of(station.evse(place.id()));
  }

  private void sign(CertificateSigningUse use) {
    station.report(
        SecurityActions.SIGN_CERTIFICATE,
        new SignCertificateRequest(station.certificates().request(use), use, null, null, null));
  }

  private void meterValues(@Nullable EVSE place) {
    List<Measurand> wanted = station.model().measurands("AlignedDataCtrlr.Measurands");
    for (Evse evse : meant(place)) {
      station.report(
          TransactionActions.METER_VALUES,
          new MeterValuesRequest(
              evse.id(), List.of(evse.energy().sample(ReadingContext.Trigger, wanted)), null));
    }
  }

  private void status(@Nullable EVSE place) {
    for (Evse evse : meant(place)) {
      for (Connector connector : evse.connectors()) {
        if (place == null
            || place.connectorId() == null
            || place.connectorId() == connector.number()) {
          connector.sendStatus();
        }
      }
    }
  }

  private boolean anyTransaction(@Nullable EVSE place) {
    return meant(place).stream().anyMatch(evse -> evse.session() != null);
  }

  private void transactions(@Nullable EVSE place) {
    List<Measurand> wanted = station.model().measurands("SampledDataCtrlr.TxUpdatedMeasurands");
    for (Evse evse : meant(place)) {
      if (evse.session() != null) {
        evse.sessions()
            .update(
                TriggerReason.Trigger,
                List.of(evse.energy().sample(ReadingContext.Trigger, wanted)));
      }
    }
  }
}
