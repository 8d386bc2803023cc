package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.control.ControlDoor;
import io.galvan.simulator.control.ControlToken;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
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

  @Option(
      names = "--control-token",
      paramLabel = "FILE",
      description =
          "Where the token for programs is kept, readable by you alone (default:"
              + " ~/.galvan/control-PORT.token).")
  private @Nullable Path tokenFile;

  private final ControlToken token = ControlToken.random();
  private @Nullable ControlDoor door;

  /** Makes the door, if there is to be one, before the stations. */
  void prepare(Vertx vertx, Clock clock, int stations) {
    if (port != null) {
      door = new ControlDoor(vertx, clock, stations, token);
    }
  }

  /** What is put between a station and its way. */
  UnaryOperator<Transport> over(String id) {
    ControlDoor made = door;
    return made == null ? UnaryOperator.identity() : made.over(id);
  }

  private static Path usualFile(int port) {
    return Path.of(System.getProperty("user.home"), ".galvan", "control-" + port + ".token");
  }

  /** Opens the door to stations, and says where it is. */
  void open(List<? extends ChargingStation> stations, PrintWriter told) throws TimeoutException {
    ControlDoor made = door;
    if (made != null && port != null) {
      made.open(stations, port).await(OPEN_SECONDS, TimeUnit.SECONDS);
      Path file = tokenFile == null ? usualFile(URI.create(made.url()).getPort()) : tokenFile;
      try {
        token.keep(file);
      } catch (IOException e) {
        throw new CouldNotRun("the token of --control cannot be kept in " + file + ": " + e);
      }
      told.println("control: " + made.pageUrl());
      told.println("control token for programs: " + file);
      told.flush();
    }
  }
}
