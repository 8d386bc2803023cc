package io.galvan.simulator.cli;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.replay.Replay;
import io.galvan.simulator.replay.Replay.Result;
import io.galvan.simulator.replay.Replay.Unreadable;
import io.galvan.simulator.transport.TlsFiles;
import io.galvan.simulator.transport.Transport;
import io.galvan.simulator.transport.mqtt.MqttTransport;
import io.galvan.simulator.transport.ws.WebSocketTransport;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The charger's side of a recorded session, told again. */
@Command(
    name = "replay",
    description = {
      "Plays the charger's side of a recorded session again.",
      "It is exported from the message log, and played in the version of OCPP that its messages are"
          + " of. Answers are compared with those that were recorded."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final int CLOSE_SECONDS = 10;

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(
      paramLabel = "FILE",
      description = "What GET /api/v1/chargers/{id}/messages/export gave.")
  private Path file = Path.of("");

  @Option(
      names = "--id",
      description = "Identity (default: ${DEFAULT-VALUE}).",
      defaultValue = "CP-1")
  private String id = "";

  @Option(
      names = "--transport",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "ws")
  private StationCommand.Transport transport = StationCommand.Transport.ws;

  @Option(
      names = "--ocpp",
      paramLabel = "VERSION",
      description = "1.6, 2.0.1 or 2.1; the recording's if not given.")
  private @Nullable String version;

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      description = "Seconds of the recording a second; max: no pauses (default: 1).",
      defaultValue = "1")
  private String speed = "";

  @Option(
      names = "--shift-times",
      description = "Tells the times as if the session ended when the replay does.")
  private boolean shiftTimes;

  @Option(
      names = "--timeout",
      converter = Durations.class,
      description = "Longest wait for an answer (default: ${DEFAULT-VALUE}).",
      defaultValue = "30s")
  private Duration timeout = Duration.ZERO;

  ReplayCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    double factor = factor();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(spec.commandLine(), "there is no file " + file);
    }
    OcppVersion wanted = version == null ? null : FleetOptions.version(version);
    endpoint.awaitListener(transport == StationCommand.Transport.mqtt);
    Vertx vertx = Vertx.vertx();
    try {
      Result result =
          Replay.play(
                  vertx,
                  wanted,
                  spoken -> open(vertx, spoken),
                  file,
                  factor,
                  shiftTimes ? clock.instant() : null,
                  timeout)
              .await();
      print(result);
      return result.differ() == 0 ? Exit.AS_EXPECTED : Exit.DIFFERENT;
    } catch (Unreadable broken) {
      throw new ParameterException(spec.commandLine(), String.valueOf(broken.getMessage()), broken);
    } finally {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private double factor() {
    if (speed.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double factor = Double.parseDouble(speed);
      if (factor > 0) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new ParameterException(
        spec.commandLine(), "--speed must be above 0 or max, not " + speed);
  }

  private Transport open(Vertx vertx, OcppVersion spoken) {
    return transport == StationCommand.Transport.ws
        ? new WebSocketTransport(
            vertx,
            spoken,
            endpoint.url(),
            id,
            endpoint::password,
            () -> 0,
            TlsFiles.NONE,
            approach -> approach)
        : new MqttTransport(
            vertx, spoken, endpoint.mqttHost(), endpoint.mqttPort(), id, endpoint::password, null);
  }

  private void print(Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d calls of OCPP %s sent: %d answered as recorded, %d differently%n",
        result.sent(), FleetOptions.name(result.version()), result.same(), result.differ());
    out.printf(
        "%d calls of the central system answered as recorded, %d NotSupported%n",
        result.answered(), result.notSupported());
    if (result.passed() > 0) {
      out.printf("%d lines of the recording cannot be played%n", result.passed());
    }
    result.differences().forEach(out::println);
    if (result.differ() > result.differences().size()) {
      out.printf("and %d more%n", result.differ() - result.differences().size());
    }
    out.flush();
  }
}
