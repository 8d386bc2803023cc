package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.model.Models;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationTemplate;
import io.galvan.simulator.yaml.Fields;
import io.galvan.simulator.yaml.Place;
import io.galvan.simulator.yaml.Yaml;
import io.galvan.simulator.yaml.YamlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as its file says it, read and checked as a whole before anything happens.
 *
 * @param timeout of steps that name none
 * @param seed of what it draws
 */
public record Scenario(
    String name,
    Duration timeout,
    long seed,
    Map<String, JsonNode> variables,
    List<Cast> stations,
    List<Step> steps) {
  private static final String[] FIELDS = {
    "name", "description", "timeout", "seed", "variables", "stations", "steps"
  };

  /**
   * A station that takes part.
   *
   * @param overMqtt null for as the caller likes
   * @param connectors null for as many as the template has
   * @param meterInterval null for the template's
   */
  public record Cast(
      String id,
      OcppVersion version,
      @Nullable Boolean overMqtt,
      @Nullable String password,
      StationModel model,
      @Nullable Integer connectors,
      @Nullable Duration meterInterval,
      double speed,
      long seed,
      boolean signed,
      Set<Quirk> quirks,
      Map<String, String> configuration) {}

  /** Reads a file, and those it includes. */
  public static Scenario read(Path file) {
    try {
      return parse(String.valueOf(file.getFileName()), Yaml.text(file), file);
    } catch (YamlException broken) {
      throw new ScenarioException(String.valueOf(broken.getMessage()), broken);
    }
  }

  /** Reads a text; what it includes is looked for in the folder the program runs in. */
  public static Scenario parse(String source, String yaml) {
    try {
      return parse(source, yaml, null);
    } catch (YamlException broken) {
      throw new ScenarioException(String.valueOf(broken.getMessage()), broken);
    }
  }

  private static Scenario parse(String source, String yaml, @Nullable Path file) {
    Place whole = Place.of(source);
    Fields fields = Fields.of(whole, Yaml.parse(source, yaml), FIELDS);
    List<Cast> stations = new ArrayList<>();
    JsonNode casts = fields.tree("stations");
    for (JsonNode each : casts) {
      Place place = whole.at(Yaml.line(casts, stations.size()));
      stations.add(cast(place.named("station " + (stations.size() + 1)), file, each));
    }
    if (stations.isEmpty()) {
      stations.add(cast(whole, file, Json.MAPPER.createObjectNode().put("id", "CP-1")));
    }
    Set<String> ids = new LinkedHashSet<>();
    for (Cast each : stations) {
      if (!ids.add(each.id())) {
        throw new ScenarioException(source + ": two stations are called " + each.id());
      }
    }
    return new Scenario(
        fields.text("name", source),
        fields.duration("timeout", Duration.ofSeconds(10)),
        fields.integer("seed", 1),
        StepReader.variables(fields, "variables"),
        List.copyOf(stations),
        new StepReader(ids).read(fields.place("steps"), file, fields.tree("steps")));
  }

  private static Cast cast(Place place, @Nullable Path file, JsonNode tree) {
    Fields fields =
        Fields.of(
            place,
            tree,
            "id",
            "ocpp",
            "transport",
            "password",
            "template",
            "model",
            "connectors",
            "meter-interval",
            "speed",
            "seed",
            "signed",
            "quirks",
            "configuration");
    String version = fields.text("ocpp", OcppVersion.V1_6.subprotocol());
    String transport = fields.optional("transport");
    if (transport != null && !Set.of("ws", "mqtt").contains(transport)) {
      throw fields.wrong("transport", "must be ws or mqtt, not " + transport);
    }
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    for (String name : fields.list("quirks")) {
      quirks.add(
          Quirk.named(name)
              .orElseThrow(() -> fields.wrong("quirks", "are wrong: there is no quirk " + name)));
    }
    return new Cast(
        fields.text("id"),
        OcppVersion.ofSubprotocol(version.startsWith("ocpp") ? version : "ocpp" + version)
            .orElseThrow(() -> fields.wrong("ocpp", "is wrong: there is no version " + version)),
        transport == null ? null : transport.equals("mqtt"),
        fields.optional("password"),
        model(fields, file),
        fields.has("connectors") ? (Integer) fields.integer("connectors", 1) : null,
        fields.has("meter-interval") ? fields.duration("meter-interval", Duration.ZERO) : null,
        fields.number("speed", 1),
        fields.integer("seed", 1),
        fields.flag("signed", false),
        quirks,
        fields.texts("configuration"));
  }

  private static StationModel model(Fields fields, @Nullable Path file) {
    if (fields.has("model") && fields.has("template")) {
      throw fields.wrong("model", "and 'template' do not go together");
    }
    if (fields.has("model")) {
      try {
        return Models.of(fields.text("model"), file).model();
      } catch (YamlException none) {
        throw fields.wrong("model", "is wrong: " + none.getMessage());
      }
    }
    String template = fields.text("template", StationTemplate.AC_22.name());
    return StationTemplate.named(template)
        .orElseThrow(() -> fields.wrong("template", "is wrong: there is no template " + template))
        .asModel();
  }
}
