package io.galvan.charger.messagelog;

import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.Deviations;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** The message log, deviations and dead letters. */
public final class MessageLogBlock {
  public MessageLogBlock(Wiring wiring) {
    var deviations = new DeviationService(wiring.pool(), wiring.writer(), new DeviationStore());
    wiring.hear(Subscription.CHARGER, deviations::hear);
    wiring.serve(Deviations.LIST, deviations::list);
    var log =
        new MessageLogService(
            wiring.platform(), wiring.pool(), wiring.writer(), new MessageLogStore(), deviations);
    wiring.everyMinute("keeping the message log's days", log::keepDays);
    wiring.serve(MessageLogs.WRITE, log::append);
    wiring.serve(MessageLogs.READ, log::read);
    var letters = new DeadLetterService(wiring.pool(), wiring.writer(), new DeadLetterStore());
    wiring.everyMinute("deleting old dead letters", letters::deleteOld);
    wiring.serve(DeadLetters.STORE, letters::store);
    wiring.serve(DeadLetters.LIST, letters::list);
    wiring.serve(DeadLetters.GET, letters::get);
    wiring.serve(DeadLetters.DELETE, letters::delete);
    wiring.serve(DeadLetters.CLAIM, letters::claim);
    wiring.serve(DeadLetters.REPEATED, letters::repeated);
  }
}
