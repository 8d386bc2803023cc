package io.galvan.central.session;

import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.CustomerInformationRequest;
import io.galvan.ocpp.v2.GetBaseReportRequest;
import io.galvan.ocpp.v2.GetLogRequest;
import io.galvan.ocpp.v2.GetMonitoringReportRequest;
import io.galvan.ocpp.v2.GetReportRequest;
import io.galvan.ocpp.v2.MessageTrigger;
import io.galvan.ocpp.v2.PublishFirmwareRequest;
import io.galvan.ocpp.v2.TriggerMessageRequest;
import io.galvan.ocpp.v2.UpdateFirmwareRequest;
import java.util.Set;

/**
 * What a station of 2.x sends because of a request of ours: a station that is not accepted yet may
 * send that and no more (2.0.1 part 2, B02).
 */
final class AskedFor {
  private AskedFor() {}

  /** The names of the actions that this request asks for. */
  static Set<String> by(Record request) {
    if (request instanceof GetBaseReportRequest || request instanceof GetReportRequest) {
      return Set.of("NotifyReport");
    } else if (request instanceof GetMonitoringReportRequest) {
      return Set.of("NotifyMonitoringReport");
    } else if (request instanceof GetLogRequest) {
      return Set.of("LogStatusNotification");
    } else if (request instanceof UpdateFirmwareRequest) {
      return Set.of("FirmwareStatusNotification");
    } else if (request instanceof PublishFirmwareRequest) {
      return Set.of("PublishFirmwareStatusNotification");
    } else if (request instanceof CustomerInformationRequest) {
      return Set.of("NotifyCustomerInformation");
    }
    return request instanceof TriggerMessageRequest trigger
        ? Set.of(triggered(trigger.requestedMessage()))
        : Set.of();
  }

  /** What the station is asked to send at once, in every version. */
  static Set<String> triggeredBy(Record request) {
    if (request instanceof TriggerMessageRequest trigger) {
      return Set.of(triggered(trigger.requestedMessage()));
    } else if (request instanceof io.galvan.ocpp.v16.TriggerMessageRequest trigger) {
      return Set.of(Wire.text(trigger.requestedMessage()));
    }
    return request instanceof io.galvan.ocpp.v16.ExtendedTriggerMessageRequest trigger
        ? Set.of(Wire.text(trigger.requestedMessage()))
        : Set.of();
  }

  private static String triggered(MessageTrigger message) {
    String text = Wire.text(message);
    return text.startsWith("Sign") ? "SignCertificate" : text;
  }
}
