package io.galvan.charger.command;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.TransactionStatusTold;
import io.galvan.ocpp.v2.GetTransactionStatusRequest;
import io.galvan.ocpp.v2.GetTransactionStatusResponse;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.Set;

/** Tells the transaction service what a station answered to GetTransactionStatus. */
final class TransactionStatusFollower implements Follower {
  static final String ACTION = "GetTransactionStatus";

  @Override
  public Set<String> actions() {
    return Set.of(ACTION);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    if (command.state() == CommandState.Accepted) {
      String asked =
          Payload.read(command.request(), GetTransactionStatusRequest.class)
              .map(GetTransactionStatusRequest::transactionId)
              .orElse(null);
      Payload.read(command.response(), GetTransactionStatusResponse.class)
          .filter(answer -> asked != null)
          .ifPresent(
              answer ->
                  unit.emit(
                      command.chargerId(),
                      new TransactionStatusTold(
                          asked == null ? "" : asked,
                          answer.ongoingIndicator(),
                          answer.messagesInQueue())));
    }
    return Future.succeededFuture();
  }
}
