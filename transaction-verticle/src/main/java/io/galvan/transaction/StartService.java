package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.Transactions.Start;
import io.galvan.contract.transaction.Transactions.Started;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.EndStore.Ended;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.Inserted;
import io.galvan.transaction.TransactionStore.KnownStart;
import io.galvan.transaction.TransactionStore.VerdictStart;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * StartTransaction: asks for the token's verdict, then stores the start whatever the verdict is.
 */
final class StartService {
  private final Clock clock;
  private final Bus bus;
  private final TransactionStore store;
  private final EndStore ends;
  private final TimelineStore timelines;
  private final StrayStops strays;
  private final Ledger ledger;
  private final Ledger.Page<VerdictStart, Started> page = this::write;

  StartService(
      Clock clock,
      Bus bus,
      Ledger ledger,
      TransactionStore store,
      EndStore ends,
      TimelineStore timelines,
      StrayStops strays) {
    this.strays = strays;
    this.clock = clock;
    this.bus = bus;
    this.ledger = ledger;
    this.store = store;
    this.ends = ends;
    this.timelines = timelines;
  }

  Future<Started> start(Start told) {
    Start start =
        new Start(
            told.chargerId(),
            told.connectorId(),
            told.idToken(),
            TransactionStore.register(told.meterStartWh()),
            told.startedAt(),
            told.reservationId());
    Times.Judged time = Times.judged(start.startedAt(), clock.instant());
    return bus.request(Tokens.AUTHORIZE, new Tokens.Authorize(start.idToken(), start.chargerId()))
        .compose(verdict -> ledger.submit(page, new VerdictStart(start, verdict, time), List.of()));
  }

  private Future<List<Started>> write(UnitOfWork unit, List<VerdictStart> starts) {
    List<VerdictStart> limited = starts.stream().filter(StartService::isLimited).toList();
    // One that is told again has another time of receipt: it is looked up by the time that it told.
    List<VerdictStart> lookedUp =
        starts.stream().filter(item -> isLimited(item) || item.time().told() != null).toList();
    if (lookedUp.isEmpty()) {
      return store(unit, starts, Map.of(), Map.of());
    }
    // Which of them are told again must be known first: a transaction is no reason against itself.
    Future<?> locked = store.lockTokens(unit.sql(), lookedUp);
    Future<Map<Integer, KnownStart>> known = store.known(unit.sql(), starts);
    Future<Map<String, Integer>> running = store.running(unit.sql(), limited);
    return Future.all(locked, known, running)
        .compose(ok -> store(unit, starts, known.result(), running.result()));
  }

  private static boolean isLimited(VerdictStart item) {
    return item.verdict().status() == TokenStatus.Accepted
        && item.verdict().maxActiveTransactions() != null;
  }

  private Future<List<Started>> store(
      UnitOfWork unit,
      List<VerdictStart> starts,
      Map<Integer, KnownStart> known,
      Map<String, Integer> running) {
    // The same start may stand twice in one batch; the second is then told what the first is.
    Map<Start, Integer> positions = new HashMap<>();
    Map<String, Integer> active = new HashMap<>(running);
    List<VerdictStart> fresh = new ArrayList<>();
    int[] freshPosition = new int[starts.size()];
    for (int i = 0; i < starts.size(); i++) {
      if (known.containsKey(i)) {
        continue;
      }
      VerdictStart item = starts.get(i);
      Integer twin = positions.get(identity(item));
      if (twin != null) {
        freshPosition[i] = twin;
        continue;
      }
      positions.put(identity(item), fresh.size());
      freshPosition[i] = fresh.size();
      int others = active.merge(item.token(), 1, Integer::sum) - 1;
      fresh.add(limit(item, others));
    }
    if (fresh.isEmpty()) {
      return Future.succeededFuture(answers(starts, known, fresh, List.of(), freshPosition));
    }
    Future<List<Inserted>> inserted = store.insert(unit.sql(), fresh, unit.now());
    // Of two starts on one connector the earlier one is ended again at once.
    Future<List<Ended>> ended = ends.endOlder(unit.sql(), fresh, unit.now());
    return Future.all(inserted, ended)
        .compose(
            ok -> {
              List<Entry> facts = new ArrayList<>();
              List<Transaction> begun = new ArrayList<>();
              for (int i = 0; i < fresh.size(); i++) {
                if (inserted.result().get(i).isNew()) {
                  begun.add(inserted.result().get(i).transaction());
                  tell(unit, fresh.get(i), inserted.result().get(i).transaction(), facts);
                }
              }
              return timelines
                  .keep(unit.sql(), facts, unit.now())
                  .compose(kept -> InferenceService.tell(unit, timelines, ended.result()))
                  .compose(told -> strays.taken(unit, begun))
                  .map(told -> answers(starts, known, fresh, inserted.result(), freshPosition));
            });
  }

  private static void tell(
      UnitOfWork unit, VerdictStart item, Transaction transaction, List<Entry> facts) {
    facts.addAll(Facts.late(transaction, unit.now()));
    Deviating.time(unit, transaction.chargerId(), "StartTransaction", item.time());
    unit.emit(transaction.chargerId(), new Happening.TransactionStarted(transaction));
    if (item.verdict().status() == TokenStatus.ConcurrentTx) {
      denied(unit, item.start());
    }
  }

  private static void denied(UnitOfWork unit, Start start) {
    unit.emit(
        start.chargerId(),
        new Happening.AuthorizationDenied(
            start.idToken(), TokenStatus.ConcurrentTx, start.connectorId()));
  }

  /** What makes two starts the same one. */
  private static Start identity(VerdictStart item) {
    Start start = item.start();
    return new Start(
        start.chargerId(),
        start.connectorId(),
        item.token(),
        start.meterStartWh(),
        Times.stored(start.startedAt()),
        null);
  }

  private static VerdictStart limit(VerdictStart item, int others) {
    Authorization verdict = item.verdict();
    Integer most = verdict.maxActiveTransactions();
    if (!isLimited(item) || most == null || others < most) {
      return item;
    }
    return new VerdictStart(item.start(), verdict.as(TokenStatus.ConcurrentTx), item.time());
  }

  private static List<Started> answers(
      List<VerdictStart> starts,
      Map<Integer, KnownStart> known,
      List<VerdictStart> fresh,
      List<Inserted> stored,
      int[] freshPosition) {
    List<Started> answers = new ArrayList<>(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      KnownStart before = known.get(i);
      Inserted inserted = before == null ? stored.get(freshPosition[i]) : null;
      if (before != null) {
        answers.add(again(before.id(), before.status(), starts.get(i).verdict()));
      } else if (inserted != null && !inserted.isNew()) {
        Transaction transaction = inserted.transaction();
        answers.add(again(transaction.id(), transaction.tokenStatus(), starts.get(i).verdict()));
      } else if (inserted != null) {
        answers.add(
            new Started(inserted.transaction().id(), fresh.get(freshPosition[i]).verdict()));
      }
    }
    return answers;
  }

  /** A start that was ConcurrentTx when it was first told is told so again. */
  private static Started again(long id, @Nullable TokenStatus before, Authorization verdict) {
    boolean concurrent =
        before == TokenStatus.ConcurrentTx && verdict.status() == TokenStatus.Accepted;
    return new Started(id, concurrent ? verdict.as(TokenStatus.ConcurrentTx) : verdict);
  }
}
