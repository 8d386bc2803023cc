package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Meter;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Start;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole sessions of stations that repeat, reorder and drop messages, set their clocks, reset their
 * meters, use ids again and tell wrong contexts, by a model that knows the true energy: what is
 * told is the true one or marked, and no session is swallowed.
 */
class SessionFuzzTest extends EventFixture {
  /** A meter that charges, and may begin again. */
  private static final class Model {
    final Random random;
    long register;
    long trueWh;
    Instant clock;

    Model(long seed) {
      random = new Random(seed);
      register = random.nextInt(5) == 0 ? 0 : random.nextInt(8_000_000);
      clock = BEGIN.plusSeconds(random.nextInt(600));
    }

    boolean oneOf(int number) {
      return random.nextInt(number) == 0;
    }

    /** Charges for a while; now and then the meter begins again, or the clock is set. */
    void goOn(boolean mayReset, boolean maySet) {
      int seconds = 10 + random.nextInt(120);
      long wh = random.nextInt(20 * seconds);
      // One that begins again from little cannot be told from one that goes on.
      if (mayReset && register > 100_000 && oneOf(40)) {
        register = 0;
      }
      register += wh;
      trueWh += wh;
      clock = clock.plusSeconds(seconds);
      if (maySet && oneOf(30)) {
        clock = clock.plusSeconds(random.nextInt(3 * 3_600) - 2 * 3_600);
      }
    }

    Reading reading(String context) {
      List<Sample> samples = new ArrayList<>();
      samples.add(sample(context, register));
      if (oneOf(6)) {
        samples.add(sample("Transaction.Begin", register - Math.min(register, trueWh)));
        Collections.shuffle(samples, random);
      }
      return new Reading(clock, samples);
    }

    private static Sample sample(String context, long wh) {
      return new Sample("" + wh, context, "Raw", REGISTER, null, "Outlet", "Wh");
    }
  }

  @Test
  void shouldTellTheTrueEnergyOrMarkIt() {
    play(1, 200);
  }

  @Test
  @Tag("slow")
  void shouldTellTheTrueEnergyOfManySessionsOrMarkIt() {
    play(1_000, 10_000);
  }

  private void play(long seed, int sessions) {
    for (int i = 0; i < sessions; i++) {
      if (i % 2 == 0) {
        play16(seed + i);
      } else {
        play2(seed + i);
      }
    }
  }

  private void play16(long seed) {
    Model model = new Model(seed);
    String charger = "CP-" + seed;
    Set<Long> ids = new LinkedHashSet<>();
    int sessions = 1 + model.random.nextInt(2);
    boolean stands = model.oneOf(4);
    Instant standing = model.clock;
    for (int session = 0; session < sessions; session++) {
      model.trueWh = 0;
      // The meter of a station whose clock stands may begin with each session: all starts are
      // alike.
      model.register = stands ? 0 : model.register;
      boolean unnamed = model.oneOf(3);
      Start start =
          new Start(charger, 1, "TAG", model.register, stands ? standing : model.clock, null);
      long id = await(bus.request(Transactions.START, start)).transactionId();
      if (model.oneOf(3)) {
        assertThat(await(bus.request(Transactions.START, start)).transactionId()).isEqualTo(id);
      }
      ids.add(id);
      for (int i = model.random.nextInt(12); i > 0; i--) {
        model.goOn(true, true);
        model.clock = stands ? standing : model.clock;
        if (model.oneOf(5)) {
          Reading main = new Reading(model.clock, List.of(sample("90000", REGISTER, null, "Wh")));
          await(bus.request(Transactions.METER, new Meter(charger, 0, null, List.of(main))));
        }
        if (!model.oneOf(6)) {
          Meter meter =
              new Meter(
                  charger,
                  1,
                  unnamed || model.oneOf(8) ? null : id,
                  List.of(model.reading("Sample.Periodic")));
          await(bus.request(Transactions.METER, meter));
          if (model.oneOf(4)) {
            await(bus.request(Transactions.METER, meter));
          }
        }
      }
      model.goOn(false, false);
      model.clock = stands ? standing : model.clock;
      // Of a start of 0 a stop of 0 says that nothing was charged.
      boolean unknown = model.oneOf(8) && start.meterStartWh() > 0;
      long register = unknown ? 0 : model.register;
      Stop stop = new Stop(charger, id, register, model.clock, "Local", null, List.of());
      await(bus.request(Transactions.STOP, stop));
      if (model.oneOf(3)) {
        await(bus.request(Transactions.STOP, stop));
      }
      check(seed, id, model.trueWh);
    }
    assertThat(ids).as("sessions of %d", seed).hasSize(sessions);
  }

  private void play2(long seed) {
    Model model = new Model(seed);
    String charger = "CS-" + seed;
    boolean again = model.oneOf(2);
    Set<Long> ids = new LinkedHashSet<>();
    int sessions = 1 + model.random.nextInt(2);
    for (int session = 0; session < sessions; session++) {
      model.trueWh = 0;
      String name = again ? "1" : "TX-" + session;
      List<TransactionEvent> told = new ArrayList<>();
      int last = 2 + model.random.nextInt(10);
      for (int seqNo = 0; seqNo <= last; seqNo++) {
        EventKind kind =
            seqNo == 0 ? EventKind.Started : seqNo == last ? EventKind.Ended : EventKind.Updated;
        if (kind != EventKind.Started) {
          model.goOn(kind == EventKind.Updated, true);
        }
        String context =
            switch (kind) {
              case Started -> "Transaction.Begin";
              case Updated -> "Sample.Periodic";
              case Ended -> "Transaction.End";
            };
        if (kind == EventKind.Updated && model.oneOf(8)) {
          continue;
        }
        TransactionEvent event =
            new TransactionEvent(
                charger,
                name,
                seqNo,
                kind,
                model.clock,
                "Trigger",
                false,
                1,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(model.reading(context)),
                EventDetail.NONE);
        told.add(event);
        if (model.oneOf(6)) {
          told.add(event);
        }
      }
      if (!again && model.oneOf(2)) {
        Collections.shuffle(told, model.random);
      }
      for (TransactionEvent event : told) {
        ids.add(await(bus.request(TransactionEvents.EVENT, event)).transactionId());
        if (model.oneOf(5)) {
          Reading main = new Reading(model.clock, List.of(sample("90000", REGISTER, null, "Wh")));
          await(bus.request(Transactions.METER, new Meter(charger, 0, null, List.of(main))));
        }
      }
      check(seed, ids.stream().reduce((one, other) -> other).orElseThrow(), model.trueWh);
      model.clock = model.clock.plusSeconds(60);
    }
    assertThat(ids).as("sessions of %d", seed).hasSize(sessions);
  }

  private void check(long seed, long id, long trueWh) {
    Transaction transaction = get(id);
    assertThat(transaction.state())
        .as("session of %d", seed)
        .isEqualTo(Transactions.TransactionState.Ended);
    Set<Mark> doubts = new HashSet<>(transaction.marks());
    doubts.remove(Mark.IdReused);
    if (doubts.isEmpty()) {
      assertThat(transaction.energyWh())
          .as("energy of %d", seed)
          .isEqualByComparingTo(BigDecimal.valueOf(trueWh));
    }
  }
}
