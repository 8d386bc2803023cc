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
  @Spec private CommandSpec spec;

  private Main() {
    spec = CommandSpec.create();
  }

  /** Runs a command and exits with what {@link Exit} says. */
  public static void main(String[] arguments) {
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    boolean terminal = System.console() != null;
    System.exit(commandLine(Clock.systemUTC(), typed, terminal).execute(arguments));
  }

  /** The whole command line, on a clock; nobody types. */
  public static CommandLine commandLine(Clock clock) {
    return commandLine(clock, new BufferedReader(Reader.nullReader()), false);
  }

  /**
   * The whole command line, on a clock, with somebody who types.
   *
   * @param terminal whether that is a person, not a script
   */
  static CommandLine commandLine(Clock clock, BufferedReader typed, boolean terminal) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand("station", new StationCommand(clock, typed, terminal))
            .addSubcommand("fleet", new FleetCommand(clock))
            .addSubcommand("chaos", new ChaosCommand(clock))
            .addSubcommand("scenario", new ScenarioCommand(clock))
            .addSubcommand("load", new LoadCommand(clock))
            .addSubcommand("replay", new ReplayCommand(clock))
            .addSubcommand("models", new ModelsCommand())
            .addSubcommand("check-mqtt", new CheckMqttCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setParameterExceptionHandler(Exit::wrongUsage)
            .setExecutionExceptionHandler(Exit::failed);
    explainExitCodes(line);
    line.getSubcommands().values().forEach(Main::explainExitCodes);
    return line;
  }

  private static void explainExitCodes(CommandLine line) {
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(Exit.codes());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to run: station, fleet, scenario, chaos, load, replay, models or check-mqtt");
  }
}
