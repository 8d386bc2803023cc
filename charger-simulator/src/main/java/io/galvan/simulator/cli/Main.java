package io.galvan.simulator.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
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
    description =
        "Charging stations that are not there: one, a fleet, a scenario, a storm, or a load.",
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
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    System.exit(commandLine(Clock.systemUTC(), typed).execute(arguments));
  }

  /** The whole command line, on a clock; nobody types. */
  public static CommandLine commandLine(Clock clock) {
    return commandLine(clock, new BufferedReader(Reader.nullReader()));
  }

  /** The whole command line, on a clock, with somebody who types. */
  static CommandLine commandLine(Clock clock, BufferedReader typed) {
    return new CommandLine(new Main())
        .addSubcommand("station", new StationCommand(clock, typed))
        .addSubcommand("fleet", new FleetCommand(clock))
        .addSubcommand("chaos", new ChaosCommand(clock))
        .addSubcommand("scenario", new ScenarioCommand(clock))
        .addSubcommand("load", new LoadCommand(clock))
        .addSubcommand("replay", new ReplayCommand(clock))
        .addSubcommand("models", new ModelsCommand())
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
        spec.commandLine(), "say what to run: station, fleet, scenario, chaos, load or replay");
  }
}
