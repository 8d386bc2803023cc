package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.contract.Transactions.TransactionQuery;
import io.galvan.platform.contract.Transactions.TransactionSort;
import io.galvan.platform.contract.Transactions.TransactionState;
import io.vertx.core.Future;
import java.util.List;

/** Transactions and their meter values. */
final class TransactionApi {
  private final Bus bus;

  TransactionApi(Bus bus) {
    this.bus = bus;
  }

  List<Operation> operations() {
    return List.of(
        of("listTransactions", Access.VIEWER, this::list),
        of(
            "getTransaction",
            Access.VIEWER,
            call ->
                bus.request(
                        Transactions.GET,
                        new Transactions.TransactionKey(call.pathNumber("transactionId")))
                    .onSuccess(call::ok)),
        of(
            "getMeterValues",
            Access.VIEWER,
            call ->
                bus.request(
                        Transactions.SERIES,
                        new Transactions.SeriesQuery(
                            call.pathNumber("transactionId"), call.text("measurand", 64)))
                    .onSuccess(call::ok)));
  }

  private Future<?> list(Call call) {
    TransactionQuery query =
        new TransactionQuery(
            call.text("chargerId", 48),
            call.number("connectorId", 0, 1_000),
            call.text("idToken", 255),
            call.choice("state", TransactionState.class),
            call.time("from"),
            call.time("to"),
            call.choice("sort", TransactionSort.startedAt),
            call.descending(true),
            call.limit(),
            call.cursor());
    return bus.request(Transactions.LIST, query).onSuccess(call::ok);
  }
}
