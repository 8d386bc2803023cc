package io.galvan.contract.locallist;

import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local authorization lists of chargers: what each is known to hold, and what must be sent for
 * it to hold the stored idTokens.
 */
public final class LocalLists {
  public static final BusAddress<ChargerKey, LocalListStatus> GET =
      new BusAddress<>("local-list.get", ChargerKey.class, LocalListStatus.class);
  public static final BusAddress<PlanUpdate, Plan> PLAN =
      new BusAddress<>("local-list.plan", PlanUpdate.class, Plan.class);

  private LocalLists() {}

  public enum ListUpdateType {
    /** Replaces the whole list. */
    Full,
    /** Only what changed. */
    Differential
  }

  public enum LocalListState {
    /** Nothing is known of the charger's list. */
    Unknown,
    /** It holds the stored idTokens. */
    InSync,
    /** It holds something else. */
    Behind,
    /** The last update was not taken. */
    Failed,
    NotSupported
  }

  /**
   * @param version of the list that was last acknowledged; null if what the charger holds is not
   *     known
   * @param reportedVersion as the charger said last; -1 means that it has no such list
   * @param entries how many idTokens the acknowledged list holds
   * @param lastStatus the charger's answer to the last update
   */
  public record LocalListStatus(
      String chargerId,
      @Nullable Integer version,
      @Nullable Integer reportedVersion,
      LocalListState state,
      int entries,
      @Nullable ListUpdateType lastUpdateType,
      @Nullable String lastStatus,
      @Nullable Instant updatedAt) {}

  /**
   * @param updateType null: the smaller one that will do
   */
  public record PlanUpdate(String chargerId, @Nullable ListUpdateType updateType) {}

  /**
   * Updates to send one after another, each only when the one before was accepted; none when the
   * list is as it should be.
   */
  public record Plan(List<ListUpdate> updates) {}

  /**
   * @param request the payload of SendLocalList as JSON
   */
  public record ListUpdate(ListUpdateType updateType, String request) {}
}
