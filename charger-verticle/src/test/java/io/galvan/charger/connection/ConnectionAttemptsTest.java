package io.galvan.charger.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.AttemptPage;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.ConnectionAttempts.StationAddress;
import io.galvan.contract.connection.ConnectionAttempts.StoredAttempt;
import io.galvan.contract.event.Happening.SecurityEvent;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.registration.Notices;
import io.galvan.contract.registration.Notices.NoticeQuery;
import io.galvan.contract.registration.Notices.StoredNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionAttemptsTest extends ChargerFixture {
  private Attempt attempt(@Nullable String identity, String address, Outcome outcome) {
    return Attempt.of(
        clock.instant(), identity, address, Transport.WebSocket, "ocpp1.6", false, outcome);
  }

  private void record(Attempt attempt, int times) {
    askAll(ConnectionAttempts.RECORD, IntStream.range(0, times).mapToObj(i -> attempt).toList());
  }

  private static AttemptQuery of(@Nullable String chargerId) {
    return new AttemptQuery(chargerId, null, null, null, null, 500, null);
  }

  private List<StoredAttempt> attempts(String chargerId) {
    return ask(ConnectionAttempts.LIST, of(chargerId)).items();
  }

  private List<StoredNotice> securityEvents(String chargerId) {
    return ask(
            Notices.LIST,
            new NoticeQuery(chargerId, NoticeKind.SecurityEvent, null, null, 100, null))
        .items();
  }

  @Test
  void shouldFoldRepeatsIntoOneItemAndKeepItsFirstAndLastTime() {
    String id = charger();
    var first = clock.instant();
    record(attempt(id, "10.0.0.1", Outcome.wrong_password), 7);
    assertThat(attempts(id)).hasSize(1);
    clock.advance(Duration.ofSeconds(5));
    record(attempt(id, "10.0.0.1", Outcome.wrong_password), 3);
    record(attempt(id.toLowerCase(Locale.ROOT), "10.0.0.2", Outcome.no_password), 1);
    assertThat(attempts(id))
        .containsExactlyInAnyOrder(
            new StoredAttempt(
                id,
                id,
                "10.0.0.1",
                Transport.WebSocket,
                "ocpp1.6",
                false,
                Outcome.wrong_password,
                null,
                null,
                10,
                first,
                clock.instant()),
            new StoredAttempt(
                id,
                id.toLowerCase(Locale.ROOT),
                "10.0.0.2",
                Transport.WebSocket,
                "ocpp1.6",
                false,
                Outcome.no_password,
                null,
                null,
                1,
                clock.instant(),
                clock.instant()));
  }

  @Test
  void shouldWriteAFloodInFewRowsAndCountAllOfIt() {
    double before = counted(Outcome.unknown);
    List<Attempt> flood = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      flood.add(attempt("FLOOD-" + i, "10.9.9.9", Outcome.unknown));
    }
    askAll(ConnectionAttempts.RECORD, flood);
    AttemptPage page =
        ask(
            ConnectionAttempts.LIST,
            new AttemptQuery(null, null, "10.9.9.9", null, null, 500, null));
    assertThat(page.items()).hasSize(101);
    assertThat(page.items().stream().mapToLong(StoredAttempt::count).sum()).isEqualTo(5_000);
    assertThat(page.items().stream().filter(item -> item.identity() == null)).hasSize(1);
    assertThat(counted(Outcome.unknown) - before).isEqualTo(5_000);
  }

  private double counted(Outcome outcome) {
    return platform
        .meters()
        .get("galvan.connection.attempts")
        .tag("outcome", outcome.name())
        .counter()
        .count();
  }

  @Test
  void shouldListByEachCriterionInPages() {
    String address = "10.7.7.7";
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(1));
      record(attempt("PAGED-" + i, address, Outcome.unknown), 1);
    }
    record(attempt("PAGED-4", address, Outcome.limited), 1);
    var now = clock.instant();
    AttemptPage first =
        ask(
            ConnectionAttempts.LIST,
            new AttemptQuery(null, Outcome.unknown, address, null, null, 2, null));
    AttemptPage second =
        ask(
            ConnectionAttempts.LIST,
            new AttemptQuery(null, Outcome.unknown, address, null, null, 2, first.next()));
    assertThat(first.items())
        .extracting(StoredAttempt::identity)
        .containsExactly("PAGED-4", "PAGED-3");
    assertThat(second.items())
        .extracting(StoredAttempt::identity)
        .containsExactly("PAGED-2", "PAGED-1");
    assertThat(
            ask(
                    ConnectionAttempts.LIST,
                    new AttemptQuery(
                        null, null, address, now.minusSeconds(3), now.minusSeconds(1), 9, null))
                .items())
        .extracting(StoredAttempt::identity)
        .containsExactly("PAGED-2", "PAGED-1");
  }

  @Test
  void shouldKeepABoundedNumberOfAStationAndOfAnAddressAndForgetAfterThirtyDays() {
    String id = charger();
    for (int i = 0; i < 130; i++) {
      record(attempt(id, "10.1.0." + i, Outcome.wrong_password), 1);
      record(attempt("NOBODY-" + i, "10.2.0.1", Outcome.unknown), 1);
      record(attempt("SOMEBODY-" + i, "10.2.0.1", Outcome.wrong_path), 1);
      if (i % 65 == 64) {
        ask(ConnectionAttempts.LIST, of(id));
        clock.advance(Duration.ofMinutes(2));
        ask(ConnectionAttempts.LIST, of(id));
      }
    }
    Awaitility.await().until(() -> attempts(id).size() == 100);
    Awaitility.await()
        .until(
            () ->
                count("select count(*) from connection_attempt where address = '10.2.0.1'") == 200);
    clock.advance(Duration.ofDays(31));
    Awaitility.await().until(() -> count("select count(*) from connection_attempt") == 0);
  }

  @Test
  void shouldKnowTheAddressesThatAStationWasLetInFrom() {
    String id = charger();
    record(attempt(id, "10.3.0.1", Outcome.accepted), 2);
    record(attempt(id, "10.3.0.2", Outcome.wrong_password), 1);
    assertThat(familiar(id.toLowerCase(Locale.ROOT), "10.3.0.1")).isTrue();
    attempts(id);
    assertThat(familiar(id, "10.3.0.1")).isTrue();
    assertThat(familiar(id, "10.3.0.2")).isFalse();
    assertThat(familiar(charger(), "10.3.0.1")).isFalse();
  }

  private boolean familiar(String id, String address) {
    return ask(ConnectionAttempts.FAMILIAR, new StationAddress(id, address)).familiar();
  }

  @Test
  void shouldTellASecurityEventAtOnceAndThenOneAMinuteWithTheCount() {
    String id = charger();
    record(attempt(id.toLowerCase(Locale.ROOT), "10.4.0.1", Outcome.wrong_password), 1);
    attempts(id);
    assertThat(securityEvents(id))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.value()).isEqualTo("FailedToAuthenticateAtCsms");
              assertThat(event.detail()).isEqualTo("wrong_password from 10.4.0.1");
            });
    record(attempt(id, "10.4.0.1", Outcome.wrong_password), 20);
    record(attempt(id, "10.4.0.2", Outcome.wrong_password), 1);
    record(attempt(id, "10.4.0.2", Outcome.occupied), 1);
    attempts(id);
    assertThat(securityEvents(id)).hasSize(1);
    clock.advance(Duration.ofSeconds(61));
    Awaitility.await().until(() -> securityEvents(id).size() == 2);
    assertThat(securityEvents(id).get(0).detail())
        .isEqualTo("wrong_password from 10.4.0.1, 10.4.0.2, 21 times");
    assertThat(happenings(settledEventsOf(id), SecurityEvent.class)).hasSize(2);
  }

  @Test
  void shouldTellNoSecurityEventOfWhoIsNoStation() {
    long before = count("select count(*) from notice");
    record(attempt("STRANGER", "10.5.0.1", Outcome.wrong_password), 3);
    record(attempt(null, "10.5.0.1", Outcome.tls_failed), 3);
    ask(ConnectionAttempts.LIST, of(null));
    assertThat(count("select count(*) from notice")).isEqualTo(before);
  }
}
