package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.central.route.VendorHandler;
import io.galvan.central.route.VendorHandlers;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.DataTransferRequest;
import io.galvan.ocpp.v2.DataTransferResponse;
import io.galvan.ocpp.v2.DataTransferStatus;
import io.galvan.ocpp.v2.FirmwareStatusNotificationRequest;
import io.galvan.ocpp.v2.FirmwareStatusNotificationResponse;
import io.galvan.ocpp.v2.LogStatusNotificationRequest;
import io.galvan.ocpp.v2.LogStatusNotificationResponse;
import io.galvan.ocpp.v2.SecurityEventNotificationRequest;
import io.galvan.ocpp.v2.SecurityEventNotificationResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Functional blocks A, L, N and P where they are plain notices: security events, the progress of
 * firmware and logs, and vendors' own messages.
 */
final class NoticeRoutes {
  private final Bus bus;
  private final VendorHandlers vendors;

  NoticeRoutes(Bus bus, VendorHandlers vendors) {
    this.bus = bus;
    this.vendors = vendors;
  }

  /** Kept, whoever understands it; then answered by the handler of its vendor. */
  Future<DataTransferResponse> dataTransfer(Caller caller, DataTransferRequest request) {
    String data = request.data() == null ? null : plain(request.data());
    String detail = request.messageId() == null ? data : request.messageId() + ": " + data;
    return notice(caller, NoticeKind.DataTransfer, request.vendorId(), null, detail, null)
        .compose(
            ok -> vendors.handle(caller.chargerId(), request.vendorId(), request.messageId(), data))
        .map(
            answer ->
                answer
                    .map(NoticeRoutes::response)
                    .orElseGet(() -> response(DataTransferStatus.UnknownVendorId)))
        .otherwise(failure -> response(DataTransferStatus.Rejected));
  }

  /** A text as what it says, anything else as the JSON it is: handlers are the same for 1.6. */
  private static String plain(Json data) {
    return data.text().startsWith("\"") ? Mapper.read(data.text(), String.class) : data.text();
  }

  private static DataTransferResponse response(VendorHandler.Answer given) {
    return new DataTransferResponse(
        DataTransferStatus.valueOf(given.verdict().name()),
        null,
        given.data() == null ? null : new Json(Mapper.write(given.data())),
        null);
  }

  private static DataTransferResponse response(DataTransferStatus status) {
    return new DataTransferResponse(status, null, null, null);
  }

  Future<FirmwareStatusNotificationResponse> firmwareStatus(
      Caller caller, FirmwareStatusNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.FirmwareStatus,
            Wire.text(request.status()),
            request.requestId(),
            words(request.statusInfo()),
            null)
        .map(ok -> new FirmwareStatusNotificationResponse(null));
  }

  Future<LogStatusNotificationResponse> logStatus(
      Caller caller, LogStatusNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.LogStatus,
            Wire.text(request.status()),
            request.requestId(),
            words(request.statusInfo()),
            null)
        .map(ok -> new LogStatusNotificationResponse(null));
  }

  Future<SecurityEventNotificationResponse> securityEvent(
      Caller caller, SecurityEventNotificationRequest request) {
    return notice(
            caller,
            NoticeKind.SecurityEvent,
            request.type(),
            null,
            request.techInfo(),
            request.timestamp())
        .map(ok -> new SecurityEventNotificationResponse(null));
  }

  private static @Nullable String words(@Nullable StatusInfo info) {
    if (info == null) {
      return null;
    }
    return info.additionalInfo() == null
        ? info.reasonCode()
        : info.reasonCode() + ": " + info.additionalInfo();
  }

  private Future<?> notice(
      Caller caller,
      NoticeKind kind,
      String value,
      @Nullable Integer requestId,
      @Nullable String detail,
      @Nullable OffsetDateTime at) {
    return bus.request(
        Chargers.NOTICE,
        new Notice(
            caller.chargerId(),
            kind,
            value,
            requestId,
            detail,
            at == null ? null : at.toInstant()));
  }
}
