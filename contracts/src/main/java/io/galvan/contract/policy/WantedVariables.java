package io.galvan.contract.policy;

import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the variables of stations should be, where they differ, and how that is repaired. */
public final class WantedVariables {
  public static final BusAddress<SetQuery, SetPage> LIST =
      new BusAddress<>("wanted-variables.list", SetQuery.class, SetPage.class);
  public static final BusAddress<SetKey, WantedSet> GET =
      new BusAddress<>("wanted-variables.get", SetKey.class, WantedSet.class);
  public static final BusAddress<SetData, WantedSet> CREATE =
      new BusAddress<>("wanted-variables.create", SetData.class, WantedSet.class);
  public static final BusAddress<EditSet, WantedSet> REPLACE =
      new BusAddress<>("wanted-variables.replace", EditSet.class, WantedSet.class);
  public static final BusAddress<SetKey, Done> DELETE =
      new BusAddress<>("wanted-variables.delete", SetKey.class, Done.class);
  public static final BusAddress<DriftQuery, DriftPage> DRIFT =
      new BusAddress<>("wanted-variables.drift", DriftQuery.class, DriftPage.class);
  public static final BusAddress<Repair, Repaired> REPAIR =
      new BusAddress<>("wanted-variables.repair", Repair.class, Repaired.class);

  private WantedVariables() {}

  /**
   * @param evseId null: wherever the station has the component
   * @param connectorId null: wherever the station has the component
   */
  public record WantedVariable(
      String component,
      @Nullable String componentInstance,
      @Nullable Integer evseId,
      @Nullable Integer connectorId,
      String variable,
      @Nullable String variableInstance,
      @Nullable AttributeType type,
      String value) {}

  /**
   * Which stations it is for: all that fit every field that is set.
   *
   * @param variables each once
   */
  public record SetData(
      String name,
      @Nullable String site,
      @Nullable String vendor,
      @Nullable String model,
      List<WantedVariable> variables) {}

  public record WantedSet(
      String id,
      String name,
      @Nullable String site,
      @Nullable String vendor,
      @Nullable String model,
      List<WantedVariable> variables,
      Instant createdAt,
      Instant updatedAt) {}

  public record SetKey(String id) {}

  public record EditSet(String id, SetData data) {}

  public record SetQuery(int limit, @Nullable String cursor) {}

  public record SetPage(List<WantedSet> items, @Nullable String next) {}

  /** How a station differs. */
  public enum Difference {
    /** Another value is set. */
    Differs,
    /** The station has no such variable. */
    Missing,
    /** Another value is set, and the station does not let it be changed. */
    ReadOnly
  }

  /**
   * @param value what the station has; null: no value is known
   */
  public record Drift(
      String chargerId,
      VariableName name,
      AttributeType type,
      @Nullable String value,
      String wanted,
      Difference difference) {}

  public record DriftQuery(String id, int limit, @Nullable String cursor) {}

  /**
   * @param stations that the set is for and whose device model is known
   * @param unknown stations that the set is for, which have never told their device model
   * @param differing stations that differ in at least one variable
   */
  public record DriftPage(
      long stations, long unknown, long differing, List<Drift> items, @Nullable String next) {}

  /**
   * Sets the variables of the stations that differ, by campaigns: one for each distinct payload.
   *
   * @param waitS how long stations that are not connected are waited for; null: not at all
   */
  public record Repair(
      String id, int parallelism, @Nullable Long waitS, @Nullable String requestedBy) {}

  /**
   * @param stations that are to be changed; 0: none differs in what can be changed
   */
  public record Repaired(long stations, List<Campaign> campaigns) {}
}
