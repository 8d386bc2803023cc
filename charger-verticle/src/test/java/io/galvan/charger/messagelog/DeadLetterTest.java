package io.galvan.charger.messagelog;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.event.Happening.DeadLetterStored;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.DeadLetters.DeadLetter;
import io.galvan.contract.messagelog.DeadLetters.Failed;
import io.galvan.contract.messagelog.DeadLetters.LetterKey;
import io.galvan.contract.messagelog.DeadLetters.LetterPage;
import io.galvan.contract.messagelog.DeadLetters.LetterQuery;
import io.galvan.contract.messagelog.DeadLetters.Repeated;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.event.EventType;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadLetterTest extends ChargerFixture {
  private Failed failed(String chargerId, String frame) {
    return new Failed(
        chargerId, OcppVersion.V1_6, "StartTransaction", "m", frame, "a bug", clock.instant());
  }

  private LetterPage list(String chargerId) {
    return ask(DeadLetters.LIST, new LetterQuery(chargerId, null, null, 500, null));
  }

  @Test
  void shouldKeepAFrameWholeAndCountItWhenItComesAgain() {
    String id = charger();
    String frame = "[2,\"m\",\"StartTransaction\",{\"idTag\":\"" + "x".repeat(1_000_000) + "\"}]";
    Long first = ask(DeadLetters.STORE, failed(id, frame)).id();
    clock.advance(Duration.ofMinutes(1));
    assertThat(ask(DeadLetters.STORE, failed(id, frame)).id()).isEqualTo(first);
    assertThat(list(id).items())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.frame()).isNull();
              assertThat(letter.size()).isEqualTo(frame.length());
              assertThat(letter.count()).isEqualTo(2);
              assertThat(letter.lastAt()).isEqualTo(letter.firstAt().plusSeconds(60));
            });
    assertThat(ask(DeadLetters.GET, new LetterKey(first)).frame()).isEqualTo(frame);
    assertThat(
            happenings(settledEventsOf(id, EventType.dead_letter_stored), DeadLetterStored.class))
        .containsExactly(new DeadLetterStored(first, "StartTransaction", "a bug"));
  }

  @Test
  void shouldKeepNothingOfAStationThatIsNotKnown() {
    assertThat(ask(DeadLetters.STORE, failed("nobody", "[]")).id()).isNull();
  }

  @Test
  void shouldKeepAThousandOfAStation() {
    String id = charger();
    ask(DeadLetters.STORE, failed(id, "[\"first\"]"));
    await(
        pool.preparedQuery(
                "insert into dead_letter (charger_id, version, action, message_id, frame, digest,"
                    + " fault, first_at, last_at) select charger_id, version, action, message_id,"
                    + " frame, int4send(i), fault, first_at, last_at + i * interval '1 ms'"
                    + " from dead_letter, generate_series(1, 999) i where charger_id = $1")
            .execute(Tuple.of(id)));
    assertThat(count("select count(*) from dead_letter where charger_id = $1", id))
        .isEqualTo(DeadLetterService.MOST_OF_A_STATION);
    clock.advance(Duration.ofSeconds(5));
    ask(DeadLetters.STORE, failed(id, "[\"last\"]"));
    assertThat(count("select count(*) from dead_letter where charger_id = $1", id))
        .isEqualTo(DeadLetterService.MOST_OF_A_STATION);
    assertThat(count("select count(*) from dead_letter where frame = '[\"last\"]'")).isOne();
    LetterPage first = ask(DeadLetters.LIST, new LetterQuery(id, null, null, 500, null));
    LetterPage second = ask(DeadLetters.LIST, new LetterQuery(id, null, null, 500, first.next()));
    assertThat(second.items()).hasSize(500).doesNotContainAnyElementsOf(first.items());
    ask(Chargers.DELETE, new Chargers.ChargerKey(id));
    assertThat(list(id).items()).isEmpty();
  }

  @Test
  void shouldGiveALetterToOneRepetitionAtATimeAndEndItOnce() {
    String id = charger();
    LetterKey key = new LetterKey(ask(DeadLetters.STORE, failed(id, "[2]")).id());
    assertThat(ask(DeadLetters.CLAIM, key).frame()).isEqualTo("[2]");
    assertThatThrownBy(() -> ask(DeadLetters.CLAIM, key)).hasMessageContaining("repeated now");
    ask(DeadLetters.REPEATED, new Repeated(key.id(), null, "still a bug"));
    assertThat(ask(DeadLetters.CLAIM, key).fault()).isEqualTo("still a bug");
    // The node that was at it is gone.
    clock.advance(Duration.ofMinutes(3));
    ask(DeadLetters.CLAIM, key);
    DeadLetter done = ask(DeadLetters.REPEATED, new Repeated(key.id(), "[3]", null));
    assertThat(done.repeatedAt()).isEqualTo(clock.instant());
    assertThat(ask(DeadLetters.CLAIM, key)).isEqualTo(done);
    assertThat(ask(DeadLetters.LIST, new LetterQuery(id, null, false, 10, null)).items()).isEmpty();
    ask(DeadLetters.DELETE, key);
    assertThatThrownBy(() -> ask(DeadLetters.DELETE, key)).hasMessageContaining("not exist");
  }
}
