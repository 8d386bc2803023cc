package io.galvan.charger.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.reservation.Reservations;
import io.galvan.contract.reservation.Reservations.NewReservation;
import io.galvan.contract.reservation.Reservations.Reservation;
import io.galvan.contract.reservation.Reservations.ReservationKey;
import io.galvan.contract.reservation.Reservations.ReservationPage;
import io.galvan.contract.reservation.Reservations.ReservationQuery;
import io.galvan.contract.reservation.Reservations.ReservationState;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationTest extends ChargerFixture {
  private static final Duration HOUR = Duration.ofHours(1);

  private static void assertFault(ThrowingCallable asking, Fault fault) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private Reservation request(String chargerId) {
    return ask(
        Reservations.REQUEST,
        new NewReservation(chargerId, 1, "TAG", "PARENT", clock.instant().plus(HOUR)));
  }

  private Reservation get(int id, @Nullable String chargerId) {
    return ask(Reservations.GET, new ReservationKey(id, chargerId));
  }

  private String open(String chargerId, String action, String payload) {
    return ask(
            Commands.OPEN,
            new OpenCommand(chargerId, action, OcppVersion.V1_6, payload, "ada", null))
        .command()
        .id();
  }

  private void close(
      String commandId, CommandState state, @Nullable String status, @Nullable String error) {
    ask(Commands.CLOSE, new CloseCommand(commandId, state, status, null, error, null));
  }

  /** An answered command of the operator, or of the API for a reservation it has stored. */
  private void answer(
      String chargerId, String action, String payload, CommandState state, String status) {
    close(open(chargerId, action, payload), state, status, null);
  }

  private String reserveNow(int id, int connectorId, String idTag) {
    return """
        {"connectorId":%d,"expiryDate":"%s","idTag":"%s","reservationId":%d}"""
        .formatted(connectorId, clock.instant().plus(HOUR), idTag, id);
  }

  private void accept(Reservation reservation) {
    answer(
        reservation.chargerId(),
        "ReserveNow",
        reserveNow(reservation.id(), 1, "TAG"),
        CommandState.Accepted,
        "Accepted");
  }

  private static String cancel(int id) {
    return "{\"reservationId\":" + id + "}";
  }

  private Event started(String chargerId, int reservationId, long transactionId, Instant at) {
    return new Event(
        UUID.randomUUID().toString(),
        at,
        chargerId,
        new Happening.TransactionStarted(
            new Transaction(
                transactionId,
                chargerId,
                1,
                "TAG",
                null,
                Tokens.TokenStatus.Accepted,
                reservationId,
                TransactionState.Running,
                at,
                0L,
                null,
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                null,
                null,
                null,
                at,
                List.of())));
  }

  private void tell(Event... events) {
    ask(Subscription.CHARGER.address(), new EventBatch(List.of(events)));
  }

  @Test
  void shouldHoldAReservationTheStationAccepts() {
    String charger = charger();
    Reservation requested = request(charger);
    assertThat(requested.state()).isEqualTo(ReservationState.Requested);
    assertThat(requested.parentIdToken()).isEqualTo("PARENT");
    assertThat(request(charger).id()).isNotEqualTo(requested.id());
    accept(requested);
    Reservation active = get(requested.id(), null);
    assertThat(active.state()).isEqualTo(ReservationState.Active);
    assertThat(active.status()).isEqualTo("Accepted");
    assertThat(active.parentIdToken()).isEqualTo("PARENT");
  }

  /** TC_048_1 to TC_048_4. */
  @ParameterizedTest
  @ValueSource(strings = {"Faulted", "Occupied", "Unavailable", "Rejected"})
  void shouldKeepTheWordOfAStationThatRefuses(String word) {
    Reservation requested = request(charger());
    answer(
        requested.chargerId(),
        "ReserveNow",
        reserveNow(requested.id(), 1, "TAG"),
        CommandState.Rejected,
        word);
    assertThat(get(requested.id(), null).state()).isEqualTo(ReservationState.Refused);
    assertThat(get(requested.id(), null).status()).isEqualTo(word);
  }

  @Test
  void shouldWaitForALateAnswerAndRefuseWhatFailed() {
    Reservation late = request(charger());
    String command = open(late.chargerId(), "ReserveNow", reserveNow(late.id(), 1, "TAG"));
    ask(Commands.SENT, new CommandSent(command, clock.instant(), "node-1"));
    close(command, CommandState.Unknown, null, null);
    assertThat(get(late.id(), null).state()).isEqualTo(ReservationState.Requested);
    close(command, CommandState.Accepted, "Accepted", null);
    assertThat(get(late.id(), null).state()).isEqualTo(ReservationState.Active);

    Reservation failed = request(charger());
    String error = open(failed.chargerId(), "ReserveNow", reserveNow(failed.id(), 1, "TAG"));
    close(error, CommandState.Failed, null, "NotImplemented");
    assertThat(get(failed.id(), null).state()).isEqualTo(ReservationState.Refused);
    assertThat(get(failed.id(), null).status()).isEqualTo("NotImplemented");
  }

  /** TC_046. */
  @Test
  void shouldBeUsedByTheTransactionThatStartsOnItOnce() {
    Reservation reservation = request(charger());
    accept(reservation);
    Event start = started(reservation.chargerId(), reservation.id(), 77, clock.instant());
    tell(start);
    Reservation used = get(reservation.id(), null);
    assertThat(used.state()).isEqualTo(ReservationState.Used);
    assertThat(used.transactionId()).isEqualTo(77);
    clock.advance(Duration.ofMinutes(1));
    tell(start, started(reservation.chargerId(), reservation.id(), 78, clock.instant()));
    tell(started(charger(), reservation.id(), 79, clock.instant()));
    assertThat(get(reservation.id(), null)).isEqualTo(used);
    // The answer to the command may be written after the start was told.
    Reservation quick = request(charger());
    String command = open(quick.chargerId(), "ReserveNow", reserveNow(quick.id(), 1, "TAG"));
    tell(started(quick.chargerId(), quick.id(), 80, clock.instant()));
    close(command, CommandState.Accepted, "Accepted", null);
    assertThat(get(quick.id(), null).state()).isEqualTo(ReservationState.Used);
  }

  /** TC_047. */
  @Test
  void shouldExpireAtItsTimeAndStillBeUsedByAStartThatIsToldLate() {
    Reservation reservation = request(charger());
    accept(reservation);
    clock.advance(HOUR);
    assertThat(get(reservation.id(), null).state())
        .as("judged when read")
        .isEqualTo(ReservationState.Expired);
    await()
        .until(
            () ->
                count(
                        "select count(*) from reservation where id = $1 and state = 'Expired'",
                        reservation.id())
                    == 1);
    tell(started(reservation.chargerId(), reservation.id(), 81, clock.instant()));
    assertThat(get(reservation.id(), null).state()).isEqualTo(ReservationState.Used);
  }

  /** TC_051, TC_052. */
  @Test
  void shouldBeCancelledOnlyWhenTheStationSaysSo() {
    Reservation reservation = request(charger());
    String charger = reservation.chargerId();
    accept(reservation);
    answer(
        charger, "CancelReservation", cancel(reservation.id()), CommandState.Rejected, "Rejected");
    assertThat(get(reservation.id(), null).state()).isEqualTo(ReservationState.Active);
    assertThat(get(reservation.id(), null).status()).isEqualTo("Rejected");
    answer(
        charger, "CancelReservation", cancel(reservation.id()), CommandState.Accepted, "Accepted");
    assertThat(get(reservation.id(), null).state()).isEqualTo(ReservationState.Cancelled);
    answer(charger, "CancelReservation", cancel(9), CommandState.Rejected, "Rejected");
    answer(charger, "CancelReservation", "{\"text\":1}", CommandState.Accepted, "Accepted");
    assertFault(() -> get(9, charger), Fault.NOT_FOUND);
  }

  @Test
  void shouldFollowAnyReserveNowOfAnOperator() {
    String one = charger();
    String two = charger();
    answer(one, "ReserveNow", reserveNow(-5, 0, "A"), CommandState.Accepted, "Accepted");
    answer(two, "ReserveNow", reserveNow(-5, 7, "B"), CommandState.Rejected, "Occupied");
    assertFault(() -> get(-5, null), Fault.CONFLICT);
    assertThat(get(-5, one).state()).isEqualTo(ReservationState.Active);
    assertThat(get(-5, one).connectorId()).isZero();
    assertThat(get(-5, two).state()).isEqualTo(ReservationState.Refused);
  }

  /** OCPP 1.6, 5.13: a station replaces the reservation of the same id. */
  @Test
  void shouldReplaceAReservationByANewOneOfItsId() {
    String charger = charger();
    answer(charger, "ReserveNow", reserveNow(1, 1, "OLD"), CommandState.Accepted, "Accepted");
    answer(charger, "ReserveNow", reserveNow(1, 2, "NEW"), CommandState.Accepted, "Accepted");
    assertThat(get(1, charger).idToken()).isEqualTo("NEW");
    assertThat(get(1, charger).connectorId()).isEqualTo(2);
    answer(charger, "ReserveNow", reserveNow(1, 3, "NO"), CommandState.Rejected, "Occupied");
    assertThat(get(1, charger).idToken()).isEqualTo("NEW");
    assertThat(get(1, charger).state()).isEqualTo(ReservationState.Active);
    answer(charger, "CancelReservation", cancel(1), CommandState.Accepted, "Accepted");
    clock.advance(Duration.ofSeconds(1));
    answer(charger, "ReserveNow", reserveNow(1, 4, "AGAIN"), CommandState.Accepted, "Accepted");
    assertThat(get(1, charger).idToken()).isEqualTo("AGAIN");
    assertThat(get(1, charger).state()).isEqualTo(ReservationState.Active);
    tell(started(charger, 1, 5, clock.instant().minusSeconds(1)));
    assertThat(get(1, charger).state())
        .as("a start told before it was made used another one")
        .isEqualTo(ReservationState.Active);
  }

  @Test
  void shouldListNewestFirstByChargerAndState() {
    String charger = charger();
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, request(charger).id());
    }
    accept(get(ids.get(0), null));
    List<Integer> paged = new ArrayList<>();
    String cursor = null;
    do {
      ReservationPage page = ask(Reservations.LIST, new ReservationQuery(charger, null, 2, cursor));
      page.items().forEach(reservation -> paged.add(reservation.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(paged).isEqualTo(ids);
    assertThat(list(charger, ReservationState.Active)).containsExactly(ids.get(0));
    assertThat(list(charger, ReservationState.Requested)).hasSize(4);
    clock.advance(HOUR);
    assertThat(list(charger, ReservationState.Expired)).hasSize(5);
    assertThat(list(charger, ReservationState.Active)).isEmpty();
    clock.advance(Duration.ofDays(31));
    await()
        .until(() -> count("select count(*) from reservation where charger_id = $1", charger) == 0);
  }

  private List<Integer> list(String charger, ReservationState state) {
    return ask(Reservations.LIST, new ReservationQuery(charger, state, 100, null)).items().stream()
        .map(Reservation::id)
        .toList();
  }

  @Test
  void shouldTakeANewIdWhenAnOperatorUsedTheNextOne() {
    String charger = charger();
    int next = request(charger).id() + 1;
    answer(charger, "ReserveNow", reserveNow(next, 1, "RAW"), CommandState.Accepted, "Accepted");
    assertThat(request(charger).id()).isEqualTo(next + 1);
    assertThat(get(next, charger).idToken()).isEqualTo("RAW");
  }

  @Test
  void shouldNameTheFieldThatIsWrong() {
    String charger = charger();
    Instant later = clock.instant().plus(HOUR);
    for (NewReservation wrong :
        List.of(
            new NewReservation(charger, -1, "T", null, later),
            new NewReservation(charger, 1_001, "T", null, later),
            new NewReservation(charger, 1, "", null, later),
            new NewReservation(charger, 1, "T", "x".repeat(256), later),
            new NewReservation(charger, 1, "T", null, clock.instant()))) {
      assertFault(() -> ask(Reservations.REQUEST, wrong), Fault.INVALID);
    }
    assertFault(
        () -> ask(Reservations.REQUEST, new NewReservation("none", 1, "T", null, later)),
        Fault.NOT_FOUND);
    assertFault(() -> get(4, null), Fault.NOT_FOUND);
    ask(Chargers.DELETE, new Chargers.ChargerKey(charger));
  }

  @ParameterizedTest
  @CsvSource({
    "Requested,Active Refused Used Cancelled Expired",
    "Active,Active Used Cancelled Expired",
    "Refused,''",
    "Used,''",
    "Cancelled,Used",
    "Expired,Used"
  })
  void shouldMoveOnlyWhereTheTableSays(ReservationState from, String to) {
    Set<String> legal = Set.of(to.split(" "));
    assertThat(Stream.of(ReservationState.values()).filter(from::mayBecome).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(to.isEmpty() ? Set.of() : legal);
  }
}
