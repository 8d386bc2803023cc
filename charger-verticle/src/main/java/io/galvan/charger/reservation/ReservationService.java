package io.galvan.charger.reservation;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Identity;
import io.galvan.charger.block.Payload;
import io.galvan.charger.block.ReportFollower;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.TransactionIdentified;
import io.galvan.contract.event.Happening.TransactionStarted;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.reservation.Reservations.NewReservation;
import io.galvan.contract.reservation.Reservations.Reservation;
import io.galvan.contract.reservation.Reservations.ReservationKey;
import io.galvan.contract.reservation.Reservations.ReservationPage;
import io.galvan.contract.reservation.Reservations.ReservationQuery;
import io.galvan.contract.reservation.Reservations.ReservationState;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.CancelReservationRequest;
import io.galvan.ocpp.v16.ReserveNowRequest;
import io.galvan.ocpp.v2.ReservationStatusUpdateRequest;
import io.galvan.ocpp.v2.ReservationUpdateStatus;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reservations, whoever made them: ours are stored before the station is asked, those of an
 * operator's own ReserveNow when it has answered. {@link ReservationState#mayBecome} says which
 * moves are legal.
 */
final class ReservationService implements Follower, ReportFollower {
  private static final String RESERVE = "ReserveNow";
  private static final String CANCEL = "CancelReservation";
  private static final String UPDATE = "ReservationStatusUpdate";
  private static final int MAX_CONNECTOR_ID = 1_000;
  private static final int TOKEN_LENGTH = 255;
  private static final int ID_ATTEMPTS = 10;
  private static final int PIECE = 500;
  private static final int DELETED_AT_ONCE = 10_000;
  private static final String ORDER = "reservation";

  private static final List<ReservationState> USABLE =
      Arrays.stream(ReservationState.values())
          .filter(state -> state.mayBecome(ReservationState.Used))
          .toList();

  private final Platform platform;
  private final Pool pool;
  private final Writer writer;
  private final ReservationStore store;

  ReservationService(Platform platform, Pool pool, Writer writer, ReservationStore store) {
    this.platform = platform;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code reservation.request}. */
  Future<Reservation> request(NewReservation given) {
    if (given.connectorId() < 0 || given.connectorId() > MAX_CONNECTOR_ID) {
      throw GalvanException.invalid("connectorId", "must be from 0 to " + MAX_CONNECTOR_ID);
    }
    if (given.evseId() < 0 || given.evseId() > MAX_CONNECTOR_ID) {
      throw GalvanException.invalid("evseId", "must be from 0 to " + MAX_CONNECTOR_ID);
    }
    checkToken("idToken", given.idToken());
    if (given.parentIdToken() != null) {
      checkToken("parentIdToken", given.parentIdToken());
    }
    if (!given.expiresAt().isAfter(platform.clock().instant())) {
      throw GalvanException.invalid("expiresAt", "must be in the future");
    }
    return writer.write(unit -> create(unit, given, 1));
  }

  private static void checkToken(String field, String token) {
    if (token.isEmpty() || token.length() > TOKEN_LENGTH || token.indexOf('\0') >= 0) {
      throw GalvanException.invalid(
          field, "must have 1 to " + TOKEN_LENGTH + " characters, and no U+0000");
    }
  }

  /** An operator may have used the next id already; then the one after it is taken. */
  private Future<Reservation> create(UnitOfWork unit, NewReservation given, int attempt) {
    return store
        .create(unit.sql(), given, unit.now())
        .compose(
            created -> {
              if (created != null) {
                return Future.succeededFuture(created);
              }
              return store
                  .knows(unit.sql(), given.chargerId())
                  .compose(
                      known -> {
                        if (!known) {
                          return Future.failedFuture(Identity.unknown(given.chargerId()));
                        }
                        return attempt < ID_ATTEMPTS
                            ? create(unit, given, attempt + 1)
                            : Future.failedFuture(
                                new GalvanException(Fault.UNAVAILABLE, "no free reservation id"));
                      });
            });
  }

  /** Answers {@code reservation.get}. */
  Future<Reservation> get(ReservationKey key) {
    return store
        .find(pool, key, platform.clock().instant())
        .map(
            found -> {
              if (found.isEmpty()) {
                throw GalvanException.notFound("reservation " + key.id());
              }
              if (found.size() > 1) {
                throw new GalvanException(
                    Fault.CONFLICT,
                    "several chargers have a reservation " + key.id() + "; name the charger",
                    "chargerId");
              }
              return found.get(0);
            });
  }

  /** Answers {@code reservation.list}, newest first. */
  Future<ReservationPage> list(ReservationQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), ORDER), platform.clock().instant())
        .map(
            page -> {
              int size = query.limit();
              if (page.reservations().size() <= size) {
                return new ReservationPage(page.reservations(), null);
              }
              String last = page.turns().get(size - 1).toString();
              return new ReservationPage(
                  page.reservations().subList(0, size), new Cursor(ORDER, "", last).encode());
            });
  }

  @Override
  public Set<String> actions() {
    return Set.of(RESERVE, CANCEL);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    boolean first = command.version() == null || command.version() == OcppVersion.V1_6;
    if (command.action().equals(RESERVE)) {
      return (first ? asked16(command) : asked2(command))
          .<Future<?>>map(asked -> reserved(unit, command, asked))
          .orElseGet(Future::succeededFuture);
    }
    return (first
            ? Payload.read(command.request(), CancelReservationRequest.class)
                .map(CancelReservationRequest::reservationId)
            : Payload.read(command.request(), io.galvan.ocpp.v2.CancelReservationRequest.class)
                .map(io.galvan.ocpp.v2.CancelReservationRequest::reservationId))
        .<Future<?>>map(id -> cancelled(unit, command, id))
        .orElseGet(Future::succeededFuture);
  }

  /** What a ReserveNow of any version asks for. */
  private record Asked(
      int id,
      int evseId,
      int connectorId,
      @Nullable String connectorType,
      String idToken,
      @Nullable String idTokenType,
      @Nullable String parentIdToken,
      Instant expiresAt) {}

  private static Optional<Asked> asked16(Command command) {
    return Payload.read(command.request(), ReserveNowRequest.class)
        .map(
            request ->
                new Asked(
                    request.reservationId(),
                    request.connectorId(),
                    request.connectorId(),
                    null,
                    request.idTag(),
                    null,
                    request.parentIdTag(),
                    request.expiryDate().toInstant()));
  }

  private static Optional<Asked> asked2(Command command) {
    return Payload.read(command.request(), io.galvan.ocpp.v2.ReserveNowRequest.class)
        .map(
            request ->
                new Asked(
                    request.id(),
                    request.evseId() == null ? 0 : request.evseId(),
                    0,
                    request.connectorType(),
                    request.idToken().idToken(),
                    request.idToken().type(),
                    request.groupIdToken() == null ? null : request.groupIdToken().idToken(),
                    request.expiryDateTime().toInstant()));
  }

  /**
   * A station replaces a reservation by a new one of the same id (1.6 part 2, 5.13); a new one that
   * it refuses leaves the old one as it was.
   */
  private Future<Void> reserved(UnitOfWork unit, Command command, Asked request) {
    ReservationState next = afterReserveNow(command.state());
    return store
        .hold(unit.sql(), command.chargerId(), request.id())
        .compose(
            stored -> {
              if (stored == null) {
                return store.put(unit.sql(), made(unit, command, request, next));
              }
              if (stored.state() == ReservationState.Requested) {
                return next == ReservationState.Requested
                    ? Future.succeededFuture()
                    : move(unit, stored, next, word(command));
              }
              boolean replaces =
                  stored.state() == ReservationState.Active
                      ? next == ReservationState.Active
                      // One that ended since the command was made is the one it asked for.
                      : stored.updatedAt().isBefore(command.createdAt());
              return replaces
                  ? store.put(unit.sql(), made(unit, command, request, next))
                  : Future.succeededFuture();
            });
  }

  private static ReservationState afterReserveNow(CommandState state) {
    if (state == CommandState.Accepted) {
      return ReservationState.Active;
    }
    boolean answerMayCome = state.mayBecome(CommandState.Accepted);
    return answerMayCome ? ReservationState.Requested : ReservationState.Refused;
  }

  private static Reservation made(
      UnitOfWork unit, Command command, Asked asked, ReservationState state) {
    return new Reservation(
        asked.id(),
        command.chargerId(),
        asked.connectorId(),
        Sql.required(asked.idToken(), TOKEN_LENGTH),
        Sql.text(asked.parentIdToken(), TOKEN_LENGTH),
        asked.expiresAt(),
        state,
        word(command),
        null,
        unit.now(),
        unit.now(),
        asked.evseId(),
        Sql.text(asked.connectorType(), TOKEN_LENGTH),
        Sql.text(asked.idTokenType(), TOKEN_LENGTH));
  }

  private Future<Void> cancelled(UnitOfWork unit, Command command, int id) {
    String word = word(command);
    if (word == null) {
      return Future.succeededFuture();
    }
    return store
        .hold(unit.sql(), command.chargerId(), id)
        .compose(
            stored -> {
              if (stored == null || !stored.state().open()) {
                return Future.succeededFuture();
              }
              return move(
                  unit,
                  stored,
                  command.state() == CommandState.Accepted
                      ? ReservationState.Cancelled
                      : stored.state(),
                  word);
            });
  }

  @Override
  public Set<String> reports() {
    return Set.of(UPDATE);
  }

  /** The station says that a reservation of ours ended by itself (2.0.1 part 2, H04). */
  @Override
  public Future<?> follow(UnitOfWork unit, StationReport report) {
    return Payload.read(report.payload(), ReservationStatusUpdateRequest.class)
        .<Future<?>>map(
            told ->
                store
                    .hold(unit.sql(), report.chargerId(), told.reservationId())
                    .compose(
                        stored ->
                            stored == null
                                ? Future.succeededFuture()
                                : move(
                                    unit,
                                    stored,
                                    told.reservationUpdateStatus()
                                            == ReservationUpdateStatus.Removed
                                        ? ReservationState.Cancelled
                                        : ReservationState.Expired,
                                    Wire.text(told.reservationUpdateStatus()))))
        .orElseGet(Future::succeededFuture);
  }

  /** An illegal move is none: what is stored then is nearer to the truth. */
  private Future<Void> move(
      UnitOfWork unit, Reservation stored, ReservationState next, @Nullable String word) {
    boolean legal = next == stored.state() || stored.state().mayBecome(next);
    return legal
        ? store.move(unit.sql(), stored.chargerId(), stored.id(), next, word, unit.now())
        : Future.succeededFuture();
  }

  /** The station's status, or the code of its CALLERROR; null when it said nothing. */
  private static @Nullable String word(Command command) {
    return command.status() == null ? command.errorCode() : command.status();
  }

  /** A transaction that started on a reservation has used it, however late that is told. */
  Future<Done> hear(EventBatch batch) {
    List<Event> starts =
        batch.events().stream()
            .filter(
                event -> {
                  Transaction transaction = started(event);
                  return event.chargerId() != null
                      && transaction != null
                      && transaction.reservationId() != null;
                })
            .toList();
    return starts.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(
            unit ->
                Future.all(starts.stream().map(start -> use(unit, start)).toList()).map(Done.DONE));
  }

  /** The transaction that started, or of which more came to be known; null for none. */
  private static @Nullable Transaction started(Event event) {
    if (event.happening() instanceof TransactionStarted started) {
      return started.transaction();
    }
    return event.happening() instanceof TransactionIdentified identified
        ? identified.transaction()
        : null;
  }

  private Future<?> use(UnitOfWork unit, Event start) {
    Transaction transaction = Objects.requireNonNull(started(start));
    return store.use(
        unit.sql(),
        transaction.chargerId(),
        Objects.requireNonNull(transaction.reservationId()),
        transaction.id(),
        USABLE,
        start.at(),
        unit.now());
  }

  /** Ends what nobody used in time. */
  Future<?> expire() {
    return writer
        .write(unit -> store.expire(unit.sql(), unit.now(), PIECE))
        .compose(ended -> ended < PIECE ? Future.succeededFuture() : expire());
  }

  /** Ended reservations live as long as the messages that told of them. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store
                .deleteEnded(
                    unit.sql(),
                    unit.now().minus(platform.settings().messageLogRetention()),
                    DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
