package io.galvan.simulator.cli;

import io.galvan.simulator.control.ControlDoor;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that opens a door through which running stations are seen and driven. */
final class ControlOptions {
  private static final int OPEN_SECONDS = 10;

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description =
          "Opens a page and an API on this port of 127.0.0.1, through which stations are seen and"
              + " driven; 0 for any free port.")
  private @Nullable Integer port;

  private @Nullable ControlDoor door;

  /** Makes the door, if there is to be one, before the stations. */
  void prepare(Vertx vertx, Clock clock, int stations) {
    if (port != null) {
      door = new ControlDoor(vertx, clock, stations);
    }
  }

  /** What is put between a station and its way. */
  UnaryOperator<Transport> over(String id) {
    ControlDoor made = door;
    return made == null ? UnaryOperator.identity() : made.over(id);
  }

  /** Opens the door to stations, and says where it is. */
  void open(List<? extends ChargingStation> stations, PrintWriter told) throws TimeoutException {
    ControlDoor made = door;
    if (made != null && port != null) {
      made.open(stations, port).await(OPEN_SECONDS, TimeUnit.SECONDS);
      told.println("control: " + made.url());
      told.flush();
    }
  }
}
