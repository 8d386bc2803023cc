package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileStatus;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingScheduleUpdate;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsRequest;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsResponse;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsStatus;
import io.galvan.ocpp.v2.NotifyEVChargingScheduleRequest;
import io.galvan.ocpp.v2.NotifyEVChargingScheduleResponse;
import io.galvan.ocpp.v2.PullDynamicScheduleUpdateRequest;
import io.galvan.ocpp.v2.PullDynamicScheduleUpdateResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers.ChargerKey;
import io.galvan.platform.contract.ChargingProfiles;
import io.galvan.platform.contract.ChargingProfiles.SetProfile;
import io.galvan.platform.contract.Holdings;
import io.galvan.platform.contract.Holdings.HoldingKind;
import io.galvan.platform.contract.Holdings.HoldingQuery;
import io.galvan.platform.contract.SmartCharging;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.contract.Transactions.TransactionState;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functional block K where it wants a decision: what vehicles need and plan, dynamic schedules. */
final class SmartChargingRoutes {
  private static final int MOST_TRANSACTIONS = 50;

  private final Bus bus;

  SmartChargingRoutes(Bus bus) {
    this.bus = bus;
  }

  /** A profile for the transaction of the EVSE follows; without one there is none (K15.FR.05). */
  Future<NotifyEVChargingNeedsResponse> evChargingNeeds(
      Caller caller, NotifyEVChargingNeedsRequest request) {
    return running(caller, request.evseId())
        .map(
            found -> {
              if (found.isEmpty()) {
                return needs(
                    caller.version() == OcppVersion.V2_1
                        ? NotifyEVChargingNeedsStatus.NoChargingProfile
                        : NotifyEVChargingNeedsStatus.Rejected);
              }
              bus.send(
                  SmartCharging.PLAN,
                  new SmartCharging.PlanRequest(
                      caller.chargerId(),
                      caller.version(),
                      request.evseId(),
                      found.get().id(),
                      Shape.of(ChargingNeeds.class, caller.version())
                          .write(request.chargingNeeds())));
              return needs(NotifyEVChargingNeedsStatus.Processing);
            });
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
    return bus.request(ChargingProfiles.LIST, new ChargerKey(caller.chargerId()))
        .compose(
            held -> {
              boolean above =
                  held.items().stream()
                      .filter(set -> set.evseId() == request.evseId())
                      .filter(set -> set.purpose().equals("TxProfile"))
                      .anyMatch(set -> isAbove(request.chargingSchedule(), set));
              return above
                  ? planAgain(caller, request.evseId()).map(ok -> schedule(GenericStatus.Rejected))
                  : Future.succeededFuture(schedule(GenericStatus.Accepted));
            });
  }

  private static NotifyEVChargingScheduleResponse schedule(GenericStatus status) {
    return new NotifyEVChargingScheduleResponse(status, null, null);
  }

  private static boolean isAbove(ChargingSchedule planned, SetProfile set) {
    ChargingSchedule given =
        Shape.of(ChargingProfile.class)
            .read(set.profile(), Reading.TOLERANT, new ArrayList<>())
            .chargingSchedule()
            .get(0);
    BigDecimal most = most(given);
    BigDecimal wanted = most(planned);
    return given.chargingRateUnit() == planned.chargingRateUnit()
        && most != null
        && wanted != null
        && wanted.compareTo(most) > 0;
  }

  private static @Nullable BigDecimal most(ChargingSchedule schedule) {
    return schedule.chargingSchedulePeriod().stream()
        .map(period -> period.limit())
        .filter(limit -> limit != null)
        .reduce(BigDecimal::max)
        .orElse(null);
  }

  private Future<?> planAgain(Caller caller, int evseId) {
    return bus.request(
            Holdings.LIST,
            new HoldingQuery(
                caller.chargerId(), HoldingKind.ChargingNeeds, Integer.toString(evseId)))
        .compose(
            told ->
                running(caller, evseId)
                    .onSuccess(
                        found -> {
                          if (found.isPresent() && !told.items().isEmpty()) {
                            NotifyEVChargingNeedsRequest needs =
                                Shape.of(NotifyEVChargingNeedsRequest.class, caller.version())
                                    .read(
                                        told.items().get(0).content(),
                                        Reading.TOLERANT,
                                        new ArrayList<>());
                            bus.send(
                                SmartCharging.PLAN,
                                new SmartCharging.PlanRequest(
                                    caller.chargerId(),
                                    caller.version(),
                                    evseId,
                                    found.get().id(),
                                    Shape.of(ChargingNeeds.class, caller.version())
                                        .write(needs.chargingNeeds())));
                          }
                        }));
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
