package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Configurations.Configuration;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.platform.bus.Bus;
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
import io.galvan.transaction.WaitingEndStore.Waiting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** Of stations that have neither shown nor told theirs. */
  private static final long USUAL_INTERVAL_S = 15 * 60;

  private static final Set<String> STATUSES =
      Set.of(Fact.Charging.name(), Fact.SuspendedEV.name(), Fact.SuspendedEVSE.name());

  private final Writer writer;
  private final Bus bus;
  private final Clock clock;
  private final Pool pool;
  private final EndStore ends;
  private final WaitingEndStore waiting = new WaitingEndStore();
  private final RunningMeters running;
  private final TimelineStore timelines;

  InferenceService(
      Bus bus,
      Clock clock,
      Pool pool,
      Writer writer,
      EndStore ends,
      RunningMeters running,
      TimelineStore timelines) {
    this.bus = bus;
    this.clock = clock;
    this.pool = pool;
    this.writer = writer;
    this.running = running;
    this.ends = ends;
    this.timelines = timelines;
  }

  /** Told of every event that may concern a transaction; told twice of one it does nothing more. */
  Future<Done> onEvents(EventBatch batch) {
    List<Boot> boots = new ArrayList<>();
    List<Boot> arrivals = new ArrayList<>();
    List<Status> statuses = new ArrayList<>();
    for (Event event : batch.events()) {
      String chargerId = event.chargerId();
      if (chargerId == null) {
        continue;
      }
      String id = TransactionStore.id(chargerId);
      if (event.happening() instanceof Happening.ChargerBooted boot
          && boot.registration() == Registration.Accepted
          && boot.reboot()) {
        // Before that the station may not tell its stops.
        boots.add(new Boot(id, event.at()));
      } else if (event.happening() instanceof Happening.ChargerConnected) {
        arrivals.add(new Boot(id, event.at()));
      } else if (event.happening() instanceof Happening.ConnectorUpdated update
          && STATUSES.contains(update.status())) {
        statuses.add(new Status(id, update.evseId(), update.status(), update.statusAt()));
      }
    }
    List<Ending> endings =
        batch.events().stream().map(EndPolicy::judge).flatMap(Optional::stream).toList();
    if (boots.isEmpty() && arrivals.isEmpty() && statuses.isEmpty() && endings.isEmpty()) {
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
                            .compose(ok -> waitForQueues(unit, arrivals))
                            .compose(ok -> note(unit, statuses))
                            .compose(ok -> end(unit, endings))
                            .map(Done.DONE)));
  }

  private Future<?> doubt(UnitOfWork unit, List<Boot> boots) {
    return boots.isEmpty() ? Future.succeededFuture() : ends.doubt(unit.sql(), boots);
  }

  private Future<?> waitForQueues(UnitOfWork unit, List<Boot> arrivals) {
    return arrivals.isEmpty()
        ? Future.succeededFuture()
        : waiting.waitForQueues(unit.sql(), arrivals);
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
                    : ends.trust(unit.sql(), found, unit.now())
                        .compose(resumed -> goOn(unit, found, resumed)));
  }

  private Future<?> goOn(UnitOfWork unit, List<StatusOf> told, List<Ended> resumed) {
    List<Entry> facts = new ArrayList<>();
    for (Ended one : resumed) {
      facts.add(
          new Entry(
              one.transaction().id(),
              one.seenAt(),
              FactKind.Corrected,
              Fact.EndCorrected,
              Map.of()));
      unit.emit(
          one.transaction().chargerId(), new Happening.TransactionCorrected(one.transaction()));
    }
    told.forEach(of -> facts.add(fact(of)));
    return timelines.keep(unit.sql(), facts, unit.now());
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
    List<Ending> now = endings.stream().filter(ending -> !ending.waits()).toList();
    List<Ending> later = endings.stream().filter(Ending::waits).toList();
    Future<?> doubted =
        later.isEmpty() ? Future.succeededFuture() : waiting.doubtEnds(unit.sql(), later);
    return now.isEmpty()
        ? doubted
        : doubted
            .compose(ok -> ends.end(unit.sql(), now, unit.now()))
            .compose(ended -> tell(unit, timelines, ended));
  }

  /** Ends the transactions that seem to be over, where nothing has said otherwise. */
  Future<?> endWaiting() {
    return waiting
        .due(pool, clock.instant())
        .compose(
            due ->
                due.isEmpty()
                    ? Future.succeededFuture()
                    : intervals(due).compose(intervals -> endDue(due, intervals)));
  }

  private Future<?> endDue(List<Waiting> due, Map<String, Long> intervals) {
    return running
        .shown(due.stream().map(Waiting::chargerId).toList())
        .compose(
            shown ->
                writer.write(
                    unit -> {
                      Function<Waiting, Instant> until =
                          one -> one.since().plus(EndPolicy.waitFor(intervalS(one, intervals)));
                      List<Waiting> early =
                          due.stream().filter(one -> until.apply(one).isAfter(unit.now())).toList();
                      List<Waiting> over =
                          due.stream().filter(one -> !early.contains(one)).toList();
                      return waiting
                          .postpone(unit.sql(), early, until)
                          .compose(ok -> waiting.endWaiting(unit.sql(), over, unit.now()))
                          .compose(ended -> tell(unit, timelines, ended));
                    }));
  }

  private static long intervalS(Waiting one, Map<String, Long> configured) {
    Long seen = one.intervalS();
    return seen == null
        ? Objects.requireNonNullElse(configured.get(one.chargerId()), USUAL_INTERVAL_S)
        : seen;
  }

  /** The configured intervals of those stations whose transactions have not shown theirs. */
  private Future<Map<String, Long>> intervals(List<Waiting> due) {
    Map<String, Long> intervals = new HashMap<>();
    List<Future<?>> asked = new ArrayList<>();
    due.stream()
        .filter(one -> one.intervalS() == null)
        .map(Waiting::chargerId)
        .distinct()
        .forEach(
            id ->
                asked.add(
                    bus.request(Configurations.GET, new ChargerKey(id))
                        .onSuccess(
                            found -> {
                              Long interval = interval(found);
                              if (interval != null) {
                                intervals.put(id, interval);
                              }
                            })
                        .otherwiseEmpty()));
    return Future.all(asked).map(intervals);
  }

  private static @Nullable Long interval(Configuration configuration) {
    for (String name : List.of("MeterValueSampleInterval", "ClockAlignedDataInterval")) {
      for (StoredKey key : configuration.keys()) {
        String value = key.value();
        if (key.key().equalsIgnoreCase(name) && value != null && value.matches("[1-9][0-9]{0,8}")) {
          return Long.parseLong(value);
        }
      }
    }
    return null;
  }

  /** Tells inferred ends that have stood long enough as the ends. */
  Future<?> tellFinals() {
    return writer.write(
        unit ->
            waiting
                .finals(unit.sql(), unit.now())
                .onSuccess(
                    all ->
                        all.forEach(
                            transaction ->
                                unit.emit(
                                    transaction.chargerId(),
                                    new Happening.TransactionStopped(transaction)))));
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
      unit.emit(
          one.transaction().chargerId(), new Happening.TransactionEndInferred(one.transaction()));
    }
    return timelines.keep(unit.sql(), facts, unit.now());
  }
}
