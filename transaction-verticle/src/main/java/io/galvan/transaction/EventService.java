package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.TransactionEvents.EventAnswer;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Start;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.error.GalvanException;
import io.galvan.transaction.EventStore.Identity;
import io.galvan.transaction.EventStore.Key;
import io.galvan.transaction.EventStore.Told;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.Pricing.Money;
import io.galvan.transaction.TariffStore.Wanted;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.VerdictStart;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TransactionEvent: whichever event of a transaction comes first makes it, the others complete it.
 * {@link Course} says what an event changes.
 */
final class EventService {

  private final Clock clock;
  private final Bus bus;
  private final EventCompletion completion;
  private final EventStore store;
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final TimelineStore timelines;
  private final EndStore ends;
  private final TariffService tariffs;
  private final Generations generations;
  private final Ledger ledger;
  private final Ledger.Page<Judged, EventAnswer> page = this::write;

  /** An event, the verdict on its token, and the site of its charger where a tariff asks for it. */
  private record Judged(
      TransactionEvent event, @Nullable Authorization verdict, @Nullable String site, long digest) {
    Key key() {
      return Key.of(event);
    }
  }

  EventService(
      Clock clock,
      Bus bus,
      Ledger ledger,
      EventStore store,
      TransactionStore transactions,
      MeterStore meters,
      TimelineStore timelines,
      EndStore ends,
      TariffService tariffs) {
    this.clock = clock;
    this.bus = bus;
    this.completion = new EventCompletion(bus, clock);
    this.store = store;
    this.transactions = transactions;
    this.meters = meters;
    this.timelines = timelines;
    this.ends = ends;
    this.tariffs = tariffs;
    this.generations = new Generations(store);
    this.ledger = ledger;
  }

  Future<EventAnswer> event(TransactionEvent event) {
    Times.stored(event.at());
    event.readings().forEach(reading -> Times.stored(reading.at()));
    if (event.stationTransactionId().isBlank()) {
      throw GalvanException.invalid("transactionId", "a transaction has an id");
    }
    long digest = EventCompletion.digest(event);
    Future<@Nullable Authorization> verdict = verdict(event);
    Future<@Nullable String> site =
        tariffs.siteOf(
            event.chargerId(), event.kind() == EventKind.Started || event.idToken() != null);
    Future<TransactionEvent> placed = completion.complete(event);
    return Future.all(verdict, site, placed)
        .compose(
            ok ->
                ledger.submit(
                    page,
                    new Judged(
                        judged(placed.result(), clock.instant()),
                        verdict.result(),
                        site.result(),
                        digest),
                    event.readings()));
  }

  /** A stop ends its transaction whoever stopped it, so its verdict may be missing. */
  private Future<@Nullable Authorization> verdict(TransactionEvent event) {
    String idToken = event.idToken();
    if (idToken == null) {
      return Future.succeededFuture();
    }
    Future<@Nullable Authorization> verdict =
        bus.request(
                Tokens.AUTHORIZE,
                new Tokens.Authorize(
                    idToken, event.chargerId(), event.idTokenType(), event.evseId(), null))
            .map(told -> told);
    return event.kind() == EventKind.Ended ? verdict.otherwise((Authorization) null) : verdict;
  }

  /** Events of one transaction are applied one after another, each to what the last one left. */
  private Future<List<EventAnswer>> write(UnitOfWork unit, List<Judged> batch) {
    List<List<Integer>> rounds = new ArrayList<>();
    Map<Key, Integer> applied = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      int round = applied.merge(batch.get(i).key(), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(i);
    }
    EventAnswer[] answers = new EventAnswer[batch.size()];
    Future<?> done = Future.succeededFuture();
    for (List<Integer> round : rounds) {
      List<Judged> items = round.stream().map(batch::get).toList();
      done =
          done.compose(ok -> writeRound(unit, items))
              .onSuccess(
                  told -> {
                    for (int i = 0; i < told.size(); i++) {
                      answers[round.get(i)] = told.get(i);
                    }
                  });
    }
    return done.map(ok -> Arrays.asList(answers));
  }

  private Future<List<EventAnswer>> writeRound(UnitOfWork unit, List<Judged> batch) {
    return generations
        .place(
            unit,
            batch.stream().map(item -> new Generations.Item(item.event(), item.digest())).toList())
        .compose(placed -> apply(unit, batch, placed));
  }

  private Future<List<EventAnswer>> apply(
      UnitOfWork unit, List<Judged> batch, Generations.Placed placed) {
    Map<Key, Course> courses = placed.courses();
    List<Told> told = new ArrayList<>(batch.size());
    batch.forEach(
        item -> told.add(new Told(course(courses, item).id(), item.event(), item.digest())));
    List<VerdictStart> limited = limited(batch, courses);
    Future<?> locked =
        limited.isEmpty() ? Future.succeededFuture() : transactions.lockTokens(unit.sql(), limited);
    Future<Map<String, Integer>> running =
        limited.isEmpty()
            ? Future.succeededFuture(Map.of())
            : transactions.running(unit.sql(), limited);
    return Future.all(locked, running)
        .compose(
            ok -> {
              List<Told> fresh = new ArrayList<>();
              List<@Nullable Authorization> verdicts =
                  applyNew(
                      batch, courses, told, placed.repeats(), running.result(), fresh, unit.now());
              return keep(unit, courses, fresh)
                  .compose(kept -> charge(unit, batch, courses))
                  .compose(kept -> store(unit, batch, courses, verdicts));
            });
  }

  private static Course course(Map<Key, Course> courses, Judged item) {
    return Objects.requireNonNull(courses.get(item.key()));
  }

  /** The events that bring a token of which only so many transactions may run. */
  private static List<VerdictStart> limited(List<Judged> batch, Map<Key, Course> courses) {
    List<VerdictStart> limited = new ArrayList<>();
    for (Judged item : batch) {
      Authorization verdict = item.verdict();
      if (verdict != null
          && verdict.status() == TokenStatus.Accepted
          && verdict.maxActiveTransactions() != null
          && course(courses, item).isIdentifiedBy(item.event())) {
        limited.add(start(item.event(), verdict));
      }
    }
    return limited;
  }

  private static TransactionEvent judged(TransactionEvent event, Instant now) {
    return event.readings().isEmpty() ? event : event.with(Times.judged(event.readings(), now));
  }

  private static VerdictStart start(TransactionEvent event, Authorization verdict) {
    String idToken = event.idToken() == null ? "" : event.idToken();
    return new VerdictStart(
        new Start(event.chargerId(), event.connectorId(), idToken, null, event.at(), null),
        verdict,
        new Times.Judged(event.at(), null));
  }

  /** Applies each event once; gives the verdicts that the station is told, in their order. */
  private static List<@Nullable Authorization> applyNew(
      List<Judged> batch,
      Map<Key, Course> courses,
      List<Told> told,
      Set<Identity> known,
      Map<String, Integer> running,
      List<Told> fresh,
      Instant now) {
    Set<Identity> applied = new HashSet<>(known);
    Map<String, Integer> active = new HashMap<>(running);
    List<@Nullable Authorization> verdicts = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Judged item = batch.get(i);
      Course course = course(courses, item);
      Authorization verdict = item.verdict();
      Told one = told.get(i);
      if (applied.add(new Identity(one.transactionId(), item.event().seqNo(), item.digest()))) {
        fresh.add(one);
        if (verdict != null && course.running && course.isIdentifiedBy(item.event())) {
          VerdictStart start = start(item.event(), verdict);
          verdict = limit(verdict, active.merge(start.token(), 1, Integer::sum) - 1);
        }
        course.apply(item.event(), verdict, now);
      }
      verdicts.add(repeated(course, item.event(), verdict));
    }
    return verdicts;
  }

  private static Authorization limit(Authorization verdict, int others) {
    Integer most = verdict.maxActiveTransactions();
    return verdict.status() == TokenStatus.Accepted && most != null && others >= most
        ? concurrent(verdict)
        : verdict;
  }

  private static Authorization concurrent(Authorization verdict) {
    return verdict.as(TokenStatus.ConcurrentTx);
  }

  /** A token that was ConcurrentTx when it was first told is told so again. */
  private static @Nullable Authorization repeated(
      Course course, TransactionEvent event, @Nullable Authorization verdict) {
    boolean again =
        verdict != null
            && verdict.status() == TokenStatus.Accepted
            && course.running
            && course.tokenStatus == TokenStatus.ConcurrentTx
            && event.idToken() != null
            && event.idToken().equalsIgnoreCase(course.idToken);
    return again && verdict != null ? concurrent(verdict) : verdict;
  }

  private Future<?> keep(UnitOfWork unit, Map<Key, Course> courses, List<Told> fresh) {
    if (fresh.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Stored> readings = new ArrayList<>();
    for (Told one : fresh) {
      Course course = Objects.requireNonNull(courses.get(Key.of(one.event())));
      for (Reading reading : one.event().readings()) {
        // An EVSE is what a connector is in OCPP 1.6: it has the meter.
        readings.add(
            new Stored(
                one.event().chargerId(),
                course.evseId,
                course.isAfterEnd() ? null : one.transactionId(),
                false,
                one.event().seqNo(),
                reading));
      }
    }
    Future<?> read =
        readings.isEmpty() ? Future.succeededFuture() : meters.insert(unit.sql(), readings);
    Future<?> done = Future.all(read, store.keep(unit.sql(), fresh, unit.now()));
    for (Course course : courses.values()) {
      if (course.isToBeRecounted()) {
        done =
            done.compose(ok -> meters.readings(unit.sql(), course.id(), MeterStore.MAX_READINGS))
                .onSuccess(course::recount);
      }
    }
    return done;
  }

  private Future<?> charge(UnitOfWork unit, List<Judged> batch, Map<Key, Course> courses) {
    Map<Key, @Nullable String> sites = new HashMap<>();
    batch.forEach(item -> sites.put(item.key(), item.site()));
    List<Course> uncharged = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    courses.forEach(
        (key, course) -> {
          if (course.needsTariff()) {
            uncharged.add(course);
            wanted.add(
                new Wanted(key.chargerId(), course.idToken, sites.get(key), course.startedAt));
          }
        });
    return tariffs
        .applicable(unit.sql(), wanted)
        .onSuccess(
            found -> {
              for (int i = 0; i < uncharged.size(); i++) {
                uncharged.get(i).bill.charge(found.get(i).tariff());
              }
              courses.values().stream()
                  .filter(Course::isChanged)
                  .forEach(course -> course.bill.price());
            });
  }

  private Future<List<EventAnswer>> store(
      UnitOfWork unit,
      List<Judged> batch,
      Map<Key, Course> courses,
      List<@Nullable Authorization> verdicts) {
    List<EventAnswer> answers = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Course course = course(courses, batch.get(i));
      answers.add(
          new EventAnswer(
              course.id(),
              verdicts.get(i),
              course.bill.totalCost(batch.get(i).event(), unit.now()),
              course.personalMessage(),
              course.bill.limit()));
    }
    courses.values().forEach(course -> course.tellDeviations(unit));
    List<Course> changed = courses.values().stream().filter(Course::isChanged).toList();
    if (changed.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    Map<Long, Money> due = new HashMap<>();
    for (Course course : changed) {
      Money money = course.bill.costByCommand(unit.now());
      if (money != null) {
        due.put(course.id(), money);
      }
    }
    return Future.all(
            store.update(unit.sql(), changed, unit.now()), store.updateDetails(unit.sql(), changed))
        .compose(
            both -> {
              List<Transaction> stored = both.resultAt(0);
              Map<Long, Transaction> after = new HashMap<>();
              stored.forEach(transaction -> after.put(transaction.id(), transaction));
              List<Entry> facts = new ArrayList<>();
              for (Course course : changed) {
                Transaction transaction = Objects.requireNonNull(after.get(course.id()));
                facts.addAll(course.facts(transaction, unit.now()));
                tell(unit, course, transaction, due.get(course.id()));
              }
              return timelines
                  .keep(unit.sql(), facts, unit.now())
                  .compose(ok -> endOlder(unit, changed, after));
            })
        .map(answers);
  }

  /** An EVSE has one transaction at a time: a new one means that the older one is over. */
  private Future<?> endOlder(UnitOfWork unit, List<Course> changed, Map<Long, Transaction> after) {
    List<Transaction> begun = new ArrayList<>();
    for (Course course : changed) {
      boolean placed = course.created || course.known.transaction().evseId() == 0;
      if (placed && course.running && course.evseId > 0) {
        begun.add(Objects.requireNonNull(after.get(course.id())));
      }
    }
    return begun.isEmpty()
        ? Future.succeededFuture()
        : ends.endOlderOfEvses(unit.sql(), begun, unit.now())
            .compose(ended -> InferenceService.tell(unit, timelines, ended));
  }

  private static void tell(
      UnitOfWork unit, Course course, Transaction transaction, @Nullable Money due) {
    String chargerId = transaction.chargerId();
    if (course.created) {
      unit.emit(chargerId, new Happening.TransactionStarted(transaction));
    }
    if (course.isIdentifiedNow()) {
      unit.emit(chargerId, new Happening.TransactionIdentified(transaction));
    }
    if (course.isEndedNow() && !course.known.stopTold()) {
      unit.emit(chargerId, new Happening.TransactionStopped(transaction));
    } else if (course.isEndedNow() || course.isResumedNow()) {
      unit.emit(chargerId, new Happening.TransactionCorrected(transaction));
    } else if (!course.created) {
      unit.emit(
          chargerId,
          new Happening.TransactionUpdated(
              transaction.id(),
              transaction.connectorId(),
              transaction.meteredAt() == null ? unit.now() : transaction.meteredAt(),
              transaction.energyWh(),
              transaction.powerW(),
              transaction.socPercent()));
    }
    if (due != null) {
      unit.emit(
          chargerId,
          new Happening.CostDue(
              transaction.id(), transaction.stationTransactionId(), due.amount(), due.currency()));
    }
    String idToken = transaction.idToken();
    if (course.isDenied() && idToken != null) {
      unit.emit(
          chargerId,
          new Happening.AuthorizationDenied(
              idToken, TokenStatus.ConcurrentTx, transaction.connectorId()));
    }
  }
}
