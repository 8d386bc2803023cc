package io.galvan.conformance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.conformance.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A variable of the device model by its name, as the cases write it. */
public record CaseVariable(
    String component,
    @Nullable String componentInstance,
    String variable,
    @Nullable String variableInstance) {
  private static final Pattern NAME =
      Pattern.compile("(\\w+)(?:\\[(\\w+)])?\\.(\\w+)(?:\\[(\\w+)])?");

  /** Reads Component[instance].Variable[instance], each instance where there is one. */
  public static CaseVariable of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name);
    }
    return new CaseVariable(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  /** The variable that a member of a list on the wire names. */
  public static CaseVariable named(JsonNode member) {
    return new CaseVariable(
        member.at("/component/name").asText(),
        member.at("/component/instance").asText(null),
        member.at("/variable/name").asText(),
        member.at("/variable/instance").asText(null));
  }

  /** As the API names it. */
  public ObjectNode byApi() {
    ObjectNode name = Json.object().put("component", component).put("variable", variable);
    if (componentInstance != null) {
      name.put("componentInstance", componentInstance);
    }
    if (variableInstance != null) {
      name.put("variableInstance", variableInstance);
    }
    return name;
  }

  /** The members component and variable. */
  public ObjectNode onTheWire() {
    ObjectNode name = Json.object();
    ObjectNode ofComponent = name.putObject("component").put("name", component);
    if (componentInstance != null) {
      ofComponent.put("instance", componentInstance);
    }
    ObjectNode ofVariable = name.putObject("variable").put("name", variable);
    if (variableInstance != null) {
      ofVariable.put("instance", variableInstance);
    }
    return name;
  }
}
