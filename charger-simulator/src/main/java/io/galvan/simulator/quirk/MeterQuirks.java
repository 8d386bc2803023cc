package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.calling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/** What stations make of meters and of their status. */
final class MeterQuirks {
  private static final String REGISTER = "Energy.Active.Import.Register";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  private MeterQuirks() {}

  static Behaviour onConnector0() {
    return calling("MeterValues", payload -> payload.put("connectorId", 0));
  }

  static Behaviour kilowatts() {
    return samples(
        sample -> {
          String unit = sample.getString("unit", "");
          if (unit.equals("W") || unit.equals("Wh")) {
            BigDecimal value = number(sample);
            sample.put("value", value.divide(THOUSAND).toPlainString()).put("unit", "k" + unit);
          }
          return List.of(sample);
        });
  }

  static Behaviour milliamperes() {
    return samples(
        sample -> {
          if (sample.getString("unit", "").equals("A")) {
            BigDecimal value = number(sample);
            sample.put("value", value.multiply(THOUSAND).toPlainString()).put("unit", "mA");
          }
          return List.of(sample);
        });
  }

  static Behaviour padded() {
    return samples(
        sample -> List.of(sample.put("value", "  00" + sample.getString("value") + " ")));
  }

  /** Energy and power of each phase, without their sum. */
  static Behaviour perPhase() {
    return samples(
        sample -> {
          String measurand = sample.getString("measurand", REGISTER);
          if (sample.containsKey("phase")
              || !(measurand.equals(REGISTER) || measurand.equals("Power.Active.Import"))) {
            return List.of(sample);
          }
          long sum = number(sample).longValue();
          List<JsonObject> phases = new ArrayList<>();
          for (int phase = 1; phase <= 3; phase++) {
            long share = phase == 3 ? sum - 2 * (sum / 3) : sum / 3;
            phases.add(sample.copy().put("value", Long.toString(share)).put("phase", "L" + phase));
          }
          return phases;
        });
  }

  static Behaviour neutralAlone() {
    return samples(
        sample ->
            sample.getString("measurand", "").equals("Current.Import")
                ? List.of(sample, sample.copy().put("phase", "N").put("value", "0.1"))
                : List.of(sample));
  }

  static Behaviour currentToNeutral() {
    return samples(
        sample ->
            sample.getString("measurand", "").equals("Current.Import")
                    && sample.getString("phase", "").matches("L[123]")
                ? List.of(sample.put("phase", sample.getString("phase") + "-N"))
                : List.of(sample));
  }

  /** Changes the readings of the energy register. */
  static void register(JsonObject meterValues, LongUnaryOperator change) {
    each(
        meterValues,
        sample -> {
          if (sample.getString("measurand", REGISTER).equals(REGISTER)) {
            long value = number(sample).longValue();
            sample.put("value", Long.toString(change.applyAsLong(value)));
          }
          return List.of(sample);
        });
  }

  private static BigDecimal number(JsonObject sample) {
    return new BigDecimal(sample.getString("value").strip());
  }

  private static Behaviour samples(Function<JsonObject, List<JsonObject>> change) {
    return calling("MeterValues", payload -> each(payload, change));
  }

  private static void each(JsonObject meterValues, Function<JsonObject, List<JsonObject>> change) {
    Object values = meterValues.getValue("meterValue");
    List<?> all = values instanceof JsonArray array ? array.stream().toList() : List.of(values);
    for (Object value : all) {
      JsonObject reading = (JsonObject) value;
      JsonArray changed = new JsonArray();
      for (Object sample : reading.getJsonArray("sampledValue")) {
        change.apply((JsonObject) sample).forEach(changed::add);
      }
      reading.put("sampledValue", changed);
    }
  }

  /** Shows another status, or another error, than the standard has for it. */
  static Behaviour status(String when, String field, String value) {
    return calling(
        "StatusNotification",
        payload -> {
          if (when.equals(payload.getString("status"))) {
            payload.put(field, value);
          }
        });
  }
}
