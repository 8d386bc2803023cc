package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/** Functional block I, and C of 2.1 where it is about money: tariffs, costs, payments. */
public final class TariffActions {
  public static final Action<ChangeTransactionTariffRequest, ChangeTransactionTariffResponse>
      CHANGE_TRANSACTION_TARIFF =
          fromCentral(
              "ChangeTransactionTariff",
              ChangeTransactionTariffRequest.class,
              ChangeTransactionTariffResponse.class);

  public static final Action<ClearTariffsRequest, ClearTariffsResponse> CLEAR_TARIFFS =
      fromCentral("ClearTariffs", ClearTariffsRequest.class, ClearTariffsResponse.class);

  public static final Action<CostUpdatedRequest, CostUpdatedResponse> COST_UPDATED =
      fromCentral("CostUpdated", CostUpdatedRequest.class, CostUpdatedResponse.class);

  public static final Action<GetTariffsRequest, GetTariffsResponse> GET_TARIFFS =
      fromCentral("GetTariffs", GetTariffsRequest.class, GetTariffsResponse.class);

  public static final Action<NotifySettlementRequest, NotifySettlementResponse> NOTIFY_SETTLEMENT =
      fromCharger(
          "NotifySettlement", NotifySettlementRequest.class, NotifySettlementResponse.class);

  public static final Action<NotifyWebPaymentStartedRequest, NotifyWebPaymentStartedResponse>
      NOTIFY_WEB_PAYMENT_STARTED =
          fromCentral(
              "NotifyWebPaymentStarted",
              NotifyWebPaymentStartedRequest.class,
              NotifyWebPaymentStartedResponse.class);

  public static final Action<SetDefaultTariffRequest, SetDefaultTariffResponse> SET_DEFAULT_TARIFF =
      fromCentral(
          "SetDefaultTariff", SetDefaultTariffRequest.class, SetDefaultTariffResponse.class);

  public static final Action<VatNumberValidationRequest, VatNumberValidationResponse>
      VAT_NUMBER_VALIDATION =
          fromCharger(
              "VatNumberValidation",
              VatNumberValidationRequest.class,
              VatNumberValidationResponse.class);

  private TariffActions() {}
}
