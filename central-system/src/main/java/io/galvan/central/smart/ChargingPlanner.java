package io.galvan.central.smart;

import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.neutral.Profiles2;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileSlot;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.smartcharging.SmartCharging.PlanRequest;
import io.galvan.contract.smartcharging.SmartCharging.Planned;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingSchedulePeriod;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a vehicle that told its needs a charging profile for its transaction, within the limits
 * that were set for its station and EVSE (2.0.1 part 2, K15 to K17).
 */
public final class ChargingPlanner {
  private static final Logger LOG = LoggerFactory.getLogger(ChargingPlanner.class);
  private static final String REQUESTED_BY = "galvan";
  private static final int STACK_LEVEL = 0;

  private final Bus bus;
  private final Clock clock;
  private final CommandService commands;

  public ChargingPlanner(Bus bus, Clock clock, CommandService commands) {
    this.bus = bus;
    this.clock = clock;
    this.commands = commands;
  }

  /** Serves {@link SmartCharging#PLAN}. */
  public void serve() {
    bus.serve(SmartCharging.PLAN, this::plan);
  }

  private Future<Planned> plan(PlanRequest request) {
    return bus.request(Transactions.GET, new Transactions.TransactionKey(request.transactionId()))
        .compose(transaction -> plan(request, transaction.stationTransactionId()))
        .onFailure(failure -> noProfile(request, failure));
  }

  private static void noProfile(PlanRequest request, Throwable failure) {
    LOG.warn(
        "no charging profile for EVSE {} of {}: {}",
        request.evseId(),
        request.chargerId(),
        failure.getMessage());
  }

  /** The station's needs are answered while the profile is on its way. */
  private static Planned follows(PlanRequest request, Future<?> sent) {
    sent.onFailure(failure -> noProfile(request, failure));
    return new Planned(true);
  }

  private Future<Planned> plan(PlanRequest request, String stationTransactionId) {
    return bus.request(ChargingProfiles.LIST, new ChargerKey(request.chargerId()))
        .map(
            held -> {
              ChargingNeeds needs =
                  Shape.of(ChargingNeeds.class, request.version())
                      .read(request.needs(), Reading.TOLERANT, new ArrayList<>());
              Instant now = clock.instant();
              SetProfile greater = greater(held.items(), request.evseId(), stationTransactionId);
              if (greater != null) {
                return follows(request, sendAgain(request, greater));
              }
              ChargingPolicy.Rate rate =
                  ChargingPolicy.rate(needs, limit(held.items(), request.evseId()), now);
              return rate == null
                  ? new Planned(false)
                  : follows(request, send(request, stationTransactionId, rate, now));
            });
  }

  /** What somebody greater has set for this transaction, where the plan would be. */
  private static @Nullable SetProfile greater(
      List<SetProfile> held, int evseId, String transactionId) {
    return held.stream()
        .filter(set -> set.source() == null && !Owner.Vehicle.mayReplace(set.owner()))
        .filter(set -> set.purpose().equals("TxProfile") && set.stackLevel() == STACK_LEVEL)
        .filter(set -> set.evseId() == evseId)
        .filter(
            set ->
                set.stationTransactionId() == null
                    || set.stationTransactionId().equals(transactionId))
        .findFirst()
        .orElse(null);
  }

  /** The station waits for a profile to plan by; the one that it has stays (K15). */
  private Future<?> sendAgain(PlanRequest request, SetProfile set) {
    LOG.info(
        "EVSE {} of {} keeps its profile {}, which the vehicle's needs cannot replace",
        request.evseId(),
        request.chargerId(),
        set.profileId());
    OcppVersion version = request.version();
    ChargingProfile profile =
        Shape.of(ChargingProfile.class, version)
            .read(set.profile(), Reading.TOLERANT, new ArrayList<>());
    return commands.execute(
        new CommandRequest(
            request.chargerId(),
            "SetChargingProfile",
            version,
            Shape.of(SetChargingProfileRequest.class, version)
                .write(new SetChargingProfileRequest(set.evseId(), profile, null)),
            REQUESTED_BY,
            null,
            null,
            set.owner() == null ? Owner.Operator : set.owner()));
  }

  /** The least of what is set for the station and the EVSE now, beside plans of transactions. */
  private static ChargingPolicy.@Nullable Limit limit(List<SetProfile> held, int evseId) {
    ChargingPolicy.Limit least = null;
    for (SetProfile set : held) {
      boolean here = set.evseId() == 0 || set.evseId() == evseId;
      if (!here || set.purpose().equals("TxProfile") || set.stationTransactionId() != null) {
        continue;
      }
      ChargingProfile profile =
          Shape.of(ChargingProfile.class).read(set.profile(), Reading.TOLERANT, new ArrayList<>());
      var schedule = profile.chargingSchedule().get(0);
      BigDecimal value = schedule.chargingSchedulePeriod().get(0).limit();
      if (value != null
          && (least == null
              || (least.unit() == schedule.chargingRateUnit()
                  && value.compareTo(least.value()) < 0))) {
        least = new ChargingPolicy.Limit(schedule.chargingRateUnit(), value);
      }
    }
    return least;
  }

  private Future<?> send(
      PlanRequest request, String transactionId, ChargingPolicy.Rate rate, Instant now) {
    return bus.request(
            ChargingProfiles.NUMBER,
            new ProfileSlot(
                request.chargerId(), request.evseId(), "TxProfile", STACK_LEVEL, transactionId))
        .compose(
            number -> {
              List<ChargingSchedulePeriod> periods =
                  List.of(
                      rate.setpoint()
                          ? Profiles2.setpoint(rate.limit())
                          : Profiles2.period(0, rate.limit(), rate.numberPhases()));
              SetChargingProfileRequest set =
                  new SetChargingProfileRequest(
                      request.evseId(),
                      Profiles2.profile(
                          number.id(),
                          STACK_LEVEL,
                          ChargingProfilePurpose.TxProfile,
                          ChargingProfileKind.Absolute,
                          transactionId,
                          null,
                          Profiles2.schedule(number.id(), rate.unit(), null, now, periods)),
                      null);
              OcppVersion version = request.version();
              return commands.execute(
                  new CommandRequest(
                      request.chargerId(),
                      "SetChargingProfile",
                      version,
                      Shape.of(SetChargingProfileRequest.class, version).write(set),
                      REQUESTED_BY,
                      null,
                      null,
                      Owner.Vehicle));
            });
  }
}
