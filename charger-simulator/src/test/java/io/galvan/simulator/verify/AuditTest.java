package io.galvan.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.station.EndedTransaction;
import io.galvan.simulator.verify.Audit.Rule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final Instant AT = Instant.parse("2026-07-01T08:10:00Z");
  private static final Instant END = Instant.parse("2026-07-01T09:00:00Z");
  private static final EndedTransaction TOLD =
      new EndedTransaction("CP-1", 2, 1, "TAG", AT, END, 1_000, 6_000);

  private static StoredTransaction stored(long id, Instant from, Instant to, double energyWh) {
    return new StoredTransaction(id, "CP-1", 2, 1, from, to, energyWh, null);
  }

  private static Audit exact(StoredTransaction... stored) {
    return Audit.of(List.of(TOLD), List.of(stored), Rule.EXACT);
  }

  @Test
  void shouldFindTheSameEqual() {
    Audit audit = exact(stored(1, AT, END, 5_000));
    assertThat(audit.equal()).isTrue();
    assertThat(audit.text()).contains("equal");
    assertThat(audit.startsByHour()).isEqualTo(audit.storedByHour());
    assertThat(audit.startsByHour().get(8)).isOne();
  }

  @Test
  void shouldNameALostTransaction() {
    assertThat(exact().differences()).singleElement().asString().startsWith("lost: CP-1/2");
  }

  @Test
  void shouldNameADoubledTransaction() {
    assertThat(exact(stored(1, AT, END, 5_000), stored(2, AT, END, 5_000)).differences())
        .singleElement()
        .asString()
        .isEqualTo("doubled: CP-1/2 from 2026-07-01T08:10:00Z has the ids [1, 2]");
  }

  @Test
  void shouldNameWhatTheStationsDoNotKnow() {
    assertThat(exact(stored(1, AT, END, 5_000), stored(2, END, END, 1)).differences())
        .singleElement()
        .asString()
        .contains("unknown to the stations: transaction 2");
  }

  @Test
  void shouldNameAnotherEndAndAnotherEnergy() {
    assertThat(exact(stored(1, AT, END.plusMillis(1), 5_000)).differences())
        .singleElement()
        .asString()
        .startsWith("another end");
    assertThat(exact(stored(1, AT, END, 5_000.5)).differences())
        .singleElement()
        .asString()
        .startsWith("another energy");
  }

  @Test
  void shouldNameAnotherEvseAndAnotherConnector() {
    assertThat(exact(new StoredTransaction(1, "CP-1", 1, 1, AT, END, 5_000, null)).differences())
        .containsExactly(
            "lost: CP-1/2 from 2026-07-01T08:10:00Z, 5000 Wh",
            "unknown to the stations: transaction 1 of CP-1/1 from 2026-07-01T08:10:00Z");
    assertThat(exact(new StoredTransaction(1, "CP-1", 2, 2, AT, END, 5_000, null)).differences())
        .containsExactly("another connector: transaction 1 of CP-1/2 at 2, not 1");
  }

  @Test
  void shouldNameATransactionThatStillRuns() {
    StoredTransaction running = new StoredTransaction(1, "CP-1", 2, 1, AT, null, 5_000, null);
    assertThat(exact(running).differences()).singleElement().asString().startsWith("still running");
  }

  @Test
  void shouldNameAnEndThatWasOnlyInferred() {
    StoredTransaction guessed = new StoredTransaction(1, "CP-1", 2, 1, AT, END, 5_000, "Available");
    assertThat(exact(guessed).differences()).singleElement().asString().contains("inferred");
  }

  @Test
  void shouldOnlyCountWhereTimesAndValuesAreWrong() {
    StoredTransaction elsewhen = stored(1, END, END, 1);
    assertThat(Audit.of(List.of(TOLD), List.of(elsewhen), Rule.COUNTS).equal()).isTrue();
    assertThat(Audit.of(List.of(TOLD), List.of(), Rule.COUNTS).differences())
        .containsExactly("lost: 1 of CP-1/2");
    assertThat(Audit.of(List.of(), List.of(elsewhen), Rule.COUNTS).differences())
        .containsExactly("doubled or unknown: 1 of CP-1/2");
  }
}
