package io.galvan.central.route.v2;

import static io.galvan.central.route.Route.answer;
import static io.galvan.central.route.Route.keep;

import io.galvan.central.route.Route;
import io.galvan.central.route.RouteTable;
import io.galvan.central.route.VendorHandlers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.v2.Actions2;
import io.galvan.ocpp.v2.AuthorizationActions;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.FirmwareActions;
import io.galvan.ocpp.v2.MessageActions;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.SecurityActions;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.platform.bus.Bus;
import java.util.ArrayList;
import java.util.List;

/** OCPP 2.0.1 and 2.1: every action a station sends, and where it goes. */
public final class Routes2 {
  private Routes2() {}

  /** The table of one version: the routes of the actions that it has. */
  public static RouteTable table(OcppVersion version, Bus bus, VendorHandlers vendors) {
    ActionTable actions = Actions2.table(version);
    return new RouteTable(
        Actions2.codec(version),
        actions,
        routes(bus, vendors).stream()
            .filter(route -> actions.find(route.action().name()).isPresent())
            .toList());
  }

  private static List<Route<?, ?>> routes(Bus bus, VendorHandlers vendors) {
    var provisioning = new ProvisioningRoutes(bus);
    var authorization = new AuthorizationRoutes(bus);
    var metering = new MeteringRoutes(bus);
    var transactions = new TransactionRoutes(bus);
    var notices = new NoticeRoutes(bus, vendors);
    var device = new DeviceModelRoutes(bus);
    List<Route<?, ?>> routes = new ArrayList<>();
    routes.add(answer(AuthorizationActions.AUTHORIZE, authorization::authorize));
    routes.add(answer(ProvisioningActions.BOOT_NOTIFICATION, provisioning::bootNotification));
    routes.add(answer(MessageActions.DATA_TRANSFER, notices::dataTransfer));
    routes.add(answer(FirmwareActions.FIRMWARE_STATUS_NOTIFICATION, notices::firmwareStatus));
    routes.add(answer(ProvisioningActions.HEARTBEAT, provisioning::heartbeat));
    routes.add(answer(DiagnosticsActions.LOG_STATUS_NOTIFICATION, notices::logStatus));
    routes.add(keep(TransactionActions.METER_VALUES, metering::meterValues));
    routes.add(answer(DiagnosticsActions.NOTIFY_EVENT, device::notifyEvent));
    routes.add(answer(DiagnosticsActions.NOTIFY_MONITORING_REPORT, device::notifyMonitoringReport));
    routes.add(answer(ProvisioningActions.NOTIFY_REPORT, device::notifyReport));
    routes.add(answer(SecurityActions.SECURITY_EVENT_NOTIFICATION, notices::securityEvent));
    routes.add(answer(ProvisioningActions.STATUS_NOTIFICATION, provisioning::statusNotification));
    routes.add(keep(TransactionActions.TRANSACTION_EVENT, transactions::transactionEvent));
    routes.addAll(new CertificateRoutes(bus).routes());
    routes.addAll(new StationReportRoutes(bus).routes());
    return routes;
  }
}
