package io.galvan.contract.report;

import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a station of 2.x holds by its own word, besides charging profiles and variables. */
public final class Holdings {
  public static final BusAddress<HoldingQuery, HoldingList> LIST =
      new BusAddress<>("holding.list", HoldingQuery.class, HoldingList.class);

  private Holdings() {}

  public enum HoldingKind {
    /** A message on its display, by the message's id. */
    DisplayMessage,
    /** A control of distributed energy resources, by the control's id. */
    DERControl,
    /** A limit that somebody else put on it, by EVSE and source. */
    ChargingLimit,
    /** What the vehicle at an EVSE needs, by EVSE. */
    ChargingNeeds,
    /** What the vehicle at an EVSE plans, by EVSE. */
    EVChargingSchedule,
    /** A transaction that charges with priority, by the station's name of it. */
    PriorityCharging,
    /** What holds in a dynamic charging profile, by the profile's id. */
    DynamicSchedule,
    /** In which ways energy may flow in a transaction, by the station's name of it. */
    AllowedEnergyTransfer
  }

  /**
   * @param key by which the station knows it among its kind
   * @param content as JSON, in the version's own terms
   */
  public record Holding(
      HoldingKind kind, String key, @Nullable Integer evseId, String content, Instant at) {}

  /**
   * @param kind null: of every kind
   * @param key null: all of the kind
   */
  public record HoldingQuery(String chargerId, @Nullable HoldingKind kind, @Nullable String key) {}

  public record HoldingList(List<Holding> items) {}
}
