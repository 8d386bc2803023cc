package io.galvan.charger.connection;

import io.galvan.charger.block.Identity;
import io.galvan.charger.block.Rounds;
import io.galvan.charger.policy.HeartbeatInterval;
import io.galvan.contract.connection.Connections.ConfirmSecrets;
import io.galvan.contract.connection.Connections.Connect;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.contract.connection.Connections.Disconnect;
import io.galvan.contract.connection.Connections.Location;
import io.galvan.contract.connection.Connections.SecretsConfirmed;
import io.galvan.contract.connection.Connections.SeenBatch;
import io.galvan.contract.connection.Nodes.Session;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.contract.event.Happening.ChargerDisconnected;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections: the newest wins, and a word about an older one changes nothing. */
final class ConnectionService {
  /** Events of one transaction go to subscribers together, so a fallen node is told in pieces. */
  private static final int PIECE = 1_000;

  private static final int REASON_LENGTH = 500;
  private static final Duration SECRETS_CONFIRMED = Duration.ofHours(1);

  /** Whether a station whose node is away has left is known no sooner. */
  private static final Duration LEAST_GIVEN_AWAY = Duration.ofMinutes(10);

  private final Settings settings;
  private final Writer writer;
  private final ConnectionStore store;
  private final GroupCommit<Change, Answer> changes;
  private final GroupCommit<SeenBatch, Done> seen;
  private final GroupRead<String, Location> located;
  private final String nodeId;
  private final StandingService standing;

  /** What happens to a charger's connection. */
  private sealed interface Change {
    String chargerId();
  }

  private record Opening(Connect connect) implements Change {
    @Override
    public String chargerId() {
      return connect.chargerId();
    }
  }

  private record Closing(Disconnect disconnect) implements Change {
    @Override
    public String chargerId() {
      return disconnect.chargerId();
    }
  }

  /**
   * @param connection null: not opened
   * @param noLease since the node may open none now
   */
  private record Answer(@Nullable Connection connection, boolean noLease) {}

  private sealed interface Outcome {}

  private record Stands(ConnectionStore.Opened opened) implements Outcome {}

  private record Stood(ConnectionStore.Closed closed) implements Outcome {}

  ConnectionService(
      Platform platform,
      Pool pool,
      Writer writer,
      ConnectionStore store,
      StandingService standing) {
    this.nodeId = platform.nodeId();
    this.standing = standing;
    this.settings = platform.settings();
    Clock clock = platform.clock();
    this.writer = writer;
    this.store = store;
    // One transaction at a time for openings and closings together: they write the same rows, and
    // two statements that take the same rows in different order would wait for each other.
    this.changes =
        new GroupCommit<>(
            "connection", writer, platform.meters(), 1_000, 1, 50_000, this::changeAll);
    this.seen = new GroupCommit<>("seen", writer, platform.meters(), 20, 1, 200, this::seenAll);
    // Each station of a fleet that comes back before its old connection is closed asks for this.
    this.located =
        new GroupRead<>(
            "locate", platform.meters(), ids -> store.locate(pool, ids, clock.instant()));
  }

  /** Answers {@code charger.connect}. */
  Future<Connection> connect(Connect request) {
    return changes
        .submit(new Opening(request))
        .map(
            answer -> {
              if (answer.noLease) {
                throw new GalvanException(Fault.UNAVAILABLE, "the node has lost its lease");
              }
              if (answer.connection == null) {
                throw refused(request);
              }
              return answer.connection;
            });
  }

  private static GalvanException refused(Connect request) {
    return request.mayReplace() == null
        ? Identity.unknown(request.chargerId())
        : new GalvanException(Fault.CONFLICT, "another connection of the charger stands");
  }

  /** Answers {@code charger.secrets.confirm}. */
  Future<SecretsConfirmed> confirmSecrets(ConfirmSecrets request) {
    return writer.write(
        unit -> {
          Instant until = request.confirmed() ? unit.now().plus(SECRETS_CONFIRMED) : null;
          return store
              .confirmSecrets(unit.sql(), request.chargerId(), until)
              .map(
                  known -> {
                    if (!known) {
                      throw Identity.unknown(request.chargerId());
                    }
                    return new SecretsConfirmed(request.chargerId(), until);
                  });
        });
  }

  /** Answers {@code charger.disconnect}. */
  Future<Done> disconnect(Disconnect request) {
    return changes.submit(new Closing(request)).map(Done.DONE);
  }

  private boolean isOwn(Change change) {
    return change instanceof Opening opening && opening.connect.nodeId().equals(nodeId);
  }

  private Future<List<Answer>> changeAll(UnitOfWork unit, List<Change> batch) {
    return batch.stream().anyMatch(this::isOwn)
        ? standing.mayOpen(unit).compose(may -> changeAll(unit, batch, may))
        : changeAll(unit, batch, true);
  }

  private Future<List<Answer>> changeAll(UnitOfWork unit, List<Change> batch, boolean mayOpen) {
    return Rounds.write(
            batch,
            Change::chargerId,
            round ->
                changeRound(
                    unit,
                    mayOpen ? round : round.stream().filter(change -> !isOwn(change)).toList()))
        .map(
            outcomes -> {
              List<Answer> answers = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                Change change = batch.get(i);
                Outcome outcome = outcomes.get(i).orElse(null);
                if (outcome != null) {
                  emit(unit, change, outcome);
                }
                answers.add(
                    new Answer(
                        outcome instanceof Stands stands ? connection(stands.opened) : null,
                        !mayOpen && isOwn(change)));
              }
              return answers;
            });
  }

  private Future<Map<String, Outcome>> changeRound(UnitOfWork unit, List<Change> round) {
    List<Connect> connects = new ArrayList<>();
    List<Disconnect> disconnects = new ArrayList<>();
    for (Change change : round) {
      if (change instanceof Opening opening) {
        connects.add(opening.connect);
      } else if (change instanceof Closing closing) {
        disconnects.add(closing.disconnect);
      }
    }
    var opened =
        connects.isEmpty()
            ? Future.succeededFuture(Map.<String, ConnectionStore.Opened>of())
            : store.open(unit.sql(), connects, unit.now());
    var closed =
        disconnects.isEmpty()
            ? Future.succeededFuture(List.<ConnectionStore.Closed>of())
            : store.close(unit.sql(), disconnects, unit.now());
    return Future.all(opened, closed)
        .map(
            both -> {
              Map<String, Outcome> outcomes = new HashMap<>();
              opened.result().forEach((id, connection) -> outcomes.put(id, new Stands(connection)));
              closed.result().forEach(stood -> outcomes.put(stood.chargerId(), new Stood(stood)));
              return outcomes;
            });
  }

  private static void emit(UnitOfWork unit, Change change, Outcome outcome) {
    if (change instanceof Opening opening && outcome instanceof Stands stands) {
      Connect connect = opening.connect;
      unit.emit(
          connect.chargerId(),
          new ChargerConnected(
              connect.nodeId(), stands.opened.epoch(), connect.transport(), connect.version()));
    } else if (change instanceof Closing closing && outcome instanceof Stood stood) {
      emitClosed(unit, stood.closed, Sql.required(closing.disconnect.reason(), REASON_LENGTH));
    }
  }

  static void emitClosed(UnitOfWork unit, ConnectionStore.Closed closed, String reason) {
    unit.emit(closed.chargerId(), new ChargerDisconnected(closed.nodeId(), closed.epoch(), reason));
  }

  private Connection connection(ConnectionStore.Opened opened) {
    return new Connection(
        opened.epoch(),
        opened.replacedNodeId(),
        opened.replacedEpoch(),
        opened.registration(),
        HeartbeatInterval.inSeconds(settings, opened.registration(), opened.heartbeatIntervalS()));
  }

  /** Answers {@code charger.locate}. */
  Future<Location> locate(ChargerKey key) {
    return located
        .find(key.chargerId())
        .map(location -> location.orElseThrow(() -> Identity.unknown(key.chargerId())));
  }

  /** Answers {@code charger.seen}. */
  Future<Done> seen(SeenBatch batch) {
    return seen.submit(batch);
  }

  private Future<List<Done>> seenAll(UnitOfWork unit, List<SeenBatch> batches) {
    Map<String, Instant> latest = new HashMap<>();
    Map<String, Long> epochs = new HashMap<>();
    for (SeenBatch batch : batches) {
      batch
          .heard()
          .forEach(
              (id, heard) -> {
                latest.merge(
                    id, Sql.reported(heard.at(), unit.now()), (a, b) -> a.isAfter(b) ? a : b);
                epochs.merge(id, heard.epoch(), Math::max);
              });
    }
    List<Done> answers = batches.stream().map(batch -> Done.DONE).toList();
    if (latest.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    // Whatever was taken for true: a connection on which something is heard stands.
    List<Session> heard =
        epochs.entrySet().stream().map(one -> new Session(one.getKey(), one.getValue())).toList();
    return store
        .seen(unit.sql(), List.copyOf(latest.entrySet()))
        .compose(ok -> standing.heard(unit, heard))
        .map(answers);
  }

  /** Tells, once each, the chargers that are away for longer than the policy waits. */
  Future<?> tellLost() {
    return writer.write(
        unit ->
            store
                .markLost(
                    unit.sql(),
                    unit.now().minus(settings.closeAfterDisconnect()),
                    unit.now().minus(LEAST_GIVEN_AWAY),
                    PIECE)
                .onSuccess(
                    lost ->
                        lost.forEach(
                            id -> unit.emit(id, new ChargerUpdated(ChargerChange.Lost, null)))));
  }
}
