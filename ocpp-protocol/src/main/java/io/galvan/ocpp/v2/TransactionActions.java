package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/**
 * Functional blocks E, F, H, J and S: transactions, starting and stopping them from afar,
 * reservations, meter values, battery swaps.
 */
public final class TransactionActions {
  public static final Action<BatterySwapRequest, BatterySwapResponse> BATTERY_SWAP =
      fromCharger("BatterySwap", BatterySwapRequest.class, BatterySwapResponse.class);

  public static final Action<CancelReservationRequest, CancelReservationResponse>
      CANCEL_RESERVATION =
          fromCentral(
              "CancelReservation", CancelReservationRequest.class, CancelReservationResponse.class);

  public static final Action<GetTransactionStatusRequest, GetTransactionStatusResponse>
      GET_TRANSACTION_STATUS =
          fromCentral(
              "GetTransactionStatus",
              GetTransactionStatusRequest.class,
              GetTransactionStatusResponse.class);

  public static final Action<MeterValuesRequest, MeterValuesResponse> METER_VALUES =
      fromCharger("MeterValues", MeterValuesRequest.class, MeterValuesResponse.class);

  public static final Action<RequestBatterySwapRequest, RequestBatterySwapResponse>
      REQUEST_BATTERY_SWAP =
          fromCentral(
              "RequestBatterySwap",
              RequestBatterySwapRequest.class,
              RequestBatterySwapResponse.class);

  public static final Action<RequestStartTransactionRequest, RequestStartTransactionResponse>
      REQUEST_START_TRANSACTION =
          fromCentral(
              "RequestStartTransaction",
              RequestStartTransactionRequest.class,
              RequestStartTransactionResponse.class);

  public static final Action<RequestStopTransactionRequest, RequestStopTransactionResponse>
      REQUEST_STOP_TRANSACTION =
          fromCentral(
              "RequestStopTransaction",
              RequestStopTransactionRequest.class,
              RequestStopTransactionResponse.class);

  public static final Action<ReservationStatusUpdateRequest, ReservationStatusUpdateResponse>
      RESERVATION_STATUS_UPDATE =
          fromCharger(
              "ReservationStatusUpdate",
              ReservationStatusUpdateRequest.class,
              ReservationStatusUpdateResponse.class);

  public static final Action<ReserveNowRequest, ReserveNowResponse> RESERVE_NOW =
      fromCentral("ReserveNow", ReserveNowRequest.class, ReserveNowResponse.class);

  public static final Action<TransactionEventRequest, TransactionEventResponse> TRANSACTION_EVENT =
      fromCharger(
          "TransactionEvent", TransactionEventRequest.class, TransactionEventResponse.class);

  public static final Action<TriggerMessageRequest, TriggerMessageResponse> TRIGGER_MESSAGE =
      fromCentral("TriggerMessage", TriggerMessageRequest.class, TriggerMessageResponse.class);

  public static final Action<UnlockConnectorRequest, UnlockConnectorResponse> UNLOCK_CONNECTOR =
      fromCentral("UnlockConnector", UnlockConnectorRequest.class, UnlockConnectorResponse.class);

  private TransactionActions() {}
}
