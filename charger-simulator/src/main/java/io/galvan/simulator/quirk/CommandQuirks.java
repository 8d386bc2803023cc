package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.hearing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What stations make of the central system's commands. */
final class CommandQuirks {
  private static final int MOST_KEYS = 4;
  private static final int HEARD_PER_CONNECTION = 3;
  private static final int[] AMPERE_STEPS = {32, 25, 20, 16, 13, 10, 6};

  private CommandQuirks() {}

  static Behaviour silentConfiguration() {
    return hearing(
        (message, line) -> {
          if (message.is("GetConfiguration") && keys(message) == 0) {
            message.withhold();
          }
        });
  }

  static Behaviour fourKeys() {
    return hearing(
        (message, line) -> {
          if (message.is("GetConfiguration") && keys(message) > MOST_KEYS) {
            message.withhold();
            line.refuse(message.id(), "OccurenceConstraintViolation");
          }
        });
  }

  private static int keys(Message message) {
    return message.payload().getJsonArray("key", new JsonArray()).size();
  }

  /** Rejects the charging profiles it cannot do. */
  static Behaviour onlyProfiles(Predicate<JsonObject> possible) {
    return hearing(
        (message, line) -> {
          if (message.is("SetChargingProfile") && !possible.test(profile(message))) {
            message.withhold();
            line.answer(message.id(), new JsonObject().put("status", "Rejected"));
          }
        });
  }

  private static JsonObject profile(Message message) {
    return message.payload().getJsonObject("csChargingProfiles");
  }

  static Behaviour noDecimals() {
    return hearing(
        (message, line) -> {
          if (message.is("SetChargingProfile")
              && periods(profile(message)).stream()
                  .anyMatch(period -> limit(period) != Math.rint(limit(period)))) {
            message.withhold();
            line.refuse(message.id(), "FormationViolation");
          }
        });
  }

  /** Takes the next lower of the currents it knows. */
  static Behaviour ampereSteps() {
    return hearing(
        (message, line) -> {
          if (message.is("SetChargingProfile") && isAmpere(profile(message))) {
            for (Object period : periods(profile(message))) {
              ((JsonObject) period).put("limit", step(limit(period)));
            }
          }
        });
  }

  private static boolean isAmpere(JsonObject profile) {
    return "A".equals(profile.getJsonObject("chargingSchedule").getString("chargingRateUnit"));
  }

  private static int step(double limit) {
    for (int step : AMPERE_STEPS) {
      if (step <= limit) {
        return step;
      }
    }
    return 0;
  }

  private static JsonArray periods(JsonObject profile) {
    return profile.getJsonObject("chargingSchedule").getJsonArray("chargingSchedulePeriod");
  }

  private static double limit(Object period) {
    return ((JsonObject) period).getDouble("limit");
  }

  /** Tells its schedule in tenths of an ampere. */
  static Behaviour currentMultiplier() {
    return new Behaviour() {
      private final Set<String> asked = new HashSet<>();

      @Override
      public void hears(Message message, Line line) {
        if (message.is("GetCompositeSchedule")) {
          asked.add(message.id());
        }
      }

      @Override
      public void sends(Message message, Line line) {
        if (message.isCall() || !asked.remove(message.id())) {
          return;
        }
        JsonObject schedule = message.payload().getJsonObject("chargingSchedule");
        if (schedule != null && "A".equals(schedule.getString("chargingRateUnit"))) {
          for (Object period : schedule.getJsonArray("chargingSchedulePeriod")) {
            ((JsonObject) period).put("limit", limit(period) * 10);
          }
        }
      }
    };
  }

  /** Hears some commands, and then none until it connects again. */
  static Behaviour deaf() {
    return new Behaviour() {
      private int heard;

      @Override
      public void opened() {
        heard = 0;
      }

      @Override
      public void hears(Message message, Line line) {
        if (message.isCall() && ++heard > HEARD_PER_CONNECTION) {
          message.withhold();
        }
      }
    };
  }
}
