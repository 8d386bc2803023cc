package io.galvan.central.testing;

import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.command.Commands;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the services behind the gateways: says yes to all, remembers what it heard, and
 * does otherwise where a test says so.
 */
public final class StandInServices {
  private final Bus bus;
  private final List<Record> heard = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, Function<Record, Future<? extends Record>>> answers =
      new ConcurrentHashMap<>();
  private final AtomicLong epochs = new AtomicLong();
  private final AtomicLong transactions = new AtomicLong(100);
  private final Map<String, Connections.Connection> open = new ConcurrentHashMap<>();

  /** What a station must show as password; none by default. */
  public volatile @Nullable String password;

  /** The registration of a station that booted before; null when it never did. */
  public volatile Chargers.@Nullable Registration booted = Chargers.Registration.Accepted;

  /** What a station is told when it connects. */
  public volatile int heartbeatIntervalS = 60;

  public volatile Chargers.Registration bootAnswer = Chargers.Registration.Accepted;

  public StandInServices(Vertx vertx) {
    this.bus = Bus.of(vertx);
    serve(
        Connections.ADMIT,
        admit ->
            new Connections.Admission(
                !admit.identity().equals("UNKNOWN"),
                admit.identity(),
                admit.identity().equals("NO-DEFAULT") ? null : OcppVersion.V1_6,
                admit.identity().startsWith("STRICT")));
    serve(StationCredentials.CHECK, this::check);
    serve(Connections.CONNECT, this::connect);
    serve(
        Connections.DISCONNECT,
        disconnect -> {
          open.computeIfPresent(
              disconnect.chargerId(),
              (id, connection) -> connection.epoch() == disconnect.epoch() ? null : connection);
          return Done.DONE;
        });
    serve(Chargers.BOOT, boot -> new Chargers.BootVerdict(bootAnswer, 60));
    serve(Chargers.STATUS, status -> Done.DONE);
    serve(Chargers.NOTICE, notice -> Done.DONE);
    serve(StationReports.STORE, report -> Done.DONE);
    serve(DeadLetters.STORE, failed -> new DeadLetters.Kept(1L));
    serve(DeadLetters.CLAIM, key -> letter());
    serve(DeadLetters.REPEATED, repeated -> letter());
    serve(Policies.EFFECTIVE, key -> Policies.Policy.NONE);
    serve(ConnectionAttempts.RECORD, attempt -> Done.DONE);
    serve(Connections.SEEN, seen -> Done.DONE);
    serve(MessageLogs.WRITE, log -> Done.DONE);
    serve(Configurations.STORE, report -> Done.DONE);
    serve(StationCredentials.SET, credentials -> Done.DONE);
    serve(StationCredentials.ANNOUNCE, credentials -> Done.DONE);
    serve(
        Tokens.AUTHORIZE,
        authorize -> new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, "GROUP", null));
    serve(
        Transactions.START,
        start ->
            new Transactions.Started(
                transactions.incrementAndGet(),
                new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    serve(Transactions.METER, meter -> Done.DONE);
    serve(Transactions.STOP, stop -> new Transactions.Stopped(null));
    serve(Commands.SENT, sent -> Done.DONE);
    serve(Brokers.BEAT, beat -> new Brokers.Turn(beat.nodeId(), List.of(beat.nodeId())));
    serve(Mirrors.LIST, query -> new Mirrors.Mirrored(List.of()));
    serve(Brokers.LEAVE, leave -> Done.DONE);
    serve(Chargers.GET, key -> charger(key.chargerId()));
    serve(
        Certificates.SUBMIT,
        submission ->
            new Certificates.SigningRequest(
                "00000000-0000-0000-0000-000000000001",
                submission.chargerId(),
                submission.csr().startsWith("-----BEGIN")
                    ? Certificates.SigningState.Pending
                    : Certificates.SigningState.Rejected,
                submission.certificateType(),
                submission.requestId(),
                submission.csr(),
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH));
  }

  private static DeadLetters.DeadLetter letter() {
    return new DeadLetters.DeadLetter(
        1,
        "CP-1",
        OcppVersion.V1_6,
        "Heartbeat",
        "1",
        "[2,\"1\",\"Heartbeat\",{}]",
        20,
        "none",
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null);
  }

  private static Chargers.Charger charger(String id) {
    return Mapper.read(
        "{\"id\":\""
            + id
            + "\",\"registration\":\"Accepted\",\"serialNumber\":\"S-1\",\"connectors\":[]}",
        Chargers.Charger.class);
  }

  private StationCredentials.CredentialVerdict check(StationCredentials.Credentials credentials) {
    String expected = password;
    if (expected == null) {
      return new StationCredentials.CredentialVerdict(
          StationCredentials.CredentialOutcome.NoneStored);
    }
    boolean right =
        credentials.password() != null
            && expected.equals(new String(credentials.password(), StandardCharsets.UTF_8));
    return new StationCredentials.CredentialVerdict(
        right
            ? StationCredentials.CredentialOutcome.Accepted
            : StationCredentials.CredentialOutcome.Refused);
  }

  private Connections.Connection connect(Connections.Connect connect) {
    Connections.Connection previous = open.get(connect.chargerId());
    Connections.Connection connection =
        new Connections.Connection(
            epochs.incrementAndGet(),
            previous == null ? null : connect.nodeId(),
            previous == null ? null : previous.epoch(),
            booted,
            heartbeatIntervalS);
    open.put(connect.chargerId(), connection);
    return connection;
  }

  private <Q extends Record, R extends Record> void serve(
      BusAddress<Q, R> address, Function<Q, R> usual) {
    bus.serve(
        address,
        request -> {
          heard.add(request);
          Function<Record, Future<? extends Record>> special = answers.get(request.getClass());
          if (special != null) {
            return special.apply(request).map(address.reply()::cast);
          }
          return Future.succeededFuture(usual.apply(request));
        });
  }

  /** From now on requests of this class are answered by the test. */
  @SuppressWarnings("unchecked")
  public <Q extends Record> void answer(
      Class<Q> type, Function<Q, Future<? extends Record>> answer) {
    answers.put(type, request -> answer.apply((Q) request));
  }

  /** From now on requests of this class fail. */
  public void fail(Class<? extends Record> type, GalvanException failure) {
    answers.put(type, request -> Future.failedFuture(failure));
  }

  /** From now on requests of this class are answered as usual again. */
  public void usual(Class<? extends Record> type) {
    answers.remove(type);
  }

  /** All requests of a class heard so far, in order. */
  public <Q> List<Q> heard(Class<Q> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The epoch of the station's connection as stored. */
  public long epoch(String chargerId) {
    return open.get(chargerId).epoch();
  }

  /** Whether the station has a stored connection. */
  public boolean isOpen(String chargerId) {
    return open.containsKey(chargerId);
  }
}
