package io.galvan.transaction;

import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.EventStore.Beginning;
import io.galvan.transaction.EventStore.Identity;
import io.galvan.transaction.EventStore.Key;
import io.galvan.transaction.EventStore.Told;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Stations use the id of a transaction again, some after each boot: which of the transactions of
 * one id an event belongs to, and which events begin another one.
 *
 * <p>An event that was told before is a repeat, whichever of them it told. A Started that is no
 * repeat begins a new one when the last one has ended, or runs on another EVSE. Everything else
 * belongs to the newest, of its EVSE where it tells one.
 */
final class Generations {
  private final EventStore store;

  /** An event with its digest. */
  record Item(TransactionEvent event, long digest) {
    Key key() {
      return Key.of(event);
    }
  }

  /**
   * Where events belong.
   *
   * @param courses by the name that the events use
   * @param repeats which of the events were told before
   */
  record Placed(Map<Key, Course> courses, Set<Identity> repeats) {}

  Generations(EventStore store) {
    this.store = store;
  }

  /** Finds or makes the transaction of each event; the events have different names. */
  Future<Placed> place(UnitOfWork unit, List<Item> items) {
    TreeSet<Key> keys = new TreeSet<>();
    items.forEach(item -> keys.add(item.key()));
    return lock(unit, keys)
        .compose(
            found -> {
              List<Told> told = new ArrayList<>();
              for (Item item : items) {
                for (Known known : found.getOrDefault(item.key(), List.of())) {
                  told.add(new Told(known.transaction().id(), item.event(), item.digest()));
                }
              }
              return (told.isEmpty()
                      ? Future.succeededFuture(Set.<Identity>of())
                      : store.known(unit.sql(), told))
                  .compose(repeats -> place(unit, items, found, repeats));
            });
  }

  /** The transactions of each name, the newest first. */
  private Future<Map<Key, List<Known>>> lock(UnitOfWork unit, Set<Key> keys) {
    return store
        .lock(unit.sql(), List.copyOf(keys))
        .map(
            found -> {
              Map<Key, List<Known>> byKey = new HashMap<>();
              found.forEach(
                  known ->
                      byKey.computeIfAbsent(known.key(), key -> new ArrayList<>()).add(0, known));
              return byKey;
            });
  }

  private Future<Placed> place(
      UnitOfWork unit, List<Item> items, Map<Key, List<Known>> found, Set<Identity> repeats) {
    Map<Key, Course> courses = new LinkedHashMap<>();
    Map<Key, Beginning> beginnings = new TreeMap<>();
    for (Item item : items) {
      List<Known> generations = found.getOrDefault(item.key(), List.of());
      Known known = of(item, generations, repeats);
      if (known != null) {
        courses.put(item.key(), new Course(known, false));
      } else {
        beginnings.put(item.key(), beginning(unit, item, generations));
      }
    }
    if (beginnings.isEmpty()) {
      return Future.succeededFuture(new Placed(courses, repeats));
    }
    return store
        .create(unit.sql(), List.copyOf(beginnings.values()), unit.now())
        .compose(ok -> lock(unit, beginnings.keySet()))
        .map(
            made -> {
              made.forEach(
                  (key, generations) -> courses.put(key, new Course(generations.get(0), true)));
              return new Placed(courses, repeats);
            });
  }

  private static Beginning beginning(UnitOfWork unit, Item item, List<Known> generations) {
    int reuse = generations.isEmpty() ? 0 : generations.get(0).reuse() + 1;
    if (reuse > 0) {
      Deviating.tell(
          unit,
          item.key().chargerId(),
          "TransactionEvent",
          DeviationKind.IdReused,
          "$.transactionInfo.transactionId",
          item.event().stationTransactionId(),
          "a new transaction");
    }
    return new Beginning(item.key(), Times.judged(item.event().at(), unit.now()), reuse);
  }

  /** The one that it belongs to; null for a new one. */
  private static @Nullable Known of(Item item, List<Known> generations, Set<Identity> repeats) {
    TransactionEvent event = item.event();
    for (Known known : generations) {
      long id = known.transaction().id();
      if (repeats.contains(new Identity(id, event.seqNo(), item.digest()))) {
        return known;
      }
    }
    boolean starts = event.kind() == EventKind.Started;
    for (Known known : generations) {
      if (!known.isOnAnotherEvse(event)) {
        return starts && known.isBegunAnew(event) ? null : known;
      }
    }
    return starts || generations.isEmpty() ? null : generations.get(0);
  }
}
