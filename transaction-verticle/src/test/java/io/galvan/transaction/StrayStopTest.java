package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.contract.transaction.UnassignedStops;
import io.galvan.contract.transaction.UnassignedStops.AssignStop;
import io.galvan.contract.transaction.UnassignedStops.DismissStop;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStop;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStopQuery;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops of OCPP 1.6 whose transactionId names none of their station's transactions. */
class StrayStopTest extends TransactionFixture {
  private void stop(
      String charger,
      long id,
      @Nullable Long meter,
      int minute,
      @Nullable String token,
      Reading... data) {
    await(
        bus.request(
            Transactions.STOP,
            new Stop(charger, id, meter, minute(minute), "Local", token, List.of(data))));
  }

  private List<UnassignedStop> unassigned(@Nullable String charger) {
    return await(bus.request(UnassignedStops.LIST, new UnassignedStopQuery(charger, 50))).items();
  }

  private List<Transaction> all() {
    return await(
            bus.request(
                Transactions.LIST,
                new Transactions.TransactionQuery(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Transactions.TransactionSort.id,
                    false,
                    50,
                    null)))
        .items();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 4294967295L, 2147483647})
  void shouldEndTheOnlyTransactionThatRuns(long odd) {
    long id = running("CP");
    running("OTHER");
    for (int i = 0; i < 2; i++) {
      stop("CP", odd, 1_500L, 30, "tag-cp");
    }
    assertThat(get(id).state()).isEqualTo(TransactionState.Ended);
    assertThat(get(id).energyWh()).isEqualByComparingTo("500");
    assertThat(unassigned(null)).isEmpty();
    assertEnds(EventType.transaction_stopped);
  }

  @Test
  void shouldNotGuessBetweenTwoUnlessTheTokenSaysWhich() {
    long one = started("CP", 1, "A", BEGIN, 1_000).transactionId();
    long two = started("CP", 2, "B", BEGIN, 1_000).transactionId();
    stop("CP", -1, 1_500L, 30, null);
    stop("CP", -1, 1_500L, 31, "C");
    assertThat(unassigned("CP")).hasSize(2);
    stop("CP", -1, 1_600L, 32, "B");
    assertThat(get(one).state()).isEqualTo(TransactionState.Running);
    assertThat(get(two).energyWh()).isEqualByComparingTo("600");
    stop("CP", -1, 900L, 33, "A");
    stop("CP", -1, 1_700L, -5, "A");
    assertThat(get(one).state())
        .as("below its register, and before its start")
        .isEqualTo(TransactionState.Running);
    assertThat(unassigned("CP")).hasSize(4);
  }

  private static Reading read(int minute, String wh, String context) {
    return new Reading(
        minute(minute), List.of(new Sample(wh, context, "Raw", REGISTER, null, "Outlet", "Wh")));
  }

  @Test
  void shouldMakeATransactionOfAStopThatTellsBeginAndEnd() {
    for (int i = 0; i < 2; i++) {
      stop(
          "CP",
          -1,
          5_400L,
          30,
          "TAG",
          read(1, "5000", "Transaction.Begin"),
          read(30, "5400", "Transaction.End"));
    }
    Transaction made = all().get(0);
    assertThat(all()).hasSize(1);
    assertThat(made.energyWh()).isEqualByComparingTo("400");
    assertThat(made.startedAt()).isEqualTo(minute(1));
    assertThat(made.stoppedAt()).isEqualTo(minute(30));
    assertThat(made.idToken()).isEqualTo("TAG");
    assertThat(made.marks()).containsExactly(Mark.StartMissing);
    assertThat(series(made.id())).isNotEmpty();
    assertThat(unassigned(null)).isEmpty();
    assertEnds(EventType.transaction_stopped);
  }

  @Test
  void shouldGiveAStopThatWaitsToTheStartThatComesLaterAndLiesBeforeIt() {
    stop("CP", -1, 1_500L, 30, "tag-cp1");
    stop("CP", 777, null, 30, null);
    assertThat(unassigned("CP"))
        .extracting(UnassignedStop::transactionId)
        .containsExactlyInAnyOrder(-1L, 777L);
    long later = start("CP", 1, minute(40), 1_500).transactionId();
    assertThat(get(later).state()).isEqualTo(TransactionState.Running);
    long of = start("CP", 2, minute(5), 1_000).transactionId();
    long its = started("CP", 3, "TAG-CP1", minute(1), 1_000).transactionId();
    assertThat(get(of).state()).as("the stop without a token").isEqualTo(TransactionState.Ended);
    assertThat(get(its).energyWh()).isEqualByComparingTo("500");
    assertThat(get(its).stoppedAt()).isEqualTo(minute(30));
    assertThat(unassigned("CP")).isEmpty();
  }

  @Test
  void shouldLetAnOperatorAssignOrDismissAStop() {
    long one = started("CP", 1, "A", BEGIN, 1_000).transactionId();
    started("CP", 2, "B", BEGIN, 1_000);
    long foreign = running("OTHER");
    stop("CP", -1, 1_500L, 30, null);
    stop("CP", -1, 1_600L, 31, null);
    List<UnassignedStop> stops = unassigned("CP");
    long first = stops.get(1).id();
    assertFault(Fault.NOT_FOUND, new AssignStop(first, foreign, "op"));
    assertFault(Fault.NOT_FOUND, new AssignStop(99_999, one, "op"));
    Transaction ended =
        await(bus.request(UnassignedStops.ASSIGN, new AssignStop(first, one, "op")));
    assertThat(ended.energyWh()).isEqualByComparingTo("500");
    assertFault(Fault.CONFLICT, new AssignStop(stops.get(0).id(), one, "op"));
    await(bus.request(UnassignedStops.DISMISS, new DismissStop(stops.get(0).id(), "op")));
    assertThat(unassigned(null)).isEmpty();
    assertFault(Fault.NOT_FOUND, new AssignStop(stops.get(0).id(), one, "op"));
  }

  private void assertFault(Fault fault, AssignStop request) {
    assertThatThrownBy(() -> await(bus.request(UnassignedStops.ASSIGN, request)))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
