package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.transaction.EndStore.Boot;
import io.galvan.transaction.EndStore.Ended;
import io.galvan.transaction.EndStore.Ending;
import io.galvan.transaction.EndStore.Status;
import io.galvan.transaction.EndStore.StatusOf;
import io.galvan.transaction.TimelineStore.Entry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What events of charging stations say of transactions: that they go on, that they pause, and,
 * after the {@link EndPolicy} and after a boot, that they are over.
 */
final class InferenceService {
  /**
   * A station that booted tells its stops within some minutes, and one that goes on with its
   * transactions sends a reading, of which 15 minutes are the usual longest interval.
   */
  static final Duration BOOT_GRACE = Duration.ofMinutes(20);

  private static final Set<String> STATUSES =
      Set.of(Fact.Charging.name(), Fact.SuspendedEV.name(), Fact.SuspendedEVSE.name());

  private final Writer writer;
  private final EndStore ends;
  private final RunningMeters running;
  private final TimelineStore timelines;

  InferenceService(Writer writer, EndStore ends, RunningMeters running, TimelineStore timelines) {
    this.writer = writer;
    this.running = running;
    this.ends = ends;
    this.timelines = timelines;
  }

  /** Told of every event that may concern a transaction; told twice of one it does nothing more. */
  Future<Done> onEvents(EventBatch batch) {
    List<Boot> boots = new ArrayList<>();
    List<Status> statuses = new ArrayList<>();
    for (Event event : batch.events()) {
      String chargerId = event.chargerId();
      if (chargerId == null) {
        continue;
      }
      String id = TransactionStore.id(chargerId);
      if (event.happening() instanceof Happening.ChargerBooted boot
          && boot.registration() == Registration.Accepted) {
        // Before that the station may not tell its stops.
        boots.add(new Boot(id, event.at()));
      } else if (event.happening() instanceof Happening.ConnectorUpdated update
          && STATUSES.contains(update.status())) {
        statuses.add(new Status(id, update.evseId(), update.status(), update.statusAt()));
      }
    }
    List<Ending> endings =
        batch.events().stream().map(EndPolicy::judge).flatMap(Optional::stream).toList();
    if (boots.isEmpty() && statuses.isEmpty() && endings.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    Set<String> over = endings.stream().map(Ending::chargerId).collect(Collectors.toSet());
    return running
        .shown(over)
        .compose(
            shown ->
                writer.write(
                    unit ->
                        doubt(unit, boots)
                            .compose(ok -> note(unit, statuses))
                            .compose(ok -> end(unit, endings))
                            .map(Done.DONE)));
  }

  private Future<?> doubt(UnitOfWork unit, List<Boot> boots) {
    return boots.isEmpty() ? Future.succeededFuture() : ends.doubt(unit.sql(), boots);
  }

  private Future<?> note(UnitOfWork unit, List<Status> statuses) {
    if (statuses.isEmpty()) {
      return Future.succeededFuture();
    }
    return ends.ofStatuses(unit.sql(), statuses)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture()
                    : Future.all(
                        ends.trust(unit.sql(), found),
                        timelines.keep(
                            unit.sql(),
                            found.stream().map(InferenceService::fact).toList(),
                            unit.now())));
  }

  private static Entry fact(StatusOf of) {
    return new Entry(
        of.transactionId(),
        of.status().at(),
        FactKind.Received,
        Fact.valueOf(of.status().status()),
        Map.of());
  }

  private Future<?> end(UnitOfWork unit, List<Ending> endings) {
    return endings.isEmpty()
        ? Future.succeededFuture()
        : ends.end(unit.sql(), endings, unit.now()).compose(ended -> tell(unit, timelines, ended));
  }

  /** Ends the transactions of stations that booted and told nothing more of them. */
  Future<?> endDoubted() {
    return writer.write(
        unit ->
            ends.endDoubted(unit.sql(), unit.now().minus(BOOT_GRACE), unit.now())
                .compose(ended -> tell(unit, timelines, ended)));
  }

  /** Keeps the facts of inferred ends and tells of them. */
  static Future<?> tell(UnitOfWork unit, TimelineStore timelines, List<Ended> ended) {
    List<Entry> facts = new ArrayList<>();
    for (Ended one : ended) {
      facts.addAll(Facts.inferred(one.transaction(), unit.now(), one.seenAt()));
      unit.emit(one.transaction().chargerId(), new Happening.TransactionStopped(one.transaction()));
    }
    return timelines.keep(unit.sql(), facts, unit.now());
  }
}
