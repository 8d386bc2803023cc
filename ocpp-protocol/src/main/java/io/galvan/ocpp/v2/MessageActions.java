package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;

/** Functional blocks O and P: messages on the display of a station, and vendors' own messages. */
public final class MessageActions {
  public static final Action<ClearDisplayMessageRequest, ClearDisplayMessageResponse>
      CLEAR_DISPLAY_MESSAGE =
          fromCentral(
              "ClearDisplayMessage",
              ClearDisplayMessageRequest.class,
              ClearDisplayMessageResponse.class);

  public static final Action<DataTransferRequest, DataTransferResponse> DATA_TRANSFER =
      new Action<>(
          "DataTransfer", DataTransferRequest.class, DataTransferResponse.class, Direction.BOTH);

  public static final Action<GetDisplayMessagesRequest, GetDisplayMessagesResponse>
      GET_DISPLAY_MESSAGES =
          fromCentral(
              "GetDisplayMessages",
              GetDisplayMessagesRequest.class,
              GetDisplayMessagesResponse.class);

  public static final Action<NotifyDisplayMessagesRequest, NotifyDisplayMessagesResponse>
      NOTIFY_DISPLAY_MESSAGES =
          fromCharger(
              "NotifyDisplayMessages",
              NotifyDisplayMessagesRequest.class,
              NotifyDisplayMessagesResponse.class);

  public static final Action<SetDisplayMessageRequest, SetDisplayMessageResponse>
      SET_DISPLAY_MESSAGE =
          fromCentral(
              "SetDisplayMessage", SetDisplayMessageRequest.class, SetDisplayMessageResponse.class);

  private MessageActions() {}
}
