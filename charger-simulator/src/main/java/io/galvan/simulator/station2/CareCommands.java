package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AdjustPeriodicEventStreamRequest;
import io.galvan.ocpp.v2.AdjustPeriodicEventStreamResponse;
import io.galvan.ocpp.v2.ChangeTransactionTariffRequest;
import io.galvan.ocpp.v2.ChangeTransactionTariffResponse;
import io.galvan.ocpp.v2.ClearDisplayMessageRequest;
import io.galvan.ocpp.v2.ClearDisplayMessageResponse;
import io.galvan.ocpp.v2.ClearMessageStatus;
import io.galvan.ocpp.v2.ClearTariffsRequest;
import io.galvan.ocpp.v2.ClearTariffsResponse;
import io.galvan.ocpp.v2.CostUpdatedRequest;
import io.galvan.ocpp.v2.CostUpdatedResponse;
import io.galvan.ocpp.v2.CustomerInformationRequest;
import io.galvan.ocpp.v2.CustomerInformationResponse;
import io.galvan.ocpp.v2.CustomerInformationStatus;
import io.galvan.ocpp.v2.DataTransferRequest;
import io.galvan.ocpp.v2.DataTransferResponse;
import io.galvan.ocpp.v2.DataTransferStatus;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.FirmwareActions;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.GetDisplayMessagesRequest;
import io.galvan.ocpp.v2.GetDisplayMessagesResponse;
import io.galvan.ocpp.v2.GetDisplayMessagesStatus;
import io.galvan.ocpp.v2.GetLogRequest;
import io.galvan.ocpp.v2.GetPeriodicEventStreamRequest;
import io.galvan.ocpp.v2.GetPeriodicEventStreamResponse;
import io.galvan.ocpp.v2.GetTariffsRequest;
import io.galvan.ocpp.v2.GetTariffsResponse;
import io.galvan.ocpp.v2.MessageActions;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageFormat;
import io.galvan.ocpp.v2.MessageInfo;
import io.galvan.ocpp.v2.NotifyCustomerInformationRequest;
import io.galvan.ocpp.v2.NotifyWebPaymentStartedRequest;
import io.galvan.ocpp.v2.NotifyWebPaymentStartedResponse;
import io.galvan.ocpp.v2.PublishFirmwareRequest;
import io.galvan.ocpp.v2.PublishFirmwareResponse;
import io.galvan.ocpp.v2.RequestBatterySwapRequest;
import io.galvan.ocpp.v2.RequestBatterySwapResponse;
import io.galvan.ocpp.v2.SetDefaultTariffRequest;
import io.galvan.ocpp.v2.SetDefaultTariffResponse;
import io.galvan.ocpp.v2.SetDisplayMessageRequest;
import io.galvan.ocpp.v2.SetDisplayMessageResponse;
import io.galvan.ocpp.v2.TariffActions;
import io.galvan.ocpp.v2.TariffAssignment;
import io.galvan.ocpp.v2.TariffChangeStatus;
import io.galvan.ocpp.v2.TariffGetStatus;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.UnpublishFirmwareRequest;
import io.galvan.ocpp.v2.UnpublishFirmwareResponse;
import io.galvan.ocpp.v2.UpdateFirmwareRequest;
import io.galvan.ocpp.v2.UpdateFirmwareResponse;
import io.galvan.simulator.station.Answer;
import java.util.List;

/** What keeps a station up and its drivers informed (OCPP 2.x, I, L, N, O, P, S). */
final class CareCommands {
  private static final String VENDOR = "io.galvan";

  private final Station2 station;
  private final BatterySwaps swaps;

  CareCommands(Station2 station) {
    this.station = station;
    this.swaps = new BatterySwaps(station);
  }

  void register(Commands table) {
    table.route(MessageActions.CLEAR_DISPLAY_MESSAGE, this::clearDisplayMessage);
    table.route(TariffActions.COST_UPDATED, this::costUpdated);
    table.route(DiagnosticsActions.CUSTOMER_INFORMATION, this::customerInformation);
    table.route(MessageActions.DATA_TRANSFER, this::dataTransfer);
    table.route(MessageActions.GET_DISPLAY_MESSAGES, this::getDisplayMessages);
    table.route(DiagnosticsActions.GET_LOG, this::getLog);
    table.route(FirmwareActions.PUBLISH_FIRMWARE, this::publishFirmware);
    table.route(MessageActions.SET_DISPLAY_MESSAGE, this::setDisplayMessage);
    table.route(FirmwareActions.UNPUBLISH_FIRMWARE, this::unpublishFirmware);
    table.route(FirmwareActions.UPDATE_FIRMWARE, this::updateFirmware);
    if (station.settings().version() == OcppVersion.V2_1) {
      table.route(DiagnosticsActions.ADJUST_PERIODIC_EVENT_STREAM, this::adjustPeriodicEventStream);
      table.route(TariffActions.CHANGE_TRANSACTION_TARIFF, this::changeTransactionTariff);
      table.route(TariffActions.CLEAR_TARIFFS, this::clearTariffs);
      table.route(DiagnosticsActions.GET_PERIODIC_EVENT_STREAM, this::getPeriodicEventStream);
      table.route(TariffActions.GET_TARIFFS, this::getTariffs);
      table.route(TariffActions.NOTIFY_WEB_PAYMENT_STARTED, this::notifyWebPaymentStarted);
      table.route(TransactionActions.REQUEST_BATTERY_SWAP, this::requestBatterySwap);
      table.route(TariffActions.SET_DEFAULT_TARIFF, this::setDefaultTariff);
    }
  }

  private Answer updateFirmware(UpdateFirmwareRequest request) {
    return Answer.of(new UpdateFirmwareResponse(station.firmware().update(request), null, null))
        .then(station.firmware()::scheduled);
  }

  private Answer publishFirmware(PublishFirmwareRequest request) {
    return Answer.of(new PublishFirmwareResponse(GenericStatus.Accepted, null, null))
        .then(() -> station.firmware().publish(request));
  }

  private Answer unpublishFirmware(UnpublishFirmwareRequest request) {
    return Answer.of(
        new UnpublishFirmwareResponse(station.firmware().unpublish(request.checksum()), null));
  }

  private Answer getLog(GetLogRequest request) {
    return Answer.of(station.logs().upload(request));
  }

  // Drivers.

  private Answer setDisplayMessage(SetDisplayMessageRequest request) {
    return Answer.of(
        new SetDisplayMessageResponse(station.display().set(request.message()), null, null));
  }

  private Answer getDisplayMessages(GetDisplayMessagesRequest request) {
    List<MessageInfo> found = station.display().matching(request);
    if (found.isEmpty()) {
      return Answer.of(
          new GetDisplayMessagesResponse(GetDisplayMessagesStatus.Unknown, null, null));
    }
    return Answer.of(new GetDisplayMessagesResponse(GetDisplayMessagesStatus.Accepted, null, null))
        .then(() -> station.display().report(request.requestId(), found));
  }

  private Answer clearDisplayMessage(ClearDisplayMessageRequest request) {
    return Answer.of(
        new ClearDisplayMessageResponse(
            station.display().clear(request.id())
                ? ClearMessageStatus.Accepted
                : ClearMessageStatus.Unknown,
            null,
            null));
  }

  private Answer costUpdated(CostUpdatedRequest request) {
    station
        .evseOf(request.transactionId())
        .ifPresent(
            evse -> {
              Session session = evse.session();
              if (session != null) {
                session.totalCost = request.totalCost();
              }
            });
    String text =
        request.totalCost().toPlainString()
            + " "
            + station.model().text("TariffCostCtrlr.Currency");
    station
        .display()
        .personal(
            request.transactionId(), new MessageContent(text, MessageFormat.UTF8, null, null));
    return Answer.of(new CostUpdatedResponse(null));
  }

  /** Reports what is kept of a customer, and forgets it, as asked (N09, N10). */
  private Answer customerInformation(CustomerInformationRequest request) {
    boolean nobody =
        request.idToken() == null
            && request.customerIdentifier() == null
            && request.customerCertificate() == null;
    if (nobody) {
      return Answer.of(
          new CustomerInformationResponse(CustomerInformationStatus.Invalid, null, null));
    }
    boolean known = request.idToken() != null && station.authorization().knows(request.idToken());
    return Answer.of(
            new CustomerInformationResponse(CustomerInformationStatus.Accepted, null, null))
        .then(
            () -> {
              if (request.clear() && request.idToken() != null) {
                station.authorization().forget(request.idToken());
              }
              String data =
                  request.report() && known && request.idToken() != null
                      ? "authorization cache: " + request.idToken().idToken()
                      : request.clear() ? "cleared" : "no data";
              station.report(
                  DiagnosticsActions.NOTIFY_CUSTOMER_INFORMATION,
                  new NotifyCustomerInformationRequest(
                      data.length() > 512 ? data.substring(0, 512) : data,
                      null,
                      0,
                      station.timeline().timestamp(),
                      request.requestId(),
                      null));
            });
  }

  /** Our own vendor's messages come back as they are. */
  private Answer dataTransfer(DataTransferRequest request) {
    if (!VENDOR.equals(request.vendorId())) {
      return Answer.of(
          new DataTransferResponse(DataTransferStatus.UnknownVendorId, null, null, null));
    }
    return Answer.of(
        "Echo".equals(request.messageId())
            ? new DataTransferResponse(DataTransferStatus.Accepted, null, request.data(), null)
            : new DataTransferResponse(DataTransferStatus.UnknownMessageId, null, null, null));
  }

  // Tariffs and payment.

  private Answer setDefaultTariff(SetDefaultTariffRequest request) {
    return Answer.of(
        new SetDefaultTariffResponse(station.tariffs().setDefault(request), null, null));
  }

  private Answer getTariffs(GetTariffsRequest request) {
    if (request.evseId() != 0 && !station.has(request.evseId())) {
      return Answer.of(new GetTariffsResponse(TariffGetStatus.Rejected, null, null, null));
    }
    List<TariffAssignment> found = station.tariffs().assignments(request.evseId());
    return Answer.of(
        found.isEmpty()
            ? new GetTariffsResponse(TariffGetStatus.NoTariff, null, null, null)
            : new GetTariffsResponse(TariffGetStatus.Accepted, null, found, null));
  }

  private Answer clearTariffs(ClearTariffsRequest request) {
    return Answer.of(new ClearTariffsResponse(station.tariffs().clear(request), null));
  }

  private Answer changeTransactionTariff(ChangeTransactionTariffRequest request) {
    TariffChangeStatus status = station.tariffs().change(request);
    Answer answer = Answer.of(new ChangeTransactionTariffResponse(status, null, null));
    return status == TariffChangeStatus.Accepted
        ? answer.then(() -> station.tariffs().changed(request.transactionId()))
        : answer;
  }

  /** Somebody pays on a page: the display says so. */
  private Answer notifyWebPaymentStarted(NotifyWebPaymentStartedRequest request) {
    station
        .display()
        .personal(
            "EVSE " + request.evseId(),
            new MessageContent(
                "Payment under way, " + request.timeout() + " s left",
                MessageFormat.UTF8,
                null,
                null));
    return Answer.of(new NotifyWebPaymentStartedResponse(null));
  }

  private Answer requestBatterySwap(RequestBatterySwapRequest request) {
    return Answer.of(new RequestBatterySwapResponse(GenericStatus.Accepted, null, null))
        .then(() -> swaps.swap(request));
  }

  // Streams.

  private Answer adjustPeriodicEventStream(AdjustPeriodicEventStreamRequest request) {
    return Answer.of(
        new AdjustPeriodicEventStreamResponse(
            station.streams().adjust(request) ? GenericStatus.Accepted : GenericStatus.Rejected,
            null,
            null));
  }

  private Answer getPeriodicEventStream(GetPeriodicEventStreamRequest request) {
    return Answer.of(new GetPeriodicEventStreamResponse(station.streams().all(), null));
  }
}
