package io.galvan.transaction;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.Authorization;
import io.galvan.platform.contract.Auth.TokenStatus;
import io.galvan.platform.contract.Transactions.Start;
import io.galvan.platform.contract.Transactions.Started;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Happening;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.KnownStart;
import io.galvan.transaction.TransactionStore.VerdictStart;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * StartTransaction: asks for the token's verdict, then stores the start whatever the verdict is.
 */
final class StartService {
  private final Bus bus;
  private final TransactionStore store;
  private final EndStore ends;
  private final TimelineStore timelines;
  private final GroupCommit<VerdictStart, Started> group;

  StartService(
      Bus bus,
      Platform platform,
      Writer writer,
      TransactionStore store,
      EndStore ends,
      TimelineStore timelines) {
    this.bus = bus;
    this.store = store;
    this.ends = ends;
    this.timelines = timelines;
    this.group = new GroupCommit<>("start", writer, platform.meters(), this::write);
  }

  Future<Started> start(Start start) {
    Times.stored(start.startedAt());
    return bus.request(Auth.AUTHORIZE, new Auth.Authorize(start.idToken(), start.chargerId()))
        .compose(verdict -> group.submit(new VerdictStart(start, verdict)));
  }

  private Future<List<Started>> write(UnitOfWork unit, List<VerdictStart> starts) {
    List<VerdictStart> limited = starts.stream().filter(StartService::isLimited).toList();
    Future<?> locked =
        limited.isEmpty() ? Future.succeededFuture() : store.lockTokens(unit.sql(), limited);
    Future<Map<Integer, KnownStart>> known = store.known(unit.sql(), starts);
    Future<Map<String, Integer>> running =
        limited.isEmpty() ? Future.succeededFuture(Map.of()) : store.running(unit.sql(), limited);
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
    return store
        .insert(unit.sql(), fresh, unit.now())
        .compose(
            stored -> {
              List<Entry> facts = new ArrayList<>();
              for (int i = 0; i < stored.size(); i++) {
                Transaction transaction = stored.get(i);
                VerdictStart item = fresh.get(i);
                facts.addAll(Facts.started(transaction, item.start(), item.verdict(), unit.now()));
                unit.emit(transaction.chargerId(), new Happening.TransactionStarted(transaction));
              }
              fresh.stream()
                  .filter(item -> item.verdict().status() == TokenStatus.ConcurrentTx)
                  .forEach(item -> denied(unit, item.start()));
              // Of two new starts on one connector the earlier one is ended again at once.
              return timelines
                  .keep(unit.sql(), facts, unit.now())
                  .compose(ok -> ends.endOlder(unit.sql(), stored, unit.now()))
                  .compose(ended -> InferenceService.tell(unit, timelines, ended))
                  .map(ok -> answers(starts, known, fresh, stored, freshPosition));
            });
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
    return new VerdictStart(
        item.start(),
        new Authorization(
            TokenStatus.ConcurrentTx, verdict.expiresAt(), verdict.groupIdToken(), most));
  }

  private static List<Started> answers(
      List<VerdictStart> starts,
      Map<Integer, KnownStart> known,
      List<VerdictStart> fresh,
      List<Transaction> stored,
      int[] freshPosition) {
    List<Started> answers = new ArrayList<>(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      KnownStart before = known.get(i);
      if (before == null) {
        answers.add(
            new Started(stored.get(freshPosition[i]).id(), fresh.get(freshPosition[i]).verdict()));
      } else {
        Authorization verdict = starts.get(i).verdict();
        // A start that was ConcurrentTx when it was first told is told so again.
        boolean concurrent =
            before.status() == TokenStatus.ConcurrentTx && verdict.status() == TokenStatus.Accepted;
        answers.add(
            new Started(
                before.id(),
                concurrent
                    ? new Authorization(
                        TokenStatus.ConcurrentTx,
                        verdict.expiresAt(),
                        verdict.groupIdToken(),
                        verdict.maxActiveTransactions())
                    : verdict));
      }
    }
    return answers;
  }
}
