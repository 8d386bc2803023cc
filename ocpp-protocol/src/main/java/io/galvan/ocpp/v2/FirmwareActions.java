package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/**
 * Functional block L: firmware of a station, and firmware that it publishes in its local network.
 */
public final class FirmwareActions {
  public static final Action<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>
      FIRMWARE_STATUS_NOTIFICATION =
          fromCharger(
              "FirmwareStatusNotification",
              FirmwareStatusNotificationRequest.class,
              FirmwareStatusNotificationResponse.class);

  public static final Action<PublishFirmwareRequest, PublishFirmwareResponse> PUBLISH_FIRMWARE =
      fromCentral("PublishFirmware", PublishFirmwareRequest.class, PublishFirmwareResponse.class);

  public static final Action<
          PublishFirmwareStatusNotificationRequest, PublishFirmwareStatusNotificationResponse>
      PUBLISH_FIRMWARE_STATUS_NOTIFICATION =
          fromCharger(
              "PublishFirmwareStatusNotification",
              PublishFirmwareStatusNotificationRequest.class,
              PublishFirmwareStatusNotificationResponse.class);

  public static final Action<UnpublishFirmwareRequest, UnpublishFirmwareResponse>
      UNPUBLISH_FIRMWARE =
          fromCentral(
              "UnpublishFirmware", UnpublishFirmwareRequest.class, UnpublishFirmwareResponse.class);

  public static final Action<UpdateFirmwareRequest, UpdateFirmwareResponse> UPDATE_FIRMWARE =
      fromCentral("UpdateFirmware", UpdateFirmwareRequest.class, UpdateFirmwareResponse.class);

  private FirmwareActions() {}
}
