package io.galvan.central.api.command;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.neutral.Order;
import io.galvan.central.neutral.Order.Operational;
import io.galvan.central.neutral.Order.Rate;
import io.galvan.central.neutral.Order.ResetKind;
import io.galvan.central.neutral.Order.Scope;
import io.galvan.central.neutral.Order.TransactionName;
import io.galvan.central.neutral.Place;
import io.galvan.central.neutral.Wording;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileNumber;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileSlot;
import io.galvan.contract.smartcharging.ChargingProfiles.RateUnit;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The orders that are the same for every version; each becomes a command of the station's own. */
public final class NeutralApi {
  /**
   * @param numberPhases that the limit is shared by
   */
  record ChargingLimitBody(
      BigDecimal limit,
      RateUnit unit,
      @Nullable Integer numberPhases,
      @Nullable Integer durationS) {}

  /**
   * @param chargingProfile in the version's own terms; instead of a limit
   */
  public record StartBody(
      @MaxLength(255) String idToken,
      @MaxLength(20) @Nullable String idTokenType,
      @MaxLength(255) @Nullable String groupIdToken,
      @Nullable Integer evseId,
      @Nullable Integer connectorId,
      @Nullable ChargingLimitBody limit,
      @Nullable Json chargingProfile) {}

  public record StopBody(long transactionId) {}

  public record ResetBody(ResetKind type, @Nullable Integer evseId) {}

  public record UnlockBody(@Nullable Integer evseId, @Nullable Integer connectorId) {}

  public record AvailabilityBody(
      Operational status, @Nullable Integer evseId, @Nullable Integer connectorId) {}

  public record SetLimitBody(
      BigDecimal limit,
      RateUnit unit,
      @Nullable Integer numberPhases,
      @Nullable Integer durationS,
      @Nullable Integer evseId,
      @Nullable Integer connectorId,
      @Nullable Long transactionId,
      @Nullable Integer stackLevel) {}

  private static final int MAX_STACK_LEVEL = 1_000;
  private static final int MAX_DURATION_S = 366 * 86_400;
  private static final int MAX_PHASES = 3;

  private final Bus bus;
  private final Clock clock;
  private final CommandApi commands;

  public NeutralApi(Bus bus, Clock clock, CommandApi commands) {
    this.bus = bus;
    this.clock = clock;
    this.commands = commands;
  }

  public List<Operation> operations() {
    return List.of(
        of("startCharging", Access.OPERATOR, this::start),
        of("stopCharging", Access.OPERATOR, this::stop),
        of("resetCharger", Access.OPERATOR, this::reset),
        of("unlockConnector", Access.OPERATOR, this::unlock),
        of("changeAvailability", Access.OPERATOR, this::availability),
        of("setLimit", Access.OPERATOR, this::setLimit),
        of("clearLimit", Access.OPERATOR, this::clearLimit));
  }

  /** The order in the words of the version that the station speaks, or spoke last. */
  private Future<?> order(Call call, Function<OcppVersion, Future<? extends Order>> made) {
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .compose(
            charger -> {
              OcppVersion version = CommandApi.version(charger);
              return made.apply(version)
                  .compose(
                      order -> {
                        Wording said = Wording.of(version, order);
                        return commands.send(call, said.action(), version, said.payload());
                      });
            });
  }

  private Future<?> start(Call call) {
    StartBody body = call.body(StartBody.class);
    if (body.limit() != null && body.chargingProfile() != null) {
      throw GalvanException.invalid("chargingProfile", "give either limit or chargingProfile");
    }
    Place place = Place.of(body.evseId(), body.connectorId());
    int remoteStartId = SentActions.number(call.header("Idempotency-Key", 128));
    ChargingLimitBody limit = body.limit();
    return order(
        call,
        version ->
            (limit == null
                    ? Future.<@Nullable Rate>succeededFuture()
                    : number(call, version, place, null, -1)
                        .map(
                            number ->
                                rate(
                                    limit.limit(),
                                    limit.unit(),
                                    limit.numberPhases(),
                                    limit.durationS(),
                                    number.id())))
                .map(
                    rate ->
                        new Order.Start(
                            body.idToken(),
                            body.idTokenType(),
                            body.groupIdToken(),
                            place,
                            remoteStartId,
                            rate,
                            body.chargingProfile() == null
                                ? null
                                : body.chargingProfile().text())));
  }

  private Future<?> stop(Call call) {
    StopBody body = call.body(StopBody.class);
    return order(
        call,
        version ->
            transaction(call, body.transactionId())
                .map(transaction -> new Order.Stop(name(transaction))));
  }

  private Future<?> reset(Call call) {
    ResetBody body = call.body(ResetBody.class);
    return at(call, new Order.Reset(body.type(), Place.of(body.evseId(), null)));
  }

  private Future<?> unlock(Call call) {
    UnlockBody body = call.body(UnlockBody.class);
    return at(call, new Order.Unlock(Place.of(body.evseId(), body.connectorId())));
  }

  private Future<?> availability(Call call) {
    AvailabilityBody body = call.body(AvailabilityBody.class);
    return at(
        call, new Order.Availability(body.status(), Place.of(body.evseId(), body.connectorId())));
  }

  private Future<?> at(Call call, Order order) {
    return order(call, version -> Future.succeededFuture(order));
  }

  private Future<?> setLimit(Call call) {
    SetLimitBody body = call.body(SetLimitBody.class);
    Place place = Place.of(body.evseId(), body.connectorId());
    return order(
        call,
        version ->
            scope(call, version, place, body.transactionId(), body.stackLevel())
                .map(
                    scope ->
                        new Order.SetLimit(
                            scope,
                            rate(
                                body.limit(),
                                body.unit(),
                                body.numberPhases(),
                                body.durationS(),
                                scope.profileId()),
                            clock.instant())));
  }

  private Future<?> clearLimit(Call call) {
    Place place = Place.of(call.number("evseId", 0, 1_000), call.number("connectorId", 0, 1_000));
    String transactionId = call.text("transactionId", 20);
    Integer stackLevel = call.number("stackLevel", 0, MAX_STACK_LEVEL);
    Long transaction;
    try {
      transaction = transactionId == null ? null : Long.valueOf(transactionId);
    } catch (NumberFormatException e) {
      throw GalvanException.invalid("transactionId", "must be a whole number");
    }
    return order(
        call,
        version -> scope(call, version, place, transaction, stackLevel).map(Order.ClearLimit::new));
  }

  private static Rate rate(
      BigDecimal limit,
      RateUnit unit,
      @Nullable Integer numberPhases,
      @Nullable Integer durationS,
      int profileId) {
    if (limit.signum() < 0) {
      throw GalvanException.invalid("limit", "must not be negative");
    }
    if (numberPhases != null && (numberPhases < 1 || numberPhases > MAX_PHASES)) {
      throw GalvanException.invalid("numberPhases", "must be from 1 to " + MAX_PHASES);
    }
    if (durationS != null && (durationS < 1 || durationS > MAX_DURATION_S)) {
      throw GalvanException.invalid("durationS", "must be from 1 to " + MAX_DURATION_S);
    }
    return new Rate(limit, unit, numberPhases, durationS, profileId);
  }

  /** What the limit is for, and the profile that carries it: the one that is there already. */
  private Future<Scope> scope(
      Call call,
      OcppVersion version,
      Place given,
      @Nullable Long transactionId,
      @Nullable Integer stackLevel) {
    int level = stackLevel == null ? 0 : stackLevel;
    if (level < 0 || level > MAX_STACK_LEVEL) {
      throw GalvanException.invalid("stackLevel", "must be from 0 to " + MAX_STACK_LEVEL);
    }
    Future<@Nullable Transaction> running =
        transactionId == null
            ? Future.succeededFuture()
            : transaction(call, transactionId).map(found -> found);
    return running.compose(
        transaction -> {
          TransactionName name = transaction == null ? null : name(transaction);
          Place place =
              transaction == null
                  ? given
                  : Place.of(transaction.evseId(), transaction.connectorId());
          return number(call, version, place, name, level)
              .map(number -> new Scope(place, name, level, number.id(), number.held()));
        });
  }

  private Future<ProfileNumber> number(
      Call call,
      OcppVersion version,
      Place place,
      @Nullable TransactionName transaction,
      int stackLevel) {
    int evseId = place.evseId() == 0 ? place.connectorId() : place.evseId();
    String station =
        version == OcppVersion.V1_6 ? "ChargePointMaxProfile" : "ChargingStationMaxProfile";
    return bus.request(
        ChargingProfiles.NUMBER,
        new ProfileSlot(
            ChargerApi.key(call).chargerId(),
            evseId,
            transaction != null ? "TxProfile" : evseId == 0 ? station : "TxDefaultProfile",
            stackLevel,
            transaction == null ? null : transaction.stationId()));
  }

  private Future<Transaction> transaction(Call call, long id) {
    return bus.request(Transactions.GET, new Transactions.TransactionKey(id))
        .map(
            transaction -> {
              if (!transaction.chargerId().equals(ChargerApi.key(call).chargerId())) {
                throw new GalvanException(
                    Fault.NOT_FOUND, "this station has no transaction " + id, "transactionId");
              }
              return transaction;
            });
  }

  private static TransactionName name(Transaction transaction) {
    return new TransactionName(transaction.id(), transaction.stationTransactionId());
  }
}
