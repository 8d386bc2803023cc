package io.galvan.charger.locallist;

import io.galvan.charger.devicemodel.MessageLimits;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.ocpp.OcppVersion;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a local authorization list a charger takes, as it told by its configuration or its
 * device model, and as far as we go along.
 *
 * @param list entries of the whole list
 * @param update entries of one update
 * @param bytes of one update
 */
record LocalListBounds(String chargerId, OcppVersion version, int list, int update, int bytes) {
  /** Of 2.x, with what the bounds are told by. */
  static final String CONTROLLER = "LocalAuthListCtrlr";

  private static final String LIST_BOUND = "LocalAuthListMaxLength";
  private static final String UPDATE_BOUND = "SendLocalListMaxLength";
  private static final String ENTRIES = "Entries";
  private static final String ITEMS = "ItemsPerMessage";
  private static final String BYTES = "BytesPerMessage";
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_IN_UPDATE = 1_000;
  private static final int MAX_BYTES = 1_000_000;

  /** For a charger that does not tell how many it takes at once. */
  private static final int USUAL_IN_UPDATE = 250;

  static LocalListBounds of16(String chargerId, List<StoredKey> told) {
    return new LocalListBounds(
        chargerId,
        OcppVersion.V1_6,
        bound(value(told, LIST_BOUND), MAX_ENTRIES, MAX_ENTRIES),
        bound(value(told, UPDATE_BOUND), MAX_IN_UPDATE, USUAL_IN_UPDATE),
        MAX_BYTES);
  }

  /** What is no number counts as not told. */
  private static @Nullable Integer value(List<StoredKey> told, String name) {
    for (StoredKey key : told) {
      String value = key.value();
      if (key.key().equalsIgnoreCase(name) && value != null && value.strip().matches("\\d{1,9}")) {
        return Integer.valueOf(value.strip());
      }
    }
    return null;
  }

  static LocalListBounds of2(String chargerId, OcppVersion version, List<Variable> told) {
    return new LocalListBounds(
        chargerId,
        version,
        bound(most(told), MAX_ENTRIES, MAX_ENTRIES),
        bound(MessageLimits.number(variable(told, ITEMS)), MAX_IN_UPDATE, USUAL_IN_UPDATE),
        bound(MessageLimits.number(variable(told, BYTES)), MAX_BYTES, MAX_BYTES));
  }

  private static @Nullable Variable variable(List<Variable> told, String name) {
    return told.stream()
        .filter(variable -> variable.name().variable().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  /** The value of Entries is how many there are; how many there can be is its maxLimit. */
  private static @Nullable Integer most(List<Variable> told) {
    Variable entries = variable(told, ENTRIES);
    BigDecimal most =
        entries == null || entries.characteristics() == null
            ? null
            : entries.characteristics().maxLimit();
    return most == null || most.signum() <= 0
        ? null
        : most.min(BigDecimal.valueOf(MAX_ENTRIES)).intValue();
  }

  private static int bound(@Nullable Integer told, int most, int usual) {
    return told == null || told == 0 ? usual : Math.min(told, most);
  }

  /** The entries of each update; of one without any when there are none. */
  List<List<LocalList.Change>> parts(List<LocalList.Change> changes) {
    return changes.isEmpty()
        ? List.of(changes)
        : MessageLimits.of(update, bytes)
            .parts(
                changes, part -> LocalListMessages.write(version, Integer.MAX_VALUE, false, part));
  }
}
