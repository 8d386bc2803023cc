package io.galvan.simulator.cli;

import io.galvan.simulator.model.ModelWatch;
import io.galvan.simulator.model.Models;
import io.galvan.simulator.station.ChargingStation;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;

/** Lets running stations become what their models' files say. */
final class Following {
  private Following() {}

  /**
   * @param models which take turns over the stations
   * @param told where it is said
   */
  static void start(
      Vertx vertx,
      List<Models.Source> models,
      List<? extends ChargingStation> stations,
      PrintWriter told) {
    for (int turn = 0; turn < models.size(); turn++) {
      int first = turn;
      ModelWatch.start(
          vertx,
          models.get(turn),
          (before, now) -> {
            for (int at = first; at < stations.size(); at += models.size()) {
              stations.get(at).become(before, now);
            }
            say(told, ModelWatch.sentence(before, now));
          },
          fault -> say(told, "the model stays as it was: " + fault));
    }
  }

  private static void say(PrintWriter told, String line) {
    told.println(line);
    told.flush();
  }
}
