package io.galvan.contract.policy;

import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.config.PolicySettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How chargers are to behave and to be treated. The charger service keeps a policy for single
 * chargers and for sites; what neither says is the system's default, from its settings.
 */
public final class Policies {
  public static final BusAddress<DefaultQuery, Policy> DEFAULT =
      new BusAddress<>("policy.default", DefaultQuery.class, Policy.class);
  public static final BusAddress<Owner, Policy> GET =
      new BusAddress<>("policy.get", Owner.class, Policy.class);
  public static final BusAddress<SetPolicy, Policy> SET =
      new BusAddress<>("policy.set", SetPolicy.class, Policy.class);
  public static final BusAddress<Chargers.ChargerKey, Policy> EFFECTIVE =
      new BusAddress<>("policy.effective", Chargers.ChargerKey.class, Policy.class);

  private Policies() {}

  public record DefaultQuery() {}

  /** Whose policy it is. */
  public enum Scope {
    Charger,
    Site
  }

  /**
   * @param name the charger's identity, or the site as chargers name it
   */
  public record Owner(Scope scope, String name) {}

  /** Replaces the owner's policy; {@link Policy#NONE} removes it. */
  public record SetPolicy(Owner owner, Policy policy) {}

  /** What a charger does while it is not connected; each is the 1.6 key of the same name. */
  public record OfflinePolicy(
      @Nullable Boolean localAuthorizeOffline,
      @Nullable Boolean localPreAuthorize,
      @Nullable Boolean allowOfflineTxForUnknownId,
      @Nullable Boolean stopTransactionOnInvalidId) {
    static final OfflinePolicy NONE = new OfflinePolicy(null, null, null, null);

    OfflinePolicy or(OfflinePolicy other) {
      return new OfflinePolicy(
          first(localAuthorizeOffline, other.localAuthorizeOffline),
          first(localPreAuthorize, other.localPreAuthorize),
          first(allowOfflineTxForUnknownId, other.allowOfflineTxForUnknownId),
          first(stopTransactionOnInvalidId, other.stopTransactionOnInvalidId));
    }
  }

  /** What a vehicle that tells its needs is given. */
  public enum ChargingPlans {
    /** A charging profile that the system makes. */
    Automatic,
    /** A charging profile that the operator sends. */
    Manual,
    /** None: the vehicle charges by the station's own limits. */
    None
  }

  /**
   * How vehicles charge that speak with their station by ISO 15118.
   *
   * @param chargingPlans null is Automatic
   * @param energyTransfers the ways in which energy may flow, by their names in OCPP; null is every
   *     way
   */
  public record VehiclePolicy(
      @Nullable ChargingPlans chargingPlans,
      @Items(min = 1, max = 20) @MaxLength(20) @Nullable List<String> energyTransfers) {
    static final VehiclePolicy NONE = new VehiclePolicy(null, null);

    VehiclePolicy or(VehiclePolicy other) {
      return new VehiclePolicy(
          first(chargingPlans, other.chargingPlans), first(energyTransfers, other.energyTransfers));
    }
  }

  /**
   * A field that is null says nothing.
   *
   * @param freeVending idTokens that nobody stored are accepted; blocked and expired ones are not
   * @param heartbeatIntervalS told in the boot answer
   * @param measurands what is metered, the most wanted first
   * @param sampleIntervalS between meter values of a transaction; 0 is none
   * @param clockAlignedIntervalS between meter values at full intervals of the day; 0 is none
   * @param triggerBootAfterS a charger that never booted here, connected, and did not boot for so
   *     long is asked to; 0 is never
   * @param takeInventory a charger of 2.x is asked for its whole device model after the boot of a
   *     firmware whose model is not known; null is yes
   * @param askForTransactions a charger of 2.x is asked by GetTransactionStatus for transactions of
   *     which something is missing; null is yes
   */
  public record Policy(
      @Nullable Boolean freeVending,
      @Range(min = 1, max = 86_400) @Nullable Integer heartbeatIntervalS,
      @Nullable OfflinePolicy offline,
      @Items(min = 1, max = 30) @MaxLength(60) @Nullable List<String> measurands,
      @Range(min = 0, max = 86_400) @Nullable Integer sampleIntervalS,
      @Range(min = 0, max = 86_400) @Nullable Integer clockAlignedIntervalS,
      @Range(min = 0, max = 3_600) @Nullable Integer triggerBootAfterS,
      @Nullable Boolean takeInventory,
      @Nullable VehiclePolicy vehicles,
      @Nullable Boolean askForTransactions) {
    public static final Policy NONE =
        new Policy(null, null, null, null, null, null, null, null, null, null);

    /** One that does not say whether stations are asked for their transactions. */
    public Policy(
        @Nullable Boolean freeVending,
        @Nullable Integer heartbeatIntervalS,
        @Nullable OfflinePolicy offline,
        @Nullable List<String> measurands,
        @Nullable Integer sampleIntervalS,
        @Nullable Integer clockAlignedIntervalS,
        @Nullable Integer triggerBootAfterS,
        @Nullable Boolean takeInventory,
        @Nullable VehiclePolicy vehicles) {
      this(
          freeVending,
          heartbeatIntervalS,
          offline,
          measurands,
          sampleIntervalS,
          clockAlignedIntervalS,
          triggerBootAfterS,
          takeInventory,
          vehicles,
          null);
    }

    /** The system's default. */
    public static Policy of(PolicySettings settings) {
      return new Policy(
              settings.freeVending(),
              settings.heartbeatIntervalS(),
              new OfflinePolicy(
                  settings.localAuthorizeOffline(),
                  settings.localPreAuthorize(),
                  settings.allowOfflineTxForUnknownId(),
                  settings.stopTransactionOnInvalidId()),
              settings.measurands(),
              settings.sampleIntervalS(),
              settings.clockAlignedIntervalS(),
              settings.triggerBootAfterS(),
              settings.takeInventory(),
              null)
          .or(NONE);
    }

    /** Field by field this policy's value, else the other's. */
    public Policy or(Policy other) {
      OfflinePolicy both = offlineOrNone().or(other.offlineOrNone());
      VehiclePolicy ofVehicles = vehiclesOrNone().or(other.vehiclesOrNone());
      return new Policy(
          first(freeVending, other.freeVending),
          first(heartbeatIntervalS, other.heartbeatIntervalS),
          both.equals(OfflinePolicy.NONE) ? null : both,
          first(measurands, other.measurands),
          first(sampleIntervalS, other.sampleIntervalS),
          first(clockAlignedIntervalS, other.clockAlignedIntervalS),
          first(triggerBootAfterS, other.triggerBootAfterS),
          first(takeInventory, other.takeInventory),
          ofVehicles.equals(VehiclePolicy.NONE) ? null : ofVehicles,
          first(askForTransactions, other.askForTransactions));
    }

    /** What it says of vehicles. */
    public VehiclePolicy vehiclesOrNone() {
      return vehicles == null ? VehiclePolicy.NONE : vehicles;
    }

    /** What it says of the time without a connection. */
    public OfflinePolicy offlineOrNone() {
      return offline == null ? OfflinePolicy.NONE : offline;
    }
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
    return own == null ? other : own;
  }
}
