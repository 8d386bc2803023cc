package io.galvan.central.automation;

import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The standard variables of 2.x (2.0.1 part 2, appendix 3) that a policy wants to have set: what
 * {@link WantedKeys} are in 1.6.
 */
final class WantedVariableValues {
  /** HeartbeatInterval of 1.6. */
  static final VariableName HEARTBEAT_INTERVAL =
      VariableName.of("OCPPCommCtrlr", "HeartbeatInterval");

  /**
   * @param list of a list the order of the members means nothing
   */
  record Wanted(VariableName name, String value, boolean list) {
    /** Whether a station that has this value is as wanted. */
    boolean isMet(@Nullable String stored) {
      if (stored == null) {
        return false;
      }
      return list ? members(stored).equals(members(value)) : stored.strip().equalsIgnoreCase(value);
    }

    /** As far as the station can: of a list the members that it knows. Null: not at all. */
    @Nullable Wanted within(@Nullable String valuesList) {
      if (!list || valuesList == null || valuesList.isBlank()) {
        return this;
      }
      Set<String> known = members(valuesList);
      String fitting =
          Arrays.stream(value.split(","))
              .filter(member -> known.contains(member.strip().toLowerCase(Locale.ROOT)))
              .collect(Collectors.joining(","));
      return fitting.isEmpty() ? null : new Wanted(name, fitting, true);
    }

    private static Set<String> members(String list) {
      Set<String> members = new HashSet<>();
      for (String member : list.split(",")) {
        if (!member.isBlank()) {
          members.add(member.strip().toLowerCase(Locale.ROOT));
        }
      }
      return members;
    }
  }

  private WantedVariableValues() {}

  /** All but the heartbeat interval, which stations are told when they boot. */
  static List<Wanted> of(Policy policy) {
    List<Wanted> wanted = new ArrayList<>();
    OfflinePolicy offline = policy.offlineOrNone();
    add(wanted, "AuthCtrlr", "LocalAuthorizeOffline", offline.localAuthorizeOffline());
    add(wanted, "AuthCtrlr", "LocalPreAuthorize", offline.localPreAuthorize());
    add(wanted, "AuthCtrlr", "OfflineTxForUnknownIdEnabled", offline.allowOfflineTxForUnknownId());
    add(wanted, "TxCtrlr", "StopTxOnInvalidId", offline.stopTransactionOnInvalidId());
    if (policy.measurands() != null) {
      String measurands = String.join(",", policy.measurands());
      for (VariableName name :
          List.of(
              VariableName.of("SampledDataCtrlr", "TxUpdatedMeasurands"),
              VariableName.of("AlignedDataCtrlr", "Measurands"))) {
        wanted.add(new Wanted(name, measurands, true));
      }
    }
    add(wanted, "SampledDataCtrlr", "TxUpdatedInterval", policy.sampleIntervalS());
    add(wanted, "AlignedDataCtrlr", "Interval", policy.clockAlignedIntervalS());
    return wanted;
  }

  private static void add(
      List<Wanted> wanted, String component, String variable, @Nullable Object value) {
    if (value != null) {
      wanted.add(new Wanted(VariableName.of(component, variable), value.toString(), false));
    }
  }
}
