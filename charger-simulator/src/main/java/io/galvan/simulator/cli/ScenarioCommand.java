package io.galvan.simulator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.scenario.JUnitXml;
import io.galvan.simulator.scenario.Scenario;
import io.galvan.simulator.scenario.ScenarioException;
import io.galvan.simulator.scenario.ScenarioReport;
import io.galvan.simulator.scenario.ScenarioRun;
import io.galvan.simulator.scenario.ScenarioRun.Setting;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Plays scenarios from files. */
@Command(
    name = "scenario",
    description = {"Plays scenarios: steps, and what is expected of them."},
    mixinStandardHelpOptions = true)
final class ScenarioCommand implements Callable<Integer> {
  private static final int CLOSE_SECONDS = 10;

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();
  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The scenarios.")
  private List<Path> files = List.of();

  @Option(
      names = "--transport",
      description =
          "Of stations that do not say it: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "ws")
  private StationCommand.Transport transport = StationCommand.Transport.ws;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A variable instead of the scenario's own.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      description = "Of what scenarios draw, instead of what each says itself.")
  private @Nullable Long seed;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Writes the results as JUnit XML, for build servers.")
  private @Nullable Path junit;

  @Option(names = "--json", description = "Writes a JSON line for each scenario.")
  private boolean json;

  ScenarioCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> scenarios = read();
    Map<String, JsonNode> values = new LinkedHashMap<>();
    variables.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
    Setting setting =
        new Setting(
            new Way.WebSocket(endpoint.url()),
            new Way.Mqtt(endpoint.mqttHost(), endpoint.mqttPort()),
            transport == StationCommand.Transport.mqtt,
            endpoint.password(),
            values,
            api.given() ? api.api() : null,
            seed);
    ReportFile.mustBeWritable(junit);
    awaitListeners(scenarios);
    PrintWriter out = spec.commandLine().getOut();
    Vertx vertx = Vertx.vertx();
    int failed = 0;
    List<ScenarioReport> reports = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      ScenarioReport report = new ScenarioRun(vertx, clock, setting).play(scenario);
      failed += report.passed() ? 0 : 1;
      reports.add(report);
      out.println(json ? report.json().encode() : report.text());
      out.flush();
    }
    if (junit != null) {
      JUnitXml.write(junit, reports);
    }
    if (!json && scenarios.size() > 1) {
      out.println(scenarios.size() - failed + " of " + scenarios.size() + " passed");
      out.flush();
    }
    vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    return failed == 0 ? Exit.AS_EXPECTED : Exit.DIFFERENT;
  }

  private void awaitListeners(List<Scenario> scenarios) throws InterruptedException {
    boolean usual = transport == StationCommand.Transport.mqtt;
    List<Boolean> overMqtt =
        scenarios.stream()
            .flatMap(scenario -> scenario.stations().stream())
            .map(cast -> cast.overMqtt() == null ? usual : cast.overMqtt())
            .distinct()
            .toList();
    for (boolean each : overMqtt) {
      endpoint.awaitListener(each);
    }
  }

  /** All are read before the first is played. */
  private List<Scenario> read() {
    List<Scenario> scenarios = new ArrayList<>();
    for (Path file : files) {
      try {
        scenarios.add(Scenario.read(file));
      } catch (ScenarioException unreadable) {
        throw new ParameterException(
            spec.commandLine(), String.valueOf(unreadable.getMessage()), unreadable);
      }
    }
    return scenarios;
  }
}
