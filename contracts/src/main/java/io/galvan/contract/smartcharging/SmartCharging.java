package io.galvan.contract.smartcharging;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;

/** Plans for vehicles that told what they need, and for transactions that go on. */
public final class SmartCharging {
  /**
   * Served on every node: makes a plan, answers whether there is one, and then sends it to the
   * station as a charging profile.
   */
  public static final BusAddress<PlanRequest, Planned> PLAN =
      new BusAddress<>("smart-charging.plan", PlanRequest.class, Planned.class);

  /** Served on every node: sends the profiles of a transaction to its station again. */
  public static final BusAddress<RestoreRequest, Done> RESTORE =
      new BusAddress<>("smart-charging.restore", RestoreRequest.class, Done.class);

  private SmartCharging() {}

  /**
   * @param needs the vehicle's, as JSON in the version's own terms
   */
  public record PlanRequest(
      String chargerId, OcppVersion version, int evseId, long transactionId, String needs) {}

  /**
   * @param profileFollows false when neither the vehicle nor a limit says how much is possible
   */
  public record Planned(boolean profileFollows) {}

  /** A transaction that goes on after its station started anew. */
  public record RestoreRequest(
      String chargerId, OcppVersion version, String stationTransactionId) {}
}
