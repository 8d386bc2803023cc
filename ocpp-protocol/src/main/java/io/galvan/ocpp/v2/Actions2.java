package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.FrameCodec;

/** The actions of OCPP 2.0.1 (64) and 2.1 (91), by topic. */
public final class Actions2 {
  /** The actions of 2.0.1. */
  public static final ActionTable TABLE_2_0_1 =
      ActionTable.of(
          ProvisioningActions.BOOT_NOTIFICATION,
          ProvisioningActions.CHANGE_AVAILABILITY,
          ProvisioningActions.GET_BASE_REPORT,
          ProvisioningActions.GET_REPORT,
          ProvisioningActions.GET_VARIABLES,
          ProvisioningActions.HEARTBEAT,
          ProvisioningActions.NOTIFY_REPORT,
          ProvisioningActions.RESET,
          ProvisioningActions.SET_NETWORK_PROFILE,
          ProvisioningActions.SET_VARIABLES,
          ProvisioningActions.STATUS_NOTIFICATION,
          AuthorizationActions.AUTHORIZE,
          AuthorizationActions.CLEAR_CACHE,
          AuthorizationActions.GET_LOCAL_LIST_VERSION,
          AuthorizationActions.SEND_LOCAL_LIST,
          TransactionActions.CANCEL_RESERVATION,
          TransactionActions.GET_TRANSACTION_STATUS,
          TransactionActions.METER_VALUES,
          TransactionActions.REQUEST_START_TRANSACTION,
          TransactionActions.REQUEST_STOP_TRANSACTION,
          TransactionActions.RESERVATION_STATUS_UPDATE,
          TransactionActions.RESERVE_NOW,
          TransactionActions.TRANSACTION_EVENT,
          TransactionActions.TRIGGER_MESSAGE,
          TransactionActions.UNLOCK_CONNECTOR,
          TariffActions.COST_UPDATED,
          SmartChargingActions.CLEAR_CHARGING_PROFILE,
          SmartChargingActions.CLEARED_CHARGING_LIMIT,
          SmartChargingActions.GET_CHARGING_PROFILES,
          SmartChargingActions.GET_COMPOSITE_SCHEDULE,
          SmartChargingActions.NOTIFY_CHARGING_LIMIT,
          SmartChargingActions.NOTIFY_EV_CHARGING_NEEDS,
          SmartChargingActions.NOTIFY_EV_CHARGING_SCHEDULE,
          SmartChargingActions.REPORT_CHARGING_PROFILES,
          SmartChargingActions.SET_CHARGING_PROFILE,
          FirmwareActions.FIRMWARE_STATUS_NOTIFICATION,
          FirmwareActions.PUBLISH_FIRMWARE,
          FirmwareActions.PUBLISH_FIRMWARE_STATUS_NOTIFICATION,
          FirmwareActions.UNPUBLISH_FIRMWARE,
          FirmwareActions.UPDATE_FIRMWARE,
          SecurityActions.CERTIFICATE_SIGNED,
          SecurityActions.DELETE_CERTIFICATE,
          SecurityActions.GET15118_EV_CERTIFICATE,
          SecurityActions.GET_CERTIFICATE_STATUS,
          SecurityActions.GET_INSTALLED_CERTIFICATE_IDS,
          SecurityActions.INSTALL_CERTIFICATE,
          SecurityActions.SECURITY_EVENT_NOTIFICATION,
          SecurityActions.SIGN_CERTIFICATE,
          DiagnosticsActions.CLEAR_VARIABLE_MONITORING,
          DiagnosticsActions.CUSTOMER_INFORMATION,
          DiagnosticsActions.GET_LOG,
          DiagnosticsActions.GET_MONITORING_REPORT,
          DiagnosticsActions.LOG_STATUS_NOTIFICATION,
          DiagnosticsActions.NOTIFY_CUSTOMER_INFORMATION,
          DiagnosticsActions.NOTIFY_EVENT,
          DiagnosticsActions.NOTIFY_MONITORING_REPORT,
          DiagnosticsActions.SET_MONITORING_BASE,
          DiagnosticsActions.SET_MONITORING_LEVEL,
          DiagnosticsActions.SET_VARIABLE_MONITORING,
          MessageActions.CLEAR_DISPLAY_MESSAGE,
          MessageActions.DATA_TRANSFER,
          MessageActions.GET_DISPLAY_MESSAGES,
          MessageActions.NOTIFY_DISPLAY_MESSAGES,
          MessageActions.SET_DISPLAY_MESSAGE);

  /** The actions of 2.1: those of 2.0.1 and what is new. */
  public static final ActionTable TABLE_2_1 =
      TABLE_2_0_1.with(
          TransactionActions.BATTERY_SWAP,
          TransactionActions.REQUEST_BATTERY_SWAP,
          TariffActions.CHANGE_TRANSACTION_TARIFF,
          TariffActions.CLEAR_TARIFFS,
          TariffActions.GET_TARIFFS,
          TariffActions.NOTIFY_SETTLEMENT,
          TariffActions.NOTIFY_WEB_PAYMENT_STARTED,
          TariffActions.SET_DEFAULT_TARIFF,
          TariffActions.VAT_NUMBER_VALIDATION,
          SmartChargingActions.AFRR_SIGNAL,
          SmartChargingActions.CLEAR_DER_CONTROL,
          SmartChargingActions.GET_DER_CONTROL,
          SmartChargingActions.NOTIFY_ALLOWED_ENERGY_TRANSFER,
          SmartChargingActions.NOTIFY_DER_ALARM,
          SmartChargingActions.NOTIFY_DER_START_STOP,
          SmartChargingActions.NOTIFY_PRIORITY_CHARGING,
          SmartChargingActions.PULL_DYNAMIC_SCHEDULE_UPDATE,
          SmartChargingActions.REPORT_DER_CONTROL,
          SmartChargingActions.SET_DER_CONTROL,
          SmartChargingActions.UPDATE_DYNAMIC_SCHEDULE,
          SmartChargingActions.USE_PRIORITY_CHARGING,
          SecurityActions.GET_CERTIFICATE_CHAIN_STATUS,
          DiagnosticsActions.ADJUST_PERIODIC_EVENT_STREAM,
          DiagnosticsActions.CLOSE_PERIODIC_EVENT_STREAM,
          DiagnosticsActions.GET_PERIODIC_EVENT_STREAM,
          DiagnosticsActions.NOTIFY_PERIODIC_EVENT_STREAM,
          DiagnosticsActions.OPEN_PERIODIC_EVENT_STREAM);

  private Actions2() {}

  /** The table of a version. */
  public static ActionTable table(OcppVersion version) {
    return switch (version) {
      case V2_0_1 -> TABLE_2_0_1;
      case V2_1 -> TABLE_2_1;
      case V1_6 -> throw new IllegalArgumentException("1.6 has actions of its own");
    };
  }

  /** Reads what a charging station of this version says, and writes to it. */
  public static FrameCodec codec(OcppVersion version) {
    return new FrameCodec(version, table(version));
  }
}
