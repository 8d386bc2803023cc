package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.calling;
import static io.galvan.simulator.quirk.Behaviour.sending;
import static io.galvan.simulator.quirk.Behaviour.writing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stations make of JSON, of times, and of message ids. */
final class MessageQuirks {
  private static final int HUGE_FRAME_SAMPLES = 12_000;
  private static final int CALLRESULT = 3;
  private static final Pattern TRANSACTION_ID = Pattern.compile("\"transactionId\":-?\\d+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /** What stands for an optional field that is nothing. */
  private static final Map<String, List<String>> OPTIONAL =
      Map.of(
          "BootNotification", List.of("iccid", "imsi", "chargeBoxSerialNumber"),
          "StatusNotification", List.of("info", "vendorId", "vendorErrorCode"),
          "StartTransaction", List.of("reservationId"),
          "StopTransaction", List.of("transactionData"),
          "DataTransfer", List.of("data"));

  private MessageQuirks() {}

  /** Cuts as many closing brackets as leave a whole value at the end. */
  static Behaviour truncated() {
    return writing(
        text -> {
          if (!text.startsWith("[2,") || !text.endsWith("}]")) {
            return text;
          }
          char before = text.charAt(text.length() - 3);
          boolean whole = "}]\"el".indexOf(before) >= 0;
          return text.substring(0, text.length() - (whole ? 2 : 1));
        });
  }

  static Behaviour missingValue() {
    return writing(
        text ->
            text.contains("\"MeterValues\"")
                ? TRANSACTION_ID.matcher(text).replaceFirst("\"transactionId\":")
                : text);
  }

  static Behaviour objectForArray() {
    return calling(
        "MeterValues",
        payload -> {
          JsonArray values = payload.getJsonArray("meterValue");
          if (values.size() == 1) {
            payload.put("meterValue", values.getJsonObject(0));
          }
        });
  }

  static Behaviour nullPayload() {
    return writing(
        text ->
            text.startsWith("[2,") && text.endsWith(",{}]")
                ? text.substring(0, text.length() - 3) + "null]"
                : text);
  }

  static Behaviour emptyOptionals() {
    return sending((message, line) -> fill(message, ""));
  }

  static Behaviour nullOptionals() {
    return sending((message, line) -> fill(message, null));
  }

  private static void fill(Message message, @Nullable Object value) {
    if (!message.isCall()) {
      return;
    }
    for (String name : OPTIONAL.getOrDefault(message.action(), List.of())) {
      if (!message.payload().containsKey(name)) {
        message.payload().put(name, value);
      }
    }
  }

  static Behaviour longStrings() {
    return calling(
        "StatusNotification",
        payload -> payload.put("info", "x".repeat(80)).put("vendorErrorCode", "0815".repeat(20)));
  }

  /** Words of an older version, and words of its own. */
  static Behaviour unknownEnums() {
    return sending(
        (message, line) -> {
          if (message.is("StatusNotification")
              && "Preparing".equals(message.payload().getString("status"))) {
            message.payload().put("status", "Occupied");
          } else if (message.is("StopTransaction")) {
            message.payload().put("reason", "Stopped by the user of the app");
          }
        });
  }

  static Behaviour numbersAsStrings() {
    return sending(
        (message, line) -> {
          if (message.isCall()) {
            replace(message.payload(), value -> value instanceof Number ? value.toString() : value);
          }
        });
  }

  static Behaviour stringsAsNumbers() {
    return calling(
        "MeterValues",
        payload ->
            replace(
                payload,
                value ->
                    value instanceof String text && NUMBER.matcher(text).matches()
                        ? (Object) new BigDecimal(text)
                        : value));
  }

  static Behaviour extraFields() {
    return sending(
        (message, line) -> {
          if (message.isCall()) {
            message
                .payload()
                .put("vendorExtension", new JsonObject().put("uptime", 4711).put("tags", "a"));
          }
        });
  }

  /** Each value that is no structure, in all depths. */
  static void replace(JsonObject payload, UnaryOperator<Object> change) {
    for (String name : List.copyOf(payload.fieldNames())) {
      payload.put(name, replaced(payload.getValue(name), change));
    }
  }

  private static @Nullable Object replaced(@Nullable Object value, UnaryOperator<Object> change) {
    if (value instanceof JsonObject object) {
      replace(object, change);
      return object;
    }
    if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, replaced(array.getValue(i), change));
      }
      return array;
    }
    return value == null ? null : change.apply(value);
  }

  /** Gives CALLs other ids, and the answers those that the station waits for. */
  static Behaviour ids(boolean always1) {
    return new Behaviour() {
      private final ArrayDeque<String> waiting = new ArrayDeque<>();
      private int count;

      @Override
      public void opened() {
        waiting.clear();
        count = 0;
      }

      @Override
      public void sends(Message message, Line line) {
        if (message.isCall()) {
          waiting.add(message.id());
          message.id(always1 ? "1" : Integer.toString(++count));
        }
      }

      @Override
      public void hears(Message message, Line line) {
        // The central system answers in the order of the calls.
        if (!message.isCall() && !waiting.isEmpty()) {
          message.id(waiting.remove());
        }
      }
    };
  }

  static Behaviour twice() {
    return new Behaviour() {
      @Override
      public int times() {
        return 2;
      }
    };
  }

  /** All samples of a long session in one StopTransaction. */
  static Behaviour hugeFrames() {
    return calling(
        "StopTransaction",
        payload -> {
          JsonArray samples = new JsonArray();
          for (int i = 0; i < HUGE_FRAME_SAMPLES; i++) {
            samples.add(
                new JsonObject()
                    .put("value", Integer.toString(230_000 + i))
                    .put("measurand", "Voltage")
                    .put("phase", "L1")
                    .put("unit", "V"));
          }
          payload.put(
              "transactionData",
              new JsonArray()
                  .add(
                      new JsonObject()
                          .put("timestamp", payload.getValue("timestamp"))
                          .put("sampledValue", samples)));
        });
  }

  /** Changes every time of every CALL. */
  static Behaviour times(UnaryOperator<String> change) {
    return sending(
        (message, line) -> {
          if (message.isCall()) {
            times(message.payload(), change);
          }
        });
  }

  private static void times(JsonObject payload, UnaryOperator<String> change) {
    for (String name : List.copyOf(payload.fieldNames())) {
      Object value = payload.getValue(name);
      if (name.equals("timestamp") && value instanceof String text && text.endsWith("Z")) {
        payload.put(name, change.apply(text));
      } else if (value instanceof JsonObject object) {
        times(object, change);
      } else if (value instanceof JsonArray array) {
        array.stream()
            .filter(JsonObject.class::isInstance)
            .forEach(item -> times((JsonObject) item, change));
      }
    }
  }

  static String later(String time, Duration by) {
    return Instant.parse(time).plus(by).toString();
  }

  /** What the central system answered to CALLs of one action, told when it comes. */
  abstract static class Answers implements Behaviour {
    private final String action;
    private final Map<String, JsonObject> asked = new HashMap<>();

    Answers(String action) {
      this.action = action;
    }

    @Override
    public void sends(Message message, Line line) {
      if (message.is(action)) {
        asked.put(message.id(), message.payload().copy());
      }
    }

    @Override
    public void hears(Message message, Line line) {
      JsonObject request = message.isCall() ? null : asked.remove(message.id());
      if (request != null && message.frame.getInteger(0) == CALLRESULT) {
        answered(request, message.payload());
      }
    }

    abstract void answered(JsonObject request, JsonObject answer);
  }
}
