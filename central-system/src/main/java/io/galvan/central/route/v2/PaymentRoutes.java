package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.settlement.Payments;
import io.galvan.contract.settlement.Payments.Company;
import io.galvan.contract.settlement.Payments.NewSettlement;
import io.galvan.contract.settlement.Payments.PaymentStatus;
import io.galvan.contract.settlement.Payments.VatQuery;
import io.galvan.ocpp.v2.Address;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.NotifySettlementRequest;
import io.galvan.ocpp.v2.NotifySettlementResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.ocpp.v2.VatNumberValidationRequest;
import io.galvan.ocpp.v2.VatNumberValidationResponse;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Functional block C of 2.1 where it is about money: settlements and VAT numbers. */
final class PaymentRoutes {
  private final Bus bus;

  PaymentRoutes(Bus bus) {
    this.bus = bus;
  }

  /** A receipt of ours is told where the station has made none itself. */
  Future<NotifySettlementResponse> settled(Caller caller, NotifySettlementRequest request) {
    return bus.request(
            Payments.SETTLE,
            new NewSettlement(
                caller.chargerId(),
                request.transactionId(),
                request.pspRef(),
                PaymentStatus.valueOf(request.status().name()),
                request.statusInfo(),
                request.settlementAmount(),
                request.settlementTime().toInstant(),
                request.receiptId(),
                request.receiptUrl(),
                request.vatNumber(),
                company(request.vatCompany())))
        .map(
            kept ->
                request.receiptUrl() == null
                    ? new NotifySettlementResponse(kept.receiptUrl(), kept.receiptId(), null)
                    : new NotifySettlementResponse(null, null, null));
  }

  Future<VatNumberValidationResponse> vatNumber(Caller caller, VatNumberValidationRequest request) {
    return bus.request(Payments.CHECK_VAT, new VatQuery(request.vatNumber()))
        .map(
            answer ->
                new VatNumberValidationResponse(
                    address(answer.company()),
                    answer.valid()
                        ? null
                        : new StatusInfo(answer.reason(), "InvalidVatNumber", null),
                    request.vatNumber(),
                    request.evseId(),
                    answer.valid() ? GenericStatus.Accepted : GenericStatus.Rejected,
                    null));
  }

  private static @Nullable Company company(@Nullable Address told) {
    return told == null
        ? null
        : new Company(
            told.name(),
            told.address1(),
            told.address2(),
            told.postalCode(),
            told.city(),
            told.country());
  }

  private static @Nullable Address address(@Nullable Company company) {
    return company == null
        ? null
        : new Address(
            company.address1(),
            company.address2(),
            company.city(),
            company.country(),
            company.name(),
            company.postalCode(),
            null);
  }
}
