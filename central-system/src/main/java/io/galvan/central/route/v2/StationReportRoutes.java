package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.central.route.Route;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.NoResponse;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.*;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stations tell that is kept as they told it, for operators to read. Where the answer is a
 * decision it is the standard's for a central system without that service.
 */
final class StationReportRoutes {
  private final Bus bus;
  private final SmartChargingRoutes smart;
  private final PaymentRoutes payments;

  StationReportRoutes(Bus bus) {
    this.bus = bus;
    this.smart = new SmartChargingRoutes(bus);
    this.payments = new PaymentRoutes(bus);
  }

  /** The routes of both versions. */
  List<Route<?, ?>> routes() {
    return List.of(
        kept(
            TransactionActions.BATTERY_SWAP,
            q -> q.requestId(),
            q -> new BatterySwapResponse(null)),
        keptOfEvse(
            SmartChargingActions.CLEARED_CHARGING_LIMIT,
            q -> q.evseId(),
            q -> new ClearedChargingLimitResponse(null)),
        kept(
            DiagnosticsActions.CLOSE_PERIODIC_EVENT_STREAM,
            q -> new ClosePeriodicEventStreamResponse(null)),
        keptOfEvse(
            SmartChargingActions.NOTIFY_CHARGING_LIMIT,
            q -> q.evseId(),
            q -> new NotifyChargingLimitResponse(null)),
        kept(
            DiagnosticsActions.NOTIFY_CUSTOMER_INFORMATION,
            q -> q.requestId(),
            q -> new NotifyCustomerInformationResponse(null)),
        kept(SmartChargingActions.NOTIFY_DER_ALARM, q -> new NotifyDERAlarmResponse(null)),
        kept(SmartChargingActions.NOTIFY_DER_START_STOP, q -> new NotifyDERStartStopResponse(null)),
        kept(
            MessageActions.NOTIFY_DISPLAY_MESSAGES,
            q -> q.requestId(),
            q -> new NotifyDisplayMessagesResponse(null)),
        decided(
            SmartChargingActions.NOTIFY_EV_CHARGING_NEEDS, q -> q.evseId(), smart::evChargingNeeds),
        decided(
            SmartChargingActions.NOTIFY_EV_CHARGING_SCHEDULE,
            q -> q.evseId(),
            smart::evChargingSchedule),
        kept(DiagnosticsActions.NOTIFY_PERIODIC_EVENT_STREAM, q -> new NoResponse()),
        kept(
            SmartChargingActions.NOTIFY_PRIORITY_CHARGING,
            q -> new NotifyPriorityChargingResponse(null)),
        decided(TariffActions.NOTIFY_SETTLEMENT, q -> null, payments::settled),
        kept(
            DiagnosticsActions.OPEN_PERIODIC_EVENT_STREAM,
            q -> new OpenPeriodicEventStreamResponse(GenericStatus.Accepted, null, null)),
        kept(
            FirmwareActions.PUBLISH_FIRMWARE_STATUS_NOTIFICATION,
            q -> q.requestId(),
            q -> new PublishFirmwareStatusNotificationResponse(null)),
        decided(
            SmartChargingActions.PULL_DYNAMIC_SCHEDULE_UPDATE,
            q -> null,
            smart::pullDynamicSchedule),
        route(
            SmartChargingActions.REPORT_CHARGING_PROFILES,
            q -> q.requestId(),
            q -> q.evseId(),
            (caller, q) -> new ReportChargingProfilesResponse(null)),
        kept(
            SmartChargingActions.REPORT_DER_CONTROL,
            q -> q.requestId(),
            q -> new ReportDERControlResponse(null)),
        kept(
            TransactionActions.RESERVATION_STATUS_UPDATE,
            q -> new ReservationStatusUpdateResponse(null)),
        decided(TariffActions.VAT_NUMBER_VALIDATION, q -> q.evseId(), payments::vatNumber));
  }

  private <Q extends Record, R extends Record> Route<Q, R> kept(
      Action<Q, R> action, Function<Q, R> answer) {
    return route(action, q -> null, q -> null, (caller, q) -> answer.apply(q));
  }

  private <Q extends Record, R extends Record> Route<Q, R> kept(
      Action<Q, R> action, Function<Q, @Nullable Integer> requestId, Function<Q, R> answer) {
    return route(action, requestId, q -> null, (caller, q) -> answer.apply(q));
  }

  private <Q extends Record, R extends Record> Route<Q, R> keptOfEvse(
      Action<Q, R> action, Function<Q, @Nullable Integer> evseId, Function<Q, R> answer) {
    return route(action, q -> null, evseId, (caller, q) -> answer.apply(q));
  }

  private <Q extends Record, R extends Record> Route<Q, R> route(
      Action<Q, R> action,
      Function<Q, @Nullable Integer> requestId,
      Function<Q, @Nullable Integer> evseId,
      BiFunction<Caller, Q, R> answer) {
    return Route.answer(
        action,
        (caller, request) ->
            store(caller, action, request, requestId.apply(request), evseId.apply(request))
                .map(ok -> answer.apply(caller, request)));
  }

  /** Kept, then decided on. */
  private <Q extends Record, R extends Record> Route<Q, R> decided(
      Action<Q, R> action,
      Function<Q, @Nullable Integer> evseId,
      BiFunction<Caller, Q, Future<R>> decision) {
    return Route.answer(
        action,
        (caller, request) ->
            store(caller, action, request, null, evseId.apply(request))
                .compose(ok -> decision.apply(caller, request)));
  }

  private <Q extends Record> Future<?> store(
      Caller caller,
      Action<Q, ?> action,
      Q request,
      @Nullable Integer requestId,
      @Nullable Integer evseId) {
    return bus.request(
        StationReports.STORE,
        new StationReport(
            caller.chargerId(),
            action.name(),
            requestId,
            evseId,
            caller.now(),
            Shape.of(action.request(), caller.version()).write(request)));
  }
}
