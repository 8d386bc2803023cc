package io.galvan.simulator.cli;

import io.galvan.simulator.model.Models;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.yaml.YamlException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows models of stations. */
@Command(
    name = "models",
    description = {
      "Lists the models of stations that come along.",
      "They are for --model of the other commands. With files, checks and shows those."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE|NAME",
      arity = "0..*",
      description = "Models to show; all that come along if not given.")
  private List<String> wanted = List.of();

  @Option(names = "--json", description = "Writes a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<StationModel> models = new ArrayList<>();
    for (String each : wanted.isEmpty() ? Models.BUILT_IN : wanted) {
      try {
        models.add(Models.of(each).model());
      } catch (YamlException broken) {
        throw new ParameterException(
            spec.commandLine(), String.valueOf(broken.getMessage()), broken);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new JsonArray(models.stream().map(ModelsCommand::tree).toList()).encode());
    } else {
      models.forEach(
          each ->
              out.printf(
                  "%-20s %-20s %-20s %s%n",
                  each.name(), each.vendor(), each.model(), each.about()));
    }
    out.flush();
    return 0;
  }

  private static JsonObject tree(StationModel model) {
    return new JsonObject()
        .put("name", model.name())
        .put("vendor", model.vendor())
        .put("model", model.model())
        .put("about", model.about())
        .put("outlets", model.outlets())
        .put("connectorsPerOutlet", model.connectorsAnOutlet())
        .put("maxKw", model.curve().maxWatt() / 1_000)
        .put("phases", model.curve().phases());
  }
}
