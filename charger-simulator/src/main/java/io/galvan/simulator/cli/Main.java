package io.galvan.simulator.cli;

import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program charger-simulator. */
@Command(
    name = "charger-simulator",
    description = "Charging stations of OCPP 1.6 that are not there: one, a fleet, or a load.",
    mixinStandardHelpOptions = true,
    version = "charger-simulator 0.1.0",
    subcommands = {HelpCommand.class})
public final class Main implements Runnable {
  /** The exit code for a run that found trouble. */
  static final int TROUBLE = 1;

  @Spec private CommandSpec spec;

  private Main() {
    spec = CommandSpec.create();
  }

  /** Runs a command and exits: 0 if all went well, 1 if not, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    // Before the first logger: a program of its own logs in its own way.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-charger-simulator.xml");
    }
    System.exit(commandLine(Clock.systemUTC()).execute(arguments));
  }

  /** The whole command line, on a clock. */
  static CommandLine commandLine(Clock clock) {
    return new CommandLine(new Main())
        .addSubcommand("station", new StationCommand(clock))
        .addSubcommand("fleet", new FleetCommand(clock))
        .addSubcommand("load", new LoadCommand(clock))
        .addSubcommand("replay", new ReplayCommand(clock))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("charger-simulator: " + failure.getMessage());
              return TROUBLE;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to run: station, fleet, load or replay");
  }
}
