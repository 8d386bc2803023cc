package io.galvan.central.automation;

import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration keys of 1.6 (part 2, chapter 9) that a policy wants to have set. */
final class WantedKeys {
  static final String HEARTBEAT_INTERVAL = "HeartbeatInterval";

  /** How often a list that a station refuses is shortened. */
  private static final int SHORTENED = 3;

  /**
   * A key and the value wanted, then what would do instead.
   *
   * @param values at least one, the best first
   */
  record Wanted(String key, List<String> values) {}

  private WantedKeys() {}

  /**
   * @param stored the station's keys by lower-case name
   */
  static List<Wanted> of(Policy policy, Map<String, StoredKey> stored) {
    List<Wanted> wanted = new ArrayList<>();
    OfflinePolicy offline = policy.offlineOrNone();
    add(wanted, "LocalAuthorizeOffline", offline.localAuthorizeOffline());
    add(wanted, "LocalPreAuthorize", offline.localPreAuthorize());
    add(wanted, "AllowOfflineTxForUnknownId", offline.allowOfflineTxForUnknownId());
    add(wanted, "StopTransactionOnInvalidId", offline.stopTransactionOnInvalidId());
    for (String key : List.of("MeterValuesSampledData", "MeterValuesAlignedData")) {
      if (policy.measurands() != null) {
        wanted.add(new Wanted(key, lists(policy.measurands(), maxLength(key, stored))));
      }
    }
    add(wanted, "MeterValueSampleInterval", policy.sampleIntervalS());
    add(wanted, "ClockAlignedDataInterval", policy.clockAlignedIntervalS());
    return wanted;
  }

  private static void add(List<Wanted> wanted, String key, @Nullable Object value) {
    if (value != null) {
      wanted.add(new Wanted(key, List.of(value.toString())));
    }
  }

  /**
   * As many as the station says it can take, then fewer and fewer, the least wanted going first.
   */
  private static List<String> lists(List<String> measurands, int maxLength) {
    List<String> lists = new ArrayList<>();
    int longest = Math.max(1, Math.min(measurands.size(), maxLength));
    for (int size = longest; size > 0 && size >= longest - SHORTENED; size--) {
      lists.add(String.join(",", measurands.subList(0, size)));
    }
    return lists;
  }

  private static int maxLength(String key, Map<String, StoredKey> stored) {
    StoredKey limit = stored.get((key + "MaxLength").toLowerCase(Locale.ROOT));
    String value = limit == null ? null : limit.value();
    return value != null && value.matches("[0-9]{1,9}")
        ? Integer.parseInt(value)
        : Integer.MAX_VALUE;
  }

  /** Whether two values say the same: spaces and the case of letters mean nothing here. */
  static boolean same(@Nullable String stored, String wanted) {
    return stored != null && stored.replaceAll("\\s", "").equalsIgnoreCase(wanted);
  }
}
