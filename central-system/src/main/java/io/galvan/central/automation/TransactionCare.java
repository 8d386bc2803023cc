package io.galvan.central.automation;

import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.ChargerBooted;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.contract.event.Happening.CostDue;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.UnsureQuery;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.CostUpdatedRequest;
import io.galvan.ocpp.v2.GetTransactionStatusRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the stations of OCPP 2.x that are connected to this node for transactions of which something
 * is missing - after an end with gaps, and when a station is back - and tells them what a
 * transaction costs so far.
 */
final class TransactionCare {
  private static final int STATIONS_AT_ONCE = 100;

  /** A station that is back first tells of itself, and then what waited in its queue. */
  private static final long AFTER_ARRIVAL_MS = 2_000;

  /** The queue has come when no event of a transaction came for so long. */
  private static final long QUIET_MS = 5_000;

  /** A station that tells its transactions all the time is asked all the same. */
  private static final long LONGEST_QUEUE_MS = 300_000;

  private static final String STATUS = "GetTransactionStatus";
  private static final String COST = "CostUpdated";

  private final Vertx vertx;
  private final SessionRegistry sessions;
  private final CommandService commands;
  private final Jobs questions = new Jobs("asking for transactions", STATIONS_AT_ONCE);
  private final Jobs costs = new Jobs("the cost", STATIONS_AT_ONCE);

  /** Stations that have just arrived, and when; one timer each, however often they do. */
  private final Map<String, Arrival> arrived = new HashMap<>();

  private static final class Arrival {
    Instant at;
    long heardNanos;
    long sinceNanos = System.nanoTime();

    Arrival(Instant at) {
      this.at = at;
    }
  }

  TransactionCare(Vertx vertx, SessionRegistry sessions, CommandService commands) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.commands = commands;
  }

  void hear(Event event) {
    String chargerId = event.chargerId();
    if (chargerId == null || speaks2(chargerId) == null) {
      return;
    }
    Arrival arrival = arrived.get(chargerId);
    if (arrival != null && event.type().name().startsWith("transaction_")) {
      arrival.heardNanos = System.nanoTime();
    }
    Transaction transaction = Happening.over(event.happening());
    if (transaction != null) {
      if (transaction.inferredEnd() == null && !transaction.gaps().isEmpty()) {
        String id = transaction.stationTransactionId();
        questions.submit(chargerId, () -> ask(chargerId, List.of(id)));
      }
    } else if (event.happening() instanceof CostDue due) {
      costs.submit(chargerId, () -> tell(chargerId, due));
    } else if (event.happening() instanceof ChargerConnected
        || event.happening() instanceof ChargerBooted) {
      askSoon(chargerId, event.at());
    }
  }

  /** The version of the session that is here; null for 1.6 and for none. */
  private @Nullable OcppVersion speaks2(String chargerId) {
    ChargerSession session = sessions.find(chargerId);
    return session == null || session.version() == OcppVersion.V1_6 ? null : session.version();
  }

  private void askSoon(String chargerId, Instant at) {
    Arrival known = arrived.get(chargerId);
    if (known != null) {
      known.at = at;
      return;
    }
    Arrival arrival = new Arrival(at);
    arrived.put(chargerId, arrival);
    vertx.setTimer(AFTER_ARRIVAL_MS, id -> askWhenQuiet(chargerId, arrival));
  }

  /** What waits in the queue of the station answers the question itself. */
  private void askWhenQuiet(String chargerId, Arrival arrival) {
    long now = System.nanoTime();
    long quietMs = arrival.heardNanos == 0 ? QUIET_MS : (now - arrival.heardNanos) / 1_000_000;
    boolean late = (now - arrival.sinceNanos) / 1_000_000 >= LONGEST_QUEUE_MS;
    if (quietMs < QUIET_MS && !late) {
      vertx.setTimer(QUIET_MS - quietMs, id -> askWhenQuiet(chargerId, arrival));
      return;
    }
    arrived.remove(chargerId, arrival);
    questions.submit(chargerId, () -> askForUnsure(chargerId, arrival.at));
  }

  private Future<?> askForUnsure(String chargerId, Instant arrivedAt) {
    return speaks2(chargerId) == null
        ? Future.succeededFuture()
        : Bus.of(vertx)
            .request(TransactionEvents.UNSURE, new UnsureQuery(chargerId, arrivedAt))
            .compose(unsure -> ask(chargerId, unsure.stationTransactionIds()));
  }

  private Future<?> ask(String chargerId, List<String> stationTransactionIds) {
    return stationTransactionIds.isEmpty()
        ? Future.succeededFuture()
        : Bus.of(vertx)
            .request(Policies.EFFECTIVE, new ChargerKey(chargerId))
            .compose(
                policy ->
                    Boolean.FALSE.equals(policy.askForTransactions())
                        ? Future.succeededFuture()
                        : askAll(chargerId, stationTransactionIds));
  }

  private Future<?> askAll(String chargerId, List<String> stationTransactionIds) {
    Future<?> asked = Future.succeededFuture();
    for (String id : stationTransactionIds) {
      String request =
          Shape.of(GetTransactionStatusRequest.class)
              .write(new GetTransactionStatusRequest(id, null));
      asked = asked.compose(ok -> send(chargerId, STATUS, request));
    }
    return asked;
  }

  private Future<?> tell(String chargerId, CostDue due) {
    return send(
        chargerId,
        COST,
        Shape.of(CostUpdatedRequest.class)
            .write(new CostUpdatedRequest(due.totalCost(), due.stationTransactionId(), null)));
  }

  private Future<?> send(String chargerId, String action, String request) {
    ChargerSession session = sessions.find(chargerId);
    OcppVersion version = speaks2(chargerId);
    return session == null || version == null || !session.maySend(action)
        ? Future.succeededFuture()
        : commands.execute(
            new CommandRequest(
                chargerId, action, version, request, PastCommands.POLICY, null, null));
  }
}
