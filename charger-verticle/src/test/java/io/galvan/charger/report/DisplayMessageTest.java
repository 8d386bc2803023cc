package io.galvan.charger.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.Holdings.Holding;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which display messages a station has. */
class DisplayMessageTest extends ChargerFixture {
  private String station() {
    String id = newId();
    ask(
        Chargers.CREATE,
        new NewCharger(id, null, null, Registration.Accepted, false, OcppVersion.V2_0_1));
    return id;
  }

  private void set(String charger, int id, String more) {
    String message =
        "{\"message\":{\"id\":%d,\"priority\":\"InFront\",\"message\":{\"format\":\"UTF8\",\"content\":\"Hi\\u0000\"}%s}}"
            .formatted(id, more);
    String command =
        ask(
                Commands.OPEN,
                new OpenCommand(
                    charger, "SetDisplayMessage", OcppVersion.V2_0_1, message, null, null))
            .command()
            .id();
    ask(
        Commands.CLOSE,
        new CloseCommand(command, CommandState.Accepted, "Accepted", "{}", null, null));
  }

  private List<String> shown(String charger) {
    return ask(Holdings.LIST, new HoldingQuery(charger, HoldingKind.DisplayMessage, null))
        .items()
        .stream()
        .map(Holding::key)
        .toList();
  }

  @Test
  void shouldForgetTheMessagesOfATransactionWithIt_TC_O_06() {
    String charger = station();
    String other = station();
    for (String one : List.of(charger, other)) {
      set(one, 1, "");
      set(one, 2, ",\"transactionId\":\"ended\"");
      set(one, 3, ",\"transactionId\":\"ended-2\"");
    }
    Event stopped = stopped(charger, "ended");
    ask(Subscription.CHARGER.address(), new EventBatch(List.of(stopped)));
    assertThat(shown(charger)).containsExactly("1", "3");
    assertThat(shown(other)).containsExactly("1", "2", "3");
  }

  private Event stopped(String charger, String transactionId) {
    Transaction ended =
        new Transaction(
            1,
            charger,
            1,
            "TAG",
            null,
            Tokens.TokenStatus.Accepted,
            null,
            TransactionState.Ended,
            clock.instant(),
            0L,
            clock.instant(),
            100L,
            "Local",
            null,
            null,
            BigDecimal.TEN,
            null,
            null,
            clock.instant(),
            clock.instant(),
            List.of(),
            1,
            transactionId,
            "Central",
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null);
    return new Event(
        UUID.randomUUID().toString(),
        clock.instant(),
        charger,
        new Happening.TransactionStopped(ended));
  }
}
