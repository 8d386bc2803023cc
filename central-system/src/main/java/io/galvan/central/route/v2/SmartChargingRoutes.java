package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandQuery;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.Policies.ChargingPlans;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.policy.Policies.VehiclePolicy;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingProfileStatus;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingScheduleUpdate;
import io.galvan.ocpp.v2.EnergyTransferMode;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.NotifyAllowedEnergyTransferRequest;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsRequest;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsResponse;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsStatus;
import io.galvan.ocpp.v2.NotifyEVChargingScheduleRequest;
import io.galvan.ocpp.v2.NotifyEVChargingScheduleResponse;
import io.galvan.ocpp.v2.PullDynamicScheduleUpdateRequest;
import io.galvan.ocpp.v2.PullDynamicScheduleUpdateResponse;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functional block K where it wants a decision: what vehicles need and plan, dynamic schedules. */
final class SmartChargingRoutes {
  private static final int MOST_TRANSACTIONS = 50;
  private static final int MOST_UNDER_WAY = 5;

  private final Bus bus;

  SmartChargingRoutes(Bus bus) {
    this.bus = bus;
  }

  /**
   * A profile for the transaction of the EVSE follows, of ours or of the operator's; without a
   * transaction there is none (K15.FR.05). Energy that may not flow in this way is refused (2.1,
   * Q01).
   */
  Future<NotifyEVChargingNeedsResponse> evChargingNeeds(
      Caller caller, NotifyEVChargingNeedsRequest request) {
    return Future.all(running(caller, request.evseId()), policy(caller))
        .compose(
            both -> {
              Optional<Transaction> found = both.resultAt(0);
              VehiclePolicy policy = both.resultAt(1);
              if (found.isEmpty()) {
                return Future.succeededFuture(noProfile(caller));
              }
              EnergyTransferMode mode = request.chargingNeeds().requestedEnergyTransfer();
              return isAllowed(caller, found.get(), policy, mode)
                  .compose(
                      allowed ->
                          allowed
                              ? answered(caller, request, found.get(), policy)
                              : Future.succeededFuture(
                                  needs(NotifyEVChargingNeedsStatus.Rejected)));
            });
  }

  /** Accepted promises a profile at once, Processing one that an operator is to make (K15). */
  private Future<NotifyEVChargingNeedsResponse> answered(
      Caller caller,
      NotifyEVChargingNeedsRequest request,
      Transaction transaction,
      VehiclePolicy policy) {
    if (policy.chargingPlans() == ChargingPlans.None) {
      return Future.succeededFuture(noProfile(caller));
    }
    if (policy.chargingPlans() == ChargingPlans.Manual) {
      return Future.succeededFuture(needs(NotifyEVChargingNeedsStatus.Processing));
    }
    return plan(caller, request, transaction)
        .map(
            planned ->
                planned.profileFollows()
                    ? needs(NotifyEVChargingNeedsStatus.Accepted)
                    : noProfile(caller));
  }

  private static NotifyEVChargingNeedsResponse noProfile(Caller caller) {
    return needs(
        caller.version() == OcppVersion.V2_1
            ? NotifyEVChargingNeedsStatus.NoChargingProfile
            : NotifyEVChargingNeedsStatus.Rejected);
  }

  private Future<VehiclePolicy> policy(Caller caller) {
    return bus.request(Policies.EFFECTIVE, new ChargerKey(caller.chargerId()))
        .map(Policy::vehiclesOrNone);
  }

  /** By what the station was told for the transaction, else by the policy. */
  private Future<Boolean> isAllowed(
      Caller caller, Transaction transaction, VehiclePolicy policy, EnergyTransferMode mode) {
    return bus.request(
            Holdings.LIST,
            new HoldingQuery(
                caller.chargerId(),
                HoldingKind.AllowedEnergyTransfer,
                transaction.stationTransactionId()))
        .map(
            told ->
                told.items().isEmpty()
                    ? policy.energyTransfers() == null
                        || policy.energyTransfers().contains(Wire.text(mode))
                    : Shape.of(NotifyAllowedEnergyTransferRequest.class)
                        .read(told.items().get(0).content(), Reading.TOLERANT, new ArrayList<>())
                        .allowedEnergyTransfer()
                        .contains(mode));
  }

  private Future<SmartCharging.Planned> plan(
      Caller caller, NotifyEVChargingNeedsRequest request, Transaction transaction) {
    return bus.request(
        SmartCharging.PLAN,
        new SmartCharging.PlanRequest(
            caller.chargerId(),
            caller.version(),
            request.evseId(),
            transaction.id(),
            Shape.of(ChargingNeeds.class, caller.version()).write(request.chargingNeeds())));
  }

  private static NotifyEVChargingNeedsResponse needs(NotifyEVChargingNeedsStatus status) {
    return new NotifyEVChargingNeedsResponse(status, null, null);
  }

  private Future<Optional<Transaction>> running(Caller caller, int evseId) {
    return bus.request(
            Transactions.LIST,
            new Transactions.TransactionQuery(
                caller.chargerId(),
                null,
                null,
                TransactionState.Running,
                null,
                null,
                Transactions.TransactionSort.startedAt,
                true,
                MOST_TRANSACTIONS,
                null))
        .map(
            page ->
                page.items().stream()
                    .filter(transaction -> transaction.evseId() == evseId)
                    .findFirst());
  }

  /** A plan above the profile of its transaction is refused, and the profile sent again (K17). */
  Future<NotifyEVChargingScheduleResponse> evChargingSchedule(
      Caller caller, NotifyEVChargingScheduleRequest request) {
    return given(caller, request.evseId())
        .compose(
            profiles ->
                profiles.stream().anyMatch(profile -> isAbove(request, profile))
                    ? planAgain(caller, request.evseId())
                        .map(ok -> schedule(GenericStatus.Rejected))
                    : Future.succeededFuture(schedule(GenericStatus.Accepted)));
  }

  /**
   * The profiles for the transaction of an EVSE. The vehicle plans as soon as its station has taken
   * a profile, which may be before that is written down: a profile under way counts in place of
   * those that are held. It is looked for first, for it may be held the next moment.
   */
  private Future<List<ChargingProfile>> given(Caller caller, int evseId) {
    return bus.request(
            Commands.LIST,
            new CommandQuery(
                caller.chargerId(),
                SmartChargingActions.SET_CHARGING_PROFILE.name(),
                null,
                MOST_UNDER_WAY,
                null))
        .compose(
            commands ->
                bus.request(ChargingProfiles.LIST, new ChargerKey(caller.chargerId()))
                    .map(
                        held -> {
                          List<ChargingProfile> sent = underWay(caller, commands.items(), evseId);
                          return sent.isEmpty() ? held(held.items(), evseId) : sent;
                        }));
  }

  private static List<ChargingProfile> underWay(Caller caller, List<Command> commands, int evseId) {
    return commands.stream()
        .filter(command -> command.version() == caller.version())
        .filter(
            command ->
                command.state() == CommandState.Queued || command.state() == CommandState.Sent)
        .map(
            command ->
                Shape.of(SetChargingProfileRequest.class)
                    .read(command.request(), Reading.TOLERANT, new ArrayList<>()))
        .filter(request -> request.evseId() == evseId)
        .map(SetChargingProfileRequest::chargingProfile)
        .filter(profile -> profile.chargingProfilePurpose() == ChargingProfilePurpose.TxProfile)
        .toList();
  }

  private static List<ChargingProfile> held(List<SetProfile> held, int evseId) {
    return held.stream()
        .filter(set -> set.evseId() == evseId && set.purpose().equals("TxProfile"))
        .map(
            set ->
                Shape.of(ChargingProfile.class)
                    .read(set.profile(), Reading.TOLERANT, new ArrayList<>()))
        .toList();
  }

  private static NotifyEVChargingScheduleResponse schedule(GenericStatus status) {
    return new NotifyEVChargingScheduleResponse(status, null, null);
  }

  /** Above the schedule that the vehicle chose; above all when that is not told. */
  private static boolean isAbove(NotifyEVChargingScheduleRequest request, ChargingProfile profile) {
    ChargingSchedule planned = request.chargingSchedule();
    Integer selected = request.selectedChargingScheduleId();
    int chosen = selected == null ? planned.id() : selected;
    List<ChargingSchedule> given = profile.chargingSchedule();
    List<ChargingSchedule> one =
        given.stream().filter(schedule -> schedule.id() == chosen).toList();
    return (one.isEmpty() ? given : one).stream().allMatch(schedule -> isAbove(planned, schedule));
  }

  private static boolean isAbove(ChargingSchedule planned, ChargingSchedule given) {
    BigDecimal most = most(given);
    BigDecimal wanted = most(planned);
    return given.chargingRateUnit() == planned.chargingRateUnit()
        && most != null
        && wanted != null
        && wanted.compareTo(most) > 0;
  }

  private static @Nullable BigDecimal most(ChargingSchedule schedule) {
    return schedule.chargingSchedulePeriod().stream()
        .map(period -> period.limit() == null ? period.setpoint() : period.limit())
        .filter(limit -> limit != null)
        .reduce(BigDecimal::max)
        .orElse(null);
  }

  /** As far as plans are ours. */
  private Future<?> planAgain(Caller caller, int evseId) {
    return Future.all(
            bus.request(
                Holdings.LIST,
                new HoldingQuery(
                    caller.chargerId(), HoldingKind.ChargingNeeds, Integer.toString(evseId))),
            running(caller, evseId),
            policy(caller))
        .onSuccess(
            all -> {
              List<Holdings.Holding> told = all.<Holdings.HoldingList>resultAt(0).items();
              Optional<Transaction> found = all.resultAt(1);
              ChargingPlans plans = all.<VehiclePolicy>resultAt(2).chargingPlans();
              if (found.isPresent()
                  && !told.isEmpty()
                  && (plans == null || plans == ChargingPlans.Automatic)) {
                plan(
                    caller,
                    Shape.of(NotifyEVChargingNeedsRequest.class, caller.version())
                        .read(told.get(0).content(), Reading.TOLERANT, new ArrayList<>()),
                    found.get());
              }
            });
  }

  /** What holds in a dynamic profile by what the station last accepted (2.1, K28). */
  Future<PullDynamicScheduleUpdateResponse> pullDynamicSchedule(
      Caller caller, PullDynamicScheduleUpdateRequest request) {
    String key = Integer.toString(request.chargingProfileId());
    return Future.all(
            bus.request(
                Holdings.LIST,
                new HoldingQuery(caller.chargerId(), HoldingKind.DynamicSchedule, key)),
            bus.request(ChargingProfiles.LIST, new ChargerKey(caller.chargerId())))
        .map(
            both -> {
              List<Holdings.Holding> updates = both.<Holdings.HoldingList>resultAt(0).items();
              boolean held =
                  both.<ChargingProfiles.SetProfiles>resultAt(1).items().stream()
                      .anyMatch(set -> set.profileId() == request.chargingProfileId());
              return updates.isEmpty() || !held
                  ? new PullDynamicScheduleUpdateResponse(
                      null,
                      ChargingProfileStatus.Rejected,
                      new StatusInfo(null, "NotFound", null),
                      null)
                  : new PullDynamicScheduleUpdateResponse(
                      Shape.of(ChargingScheduleUpdate.class)
                          .read(updates.get(0).content(), Reading.TOLERANT, new ArrayList<>()),
                      ChargingProfileStatus.Accepted,
                      null,
                      null);
            });
  }
}
