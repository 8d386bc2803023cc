package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.contract.devicemodel.VariableNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How much a station takes in one message of an action (2.0.1 part 2, 2.1.12: ItemsPerMessage and
 * BytesPerMessage), and messages cut to it.
 *
 * @param unknown variables that would tell, if they were read
 */
public record MessageLimits(int items, int bytes, List<Wish> unknown) {
  /** For a station that does not tell. */
  private static final int USUAL_ITEMS = 20;

  /** So few are taken by every station worth the name. */
  private static final int ALWAYS_TAKEN = 2;

  private static final int MOST_ITEMS = 500;
  private static final int MOST_BYTES = 60_000;

  /** More than any frame holds. */
  private static final int UNBOUNDED = 10_000_000;

  /** The frame around the payload: its type, id and action. */
  private static final int FRAME_BYTES = 100;

  private static final String ITEMS = "ItemsPerMessage";
  private static final String BYTES = "BytesPerMessage";

  /** The variables that tell the limits of an action. */
  public static List<VariableName> names(String action) {
    String controller = action.endsWith("Monitoring") ? "MonitoringCtrlr" : "DeviceDataCtrlr";
    return List.of(
        VariableName.of(controller, ITEMS, action), VariableName.of(controller, BYTES, action));
  }

  public static MessageLimits of(String action, Map<VariableName, Variable> model) {
    List<VariableName> names = names(action);
    Integer items = number(model.get(VariableNames.key(names.get(0))));
    Integer bytes = number(model.get(VariableNames.key(names.get(1))));
    return new MessageLimits(
        items == null ? USUAL_ITEMS : Math.min(items, MOST_ITEMS),
        bytes == null ? MOST_BYTES : Math.min(bytes, MOST_BYTES),
        items == null ? names.stream().map(name -> new Wish(name, null)).toList() : List.of());
  }

  /** What the station told of an action, and nothing else. */
  static MessageLimits told(String action, Map<VariableName, Variable> model) {
    List<VariableName> names = names(action);
    Integer items = number(model.get(VariableNames.key(names.get(0))));
    Integer bytes = number(model.get(VariableNames.key(names.get(1))));
    return of(items == null ? UNBOUNDED : items, bytes == null ? UNBOUNDED : bytes);
  }

  /** Limits that are known. */
  public static MessageLimits of(int items, int bytes) {
    return new MessageLimits(items, bytes, List.of());
  }

  /** The variable's value as a positive number; null when it has none. */
  public static @Nullable Integer number(@Nullable Variable variable) {
    if (variable == null) {
      return null;
    }
    for (Attribute attribute : variable.attributes()) {
      String value = attribute.value();
      if (attribute.type() == AttributeType.Actual
          && value != null
          && value.strip().matches("0*[1-9]\\d{0,8}")) {
        return Integer.valueOf(value.strip());
      }
    }
    return null;
  }

  /** What is to be known before so many items are sent. */
  List<Wish> toLearn(int wanted) {
    return wanted > ALWAYS_TAKEN ? unknown : List.of();
  }

  /** Messages of as many items as go in one; an item that is too long for any goes alone. */
  public <T> List<String> cut(List<T> all, Function<List<T>, String> payload) {
    return parts(all, payload).stream().map(payload).toList();
  }

  /** The items of each message. */
  public <T> List<List<T>> parts(List<T> all, Function<List<T>, String> payload) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      int to = (int) Math.min(all.size(), (long) from + items);
      String message = payload.apply(all.subList(from, to));
      while (to - from > 1 && length(message) > bytes) {
        long share = (long) (to - from) * bytes / length(message);
        to = from + (int) Math.max(1, Math.min(to - from - 1, share));
        message = payload.apply(all.subList(from, to));
      }
      parts.add(all.subList(from, to));
      from = to;
    }
    return parts;
  }

  private static int length(String message) {
    return message.getBytes(StandardCharsets.UTF_8).length + FRAME_BYTES;
  }
}
