package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ExtendedTriggerMessageRequest;
import io.galvan.ocpp.v16.ExtendedTriggerMessageResponse;
import io.galvan.ocpp.v16.HeartbeatRequest;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.SignCertificateRequest;
import io.galvan.ocpp.v16.TriggerMessageRequest;
import io.galvan.ocpp.v16.TriggerMessageResponse;
import io.galvan.ocpp.v16.TriggerMessageStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends what the central system asks to be sent (OCPP 1.6, section 5.17). */
final class Triggers {
  private final Station station;
  private final Maintenance maintenance;
  private final Certificates certificates;

  Triggers(Station station, Maintenance maintenance, Certificates certificates) {
    this.station = station;
    this.maintenance = maintenance;
    this.certificates = certificates;
  }

  Answer plain(TriggerMessageRequest request) {
    Runnable task =
        switch (request.requestedMessage()) {
          case BootNotification -> station.registration()::boot;
          case DiagnosticsStatusNotification ->
              () -> maintenance.tellAgain(Actions16.DIAGNOSTICS_STATUS_NOTIFICATION);
          case FirmwareStatusNotification ->
              () -> maintenance.tellAgain(Actions16.FIRMWARE_STATUS_NOTIFICATION);
          case Heartbeat -> this::heartbeat;
          case MeterValues -> () -> sample(request.connectorId());
          case StatusNotification -> () -> status(request.connectorId());
        };
    TriggerMessageStatus verdict = verdict(request.connectorId());
    Answer answer = Answer.of(new TriggerMessageResponse(verdict));
    return verdict == TriggerMessageStatus.Accepted ? answer.then(task) : answer;
  }

  Answer extended(ExtendedTriggerMessageRequest request) {
    Runnable task =
        switch (request.requestedMessage()) {
          case BootNotification -> station.registration()::boot;
          case LogStatusNotification ->
              () -> maintenance.tellAgain(Actions16.LOG_STATUS_NOTIFICATION);
          case FirmwareStatusNotification ->
              () -> maintenance.tellAgain(Actions16.FIRMWARE_STATUS_NOTIFICATION);
          case Heartbeat -> this::heartbeat;
          case MeterValues -> () -> sample(request.connectorId());
          case SignChargePointCertificate -> this::signCertificate;
          case StatusNotification -> () -> status(request.connectorId());
        };
    TriggerMessageStatus verdict = verdict(request.connectorId());
    Answer answer = Answer.of(new ExtendedTriggerMessageResponse(verdict));
    return verdict == TriggerMessageStatus.Accepted ? answer.then(task) : answer;
  }

  private TriggerMessageStatus verdict(@Nullable Integer connector) {
    return connector == null || connector == 0 || station.has(connector)
        ? TriggerMessageStatus.Accepted
        : TriggerMessageStatus.Rejected;
  }

  private void heartbeat() {
    station.tell(Actions16.HEARTBEAT, new HeartbeatRequest());
  }

  private void signCertificate() {
    station.tell(Actions16.SIGN_CERTIFICATE, new SignCertificateRequest(certificates.request()));
  }

  private List<Connector> meant(@Nullable Integer connector) {
    return connector == null || connector == 0
        ? station.connectors()
        : List.of(station.connector(connector));
  }

  private void sample(@Nullable Integer number) {
    for (Connector connector : meant(number)) {
      connector
          .energy()
          .sendSample(
              ReadingContext.Trigger,
              station.configuration().measurands(Configuration.METER_VALUES_SAMPLED_DATA));
    }
  }

  private void status(@Nullable Integer number) {
    if (number == null || number == 0) {
      station.sendOwnStatus();
    }
    if (number == null || number > 0) {
      meant(number).forEach(connector -> connector.status().tell());
    }
  }
}
