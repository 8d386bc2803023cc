package io.galvan.simulator.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.StationTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as its file says it, read and checked as a whole before anything happens.
 *
 * @param timeout of steps that name none
 */
public record Scenario(
    String name,
    Duration timeout,
    Map<String, JsonNode> variables,
    List<Cast> stations,
    List<Step> steps) {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_STEPS = 5_000;

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
      StationTemplate template,
      @Nullable Integer connectors,
      @Nullable Duration meterInterval,
      double speed,
      long seed,
      boolean signed,
      Set<Quirk> quirks,
      Map<String, String> configuration) {}

  /** Reads a file. */
  public static Scenario read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ScenarioException(file + ": a scenario has at most 1 MB");
      }
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException unreadable) {
      throw new ScenarioException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /** Reads a text. */
  public static Scenario parse(String source, String yaml) {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (JsonProcessingException noYaml) {
      throw new ScenarioException(source + ": no YAML: " + noYaml.getOriginalMessage(), noYaml);
    }
    Fields fields =
        Fields.of(source, tree, "name", "description", "timeout", "variables", "stations", "steps");
    Map<String, JsonNode> variables = new LinkedHashMap<>();
    fields
        .tree("variables")
        .properties()
        .forEach(each -> variables.put(each.getKey(), each.getValue()));
    List<Cast> stations = new ArrayList<>();
    for (JsonNode each : fields.tree("stations")) {
      stations.add(cast(source + ", station " + (stations.size() + 1), each));
    }
    if (stations.isEmpty()) {
      stations.add(cast(source, Json.MAPPER.createObjectNode().put("id", "CP-1")));
    }
    Set<String> ids = new java.util.LinkedHashSet<>();
    for (Cast each : stations) {
      if (!ids.add(each.id())) {
        throw new ScenarioException(source + ": two stations are called " + each.id());
      }
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode each : fields.tree("steps")) {
      steps.add(Step.parse(source, steps.size() + 1, each, ids));
    }
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw new ScenarioException(source + ": a scenario has 1 to " + MAX_STEPS + " steps");
    }
    return new Scenario(
        fields.text("name", source),
        fields.duration("timeout", Duration.ofSeconds(10)),
        variables,
        List.copyOf(stations),
        List.copyOf(steps));
  }

  private static Cast cast(String place, JsonNode tree) {
    Fields fields =
        Fields.of(
            place,
            tree,
            "id",
            "ocpp",
            "transport",
            "password",
            "template",
            "connectors",
            "meter-interval",
            "speed",
            "seed",
            "signed",
            "quirks",
            "configuration");
    String version = fields.text("ocpp", OcppVersion.V1_6.subprotocol());
    String template = fields.text("template", StationTemplate.AC_22.name());
    String transport = fields.optional("transport");
    if (transport != null && !Set.of("ws", "mqtt").contains(transport)) {
      throw new ScenarioException(place + ": a transport is ws or mqtt, not " + transport);
    }
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    for (JsonNode name : fields.tree("quirks")) {
      quirks.add(
          Quirk.named(name.asText())
              .orElseThrow(
                  () -> new ScenarioException(place + ": there is no quirk " + name.asText())));
    }
    return new Cast(
        fields.text("id"),
        OcppVersion.ofSubprotocol(version.startsWith("ocpp") ? version : "ocpp" + version)
            .orElseThrow(() -> new ScenarioException(place + ": there is no version " + version)),
        transport == null ? null : transport.equals("mqtt"),
        fields.optional("password"),
        StationTemplate.named(template)
            .orElseThrow(() -> new ScenarioException(place + ": there is no template " + template)),
        fields.has("connectors") ? (Integer) fields.integer("connectors", 1) : null,
        fields.has("meter-interval") ? fields.duration("meter-interval", Duration.ZERO) : null,
        fields.number("speed", 1),
        fields.integer("seed", 1),
        fields.flag("signed", false),
        quirks,
        fields.texts("configuration"));
  }
}
