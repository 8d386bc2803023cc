package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.conformance.Json;
import java.util.HashMap;
import java.util.Map;

/** Cases in which the operator reads and sets variables of the station. */
public abstract class VariableSuite extends Suite2 {
  /**
   * The operator reads these variables, the station is asked for them in one message, and the
   * operator reads their values.
   */
  protected void reads(Map<String, String> values) {
    ObjectNode body = Json.object();
    ArrayNode wishes = body.putArray("variables");
    values.keySet().forEach(name -> wishes.add(CaseVariable.of(name).byApi()));
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("getVariableResult");
    values.forEach(
        (name, value) ->
            results.add(
                CaseVariable.of(name)
                    .onTheWire()
                    .put("attributeStatus", "Accepted")
                    .put("attributeValue", value)));
    Ordered read = order("/chargers/" + id + "/variables/read", body, "GetVariables", answer);
    assertThat(read.request().get("getVariableData"))
        .hasSize(values.size())
        .allSatisfy(VariableSuite::assertActual)
        .extracting(CaseVariable::named)
        .containsExactlyInAnyOrderElementsOf(
            values.keySet().stream().map(CaseVariable::of).toList());
    Map<CaseVariable, String> seen = new HashMap<>();
    read.result()
        .get("items")
        .forEach(item -> seen.put(byApi(item.get("name")), item.get("value").asText()));
    values.forEach((name, value) -> assertThat(seen).containsEntry(CaseVariable.of(name), value));
  }

  /**
   * The operator sets these variables, the station gets all in one message and answers each with
   * the status, which the operator reads.
   */
  protected void sets(Map<String, String> values, String status) {
    ObjectNode body = Json.object();
    ArrayNode wishes = body.putArray("variables");
    values.forEach((name, value) -> wishes.add(CaseVariable.of(name).byApi().put("value", value)));
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("setVariableResult");
    values
        .keySet()
        .forEach(
            name -> results.add(CaseVariable.of(name).onTheWire().put("attributeStatus", status)));
    Ordered set = order("/chargers/" + id + "/variables", body, "SetVariables", answer);
    Map<CaseVariable, String> asked = new HashMap<>();
    for (JsonNode data : set.request().get("setVariableData")) {
      assertActual(data);
      asked.put(CaseVariable.named(data), data.get("attributeValue").asText());
    }
    assertThat(asked).hasSize(values.size());
    values.forEach((name, value) -> assertThat(asked).containsEntry(CaseVariable.of(name), value));
    assertThat(set.result().get("items"))
        .hasSize(values.size())
        .allSatisfy(item -> assertThat(item.get("status").asText()).isEqualTo(status));
  }

  private static void assertActual(JsonNode data) {
    assertThat(data.path("attributeType").asText("Actual")).isEqualTo("Actual");
  }

  private static CaseVariable byApi(JsonNode name) {
    return new CaseVariable(
        name.get("component").asText(),
        name.path("componentInstance").asText(null),
        name.get("variable").asText(),
        name.path("variableInstance").asText(null));
  }

  /** The station reports in two parts; the operator sees both variables. */
  protected void asksForReport(String base, String name, String value) {
    Ordered ordered =
        order(
            "/chargers/" + id + "/device-reports",
            Json.of("{'kind':'Variables','reportBase':'%s'}", base),
            "GetBaseReport",
            Json.of("{'status':'Accepted'}"));
    assertThat(ordered.request().get("reportBase").asText()).isEqualTo(base);
    int requestId = ordered.request().get("requestId").asInt();
    assertThat(requestId).isNotNegative();
    report(requestId, 0, true, "EVSE.Available", "true");
    assertThat(reportState(requestId)).isNotEqualTo("Complete");
    report(requestId, 1, false, name, value);
    assertThat(reportState(requestId)).isEqualTo("Complete");
    assertThat(seen("EVSE.Available")).isEqualTo("true");
    assertThat(seen(name)).isEqualTo(value);
  }

  protected String reportState(int requestId) {
    for (JsonNode report : operator.get("/chargers/" + id + "/device-reports").get("items")) {
      if (report.get("requestId").asInt() == requestId) {
        return report.get("state").asText();
      }
    }
    throw new AssertionError("the operator does not see report " + requestId);
  }

  private void report(int requestId, int seqNo, boolean more, String name, String value) {
    ObjectNode variable = CaseVariable.of(name).onTheWire();
    variable.set("variableAttribute", Json.of("[{'value':'%s','mutability':'ReadWrite'}]", value));
    variable.set(
        "variableCharacteristics", Json.of("{'dataType':'string','supportsMonitoring':false}"));
    station.call(
        "NotifyReport",
        "{'requestId':%d,'generatedAt':'%s','seqNo':%d,'tbc':%b,'reportData':[%s]}",
        requestId,
        timestamp(),
        seqNo,
        more,
        variable);
  }

  /** The value of a variable that the operator sees without asking the station. */
  protected String seen(String name) {
    CaseVariable variable = CaseVariable.of(name);
    JsonNode found =
        operator.get(
            "/chargers/%s/variables?component=%s&variable=%s"
                .formatted(id, variable.component(), variable.variable()));
    assertThat(found.get("items")).as("variables named " + name).hasSize(1);
    return found.at("/items/0/attributes/0/value").asText();
  }
}
