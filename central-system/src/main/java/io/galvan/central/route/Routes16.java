package io.galvan.central.route;

import static io.galvan.central.route.Route.answer;
import static io.galvan.central.route.Route.keep;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.platform.bus.Bus;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** OCPP 1.6: every action a charge point sends, and where it goes. */
public final class Routes16 {
  private Routes16() {}

  /**
   * The table, with what the vendors' handlers add to it.
   *
   * @param idTokenPattern finds the idToken in an idTag with additions; null takes it as it comes
   */
  public static RouteTable table(
      Bus bus, @Nullable Pattern idTokenPattern, VendorHandlers vendors) {
    Inbound16 to = new Inbound16(bus, new IdTokens(idTokenPattern), vendors);
    return new RouteTable(
        Actions16.codec(),
        Actions16.TABLE,
        List.of(
            answer(Actions16.AUTHORIZE, to::authorize),
            answer(Actions16.BOOT_NOTIFICATION, to::bootNotification),
            answer(Actions16.DATA_TRANSFER, to::dataTransfer),
            answer(Actions16.DIAGNOSTICS_STATUS_NOTIFICATION, to::diagnosticsStatus),
            answer(Actions16.FIRMWARE_STATUS_NOTIFICATION, to::firmwareStatus),
            answer(Actions16.HEARTBEAT, to::heartbeat),
            answer(Actions16.LOG_STATUS_NOTIFICATION, to::logStatus),
            keep(Actions16.METER_VALUES, to::meterValues),
            answer(Actions16.SECURITY_EVENT_NOTIFICATION, to::securityEvent),
            answer(Actions16.SIGN_CERTIFICATE, to::signCertificate),
            answer(Actions16.SIGNED_FIRMWARE_STATUS_NOTIFICATION, to::signedFirmwareStatus),
            keep(Actions16.START_TRANSACTION, to::startTransaction),
            answer(Actions16.STATUS_NOTIFICATION, to::statusNotification),
            keep(Actions16.STOP_TRANSACTION, to::stopTransaction)));
  }
}
