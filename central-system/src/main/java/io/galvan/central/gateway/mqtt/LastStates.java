package io.galvan.central.gateway.mqtt;

import io.galvan.contract.event.Happening.ConnectorUpdated;
import io.galvan.contract.event.Happening.TransactionCorrected;
import io.galvan.contract.event.Happening.TransactionEndInferred;
import io.galvan.contract.event.Happening.TransactionStarted;
import io.galvan.contract.event.Happening.TransactionStopped;
import io.galvan.contract.event.Happening.TransactionUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.ChargerQuery;
import io.galvan.contract.registration.Chargers.ChargerSort;
import io.galvan.contract.registration.Chargers.Connector;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import io.galvan.contract.transaction.Transactions.TransactionQuery;
import io.galvan.contract.transaction.Transactions.TransactionSort;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.TopicLevel;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How events and the last states of chargers, connectors and running transactions are published. A
 * state is read anew after each event about it, so the last one published is the true one.
 */
final class LastStates {
  private static final int PAGE = 200;

  /**
   * One message; a retained one replaces the one before on its topic.
   *
   * @param payload empty: there is no state any more
   */
  record Outgoing(String topic, String payload, boolean retain) {}

  private final Bus bus;
  private final String prefix;

  /** Connectors whose state was published, so that it can be taken back with the charger. */
  private final Map<String, Set<Integer>> connectors = new HashMap<>();

  LastStates(Bus bus, String prefix) {
    this.bus = bus;
    this.prefix = prefix;
  }

  /** The event as it is. */
  Outgoing event(Event event) {
    return new Outgoing(prefix + "/events/" + event.type(), Mapper.write(event), false);
  }

  /** The states of all that these events are about, as they are now. */
  Future<List<Outgoing>> after(List<Event> events) {
    Set<String> chargers = new LinkedHashSet<>();
    Map<String, Set<Integer>> moved = new LinkedHashMap<>();
    Set<Long> transactions = new LinkedHashSet<>();
    for (Event event : events) {
      String chargerId = event.chargerId();
      if (event.happening() instanceof TransactionStarted started) {
        transactions.add(started.transaction().id());
      } else if (event.happening() instanceof TransactionUpdated updated) {
        transactions.add(updated.transactionId());
      } else if (event.happening() instanceof TransactionStopped stopped) {
        transactions.add(stopped.transaction().id());
      } else if (event.happening() instanceof TransactionEndInferred inferred) {
        transactions.add(inferred.transaction().id());
      } else if (event.happening() instanceof TransactionCorrected corrected) {
        transactions.add(corrected.transaction().id());
      } else if (chargerId != null && event.happening() instanceof ConnectorUpdated updated) {
        moved.computeIfAbsent(chargerId, id -> new LinkedHashSet<>()).add(updated.connectorId());
      } else if (chargerId != null && event.type().name().startsWith("charger_")) {
        chargers.add(chargerId);
      }
    }
    Set<String> asked = new LinkedHashSet<>(chargers);
    asked.addAll(moved.keySet());
    List<Outgoing> states = new ArrayList<>();
    Future<?> read = Future.succeededFuture();
    for (String id : asked) {
      read =
          read.compose(ok -> orGone(bus.request(Chargers.GET, new ChargerKey(id))))
              .map(
                  charger -> {
                    ofCharger(
                        id,
                        charger,
                        chargers.contains(id),
                        moved.getOrDefault(id, Set.of()),
                        states);
                    return null;
                  });
    }
    for (long id : transactions) {
      read =
          read.compose(ok -> orGone(bus.request(Transactions.GET, new TransactionKey(id))))
              .map(
                  transaction -> {
                    states.add(ofTransaction(id, transaction));
                    return null;
                  });
    }
    return read.map(ok -> states);
  }

  private static <T> Future<@Nullable T> orGone(Future<T> found) {
    return found.recover(
        failure ->
            failure instanceof GalvanException fault && fault.fault() == Fault.NOT_FOUND
                ? Future.succeededFuture(null)
                : Future.failedFuture(failure));
  }

  private void ofCharger(
      String id,
      @Nullable Charger charger,
      boolean itself,
      Set<Integer> moved,
      List<Outgoing> states) {
    String topic = prefix + "/chargers/" + TopicLevel.encode(id) + "/";
    if (charger == null) {
      states.add(new Outgoing(topic + "state", "", true));
      Set<Integer> known = connectors.remove(id);
      for (int connectorId : known == null ? Set.<Integer>of() : known) {
        states.add(new Outgoing(topic + "connectors/" + connectorId + "/state", "", true));
      }
      return;
    }
    if (itself) {
      states.add(new Outgoing(topic + "state", Mapper.write(charger), true));
    }
    for (Connector connector : charger.connectors()) {
      if (moved.contains(connector.connectorId())) {
        connectors.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(connector.connectorId());
        states.add(
            new Outgoing(
                topic + "connectors/" + connector.connectorId() + "/state",
                Mapper.write(connector),
                true));
      }
    }
  }

  private Outgoing ofTransaction(long id, @Nullable Transaction transaction) {
    String payload =
        transaction == null || transaction.state() != TransactionState.Running
            ? ""
            : Mapper.write(transaction);
    return new Outgoing(prefix + "/transactions/" + id, payload, true);
  }

  /** All states there are, piece by piece; goes on when a piece is taken. */
  Future<?> all(Function<List<Outgoing>, Future<?>> taker) {
    return chargers(null, taker).compose(ok -> transactions(null, taker));
  }

  private Future<?> chargers(@Nullable String from, Function<List<Outgoing>, Future<?>> taker) {
    return bus.request(
            Chargers.LIST,
            new ChargerQuery(null, null, null, null, null, ChargerSort.id, false, PAGE, from))
        .compose(
            page -> {
              List<Outgoing> states = new ArrayList<>();
              for (Charger charger : page.items()) {
                Set<Integer> every = new LinkedHashSet<>();
                charger.connectors().forEach(connector -> every.add(connector.connectorId()));
                ofCharger(charger.id(), charger, true, every, states);
              }
              String next = page.next();
              return taker
                  .apply(states)
                  .compose(ok -> next == null ? Future.succeededFuture() : chargers(next, taker));
            });
  }

  private Future<?> transactions(@Nullable String from, Function<List<Outgoing>, Future<?>> taker) {
    return bus.request(
            Transactions.LIST,
            new TransactionQuery(
                null,
                null,
                null,
                TransactionState.Running,
                null,
                null,
                TransactionSort.id,
                false,
                PAGE,
                from))
        .compose(
            page -> {
              List<Outgoing> states =
                  page.items().stream()
                      .map(transaction -> ofTransaction(transaction.id(), transaction))
                      .toList();
              String next = page.next();
              return taker
                  .apply(states)
                  .compose(
                      ok -> next == null ? Future.succeededFuture() : transactions(next, taker));
            });
  }
}
