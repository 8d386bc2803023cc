package io.galvan.charger.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.PlanRead;
import io.galvan.contract.devicemodel.DeviceModels.PlanWrite;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.Wish;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values of variables are read and set, and what is kept of the station's answers. */
class DeviceModelValuesTest extends DeviceModelFixture {
  @Test
  void shouldKeepWhatTheStationAnswersWhenItIsReadAndSet() {
    String id = charger();
    answered(
        id,
        "GetVariables",
        "{\"getVariableData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"V\"}}]}",
        """
        {"getVariableResult":[
          {"attributeStatus":"Accepted","attributeValue":"5","component":{"name":"C"},"variable":{"name":"V"}},
          {"attributeStatus":"Accepted","attributeValue":"7","component":{"name":"C"},"variable":{"name":"W"}}]}
        """);
    assertThat(values(id)).isEqualTo(Map.of("V", "5", "W", "7"));
    answered(
        id,
        "SetVariables",
        """
        {"setVariableData":[
          {"attributeValue":"6","component":{"name":"c"},"variable":{"name":"v"}},
          {"attributeValue":"8","component":{"name":"C"},"variable":{"name":"W"}},
          {"attributeValue":"9","component":{"name":"C"},"variable":{"name":"X"}}]}
        """,
        """
        {"setVariableResult":[
          {"attributeStatus":"RebootRequired","component":{"name":"C"},"variable":{"name":"V"}},
          {"attributeStatus":"Rejected","component":{"name":"C"},"variable":{"name":"W"}},
          {"attributeStatus":"UnknownVariable","component":{"name":"C"},"variable":{"name":"X"}}]}
        """);
    assertThat(values(id)).isEqualTo(Map.of("V", "6", "W", "7"));
    assertThat(model(id).get(0).attributes().get(0).rebootRequired()).isTrue();
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(model(id).get(0).attributes().get(0).rebootRequired()).isFalse();
    answered(
        id,
        "GetVariables",
        "{\"getVariableData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"W\"}}]}",
        """
        {"getVariableResult":[
          {"attributeStatus":"UnknownVariable","component":{"name":"C"},"variable":{"name":"W"}}]}
        """);
    assertThat(values(id)).containsOnlyKeys("V");
  }

  @Test
  void shouldNeverKeepASecret() {
    String id = charger();
    VariableName password = VariableName.of("SecurityCtrlr", "BasicAuthPassword");
    VariableName pin = VariableName.of("Door", "Code");
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(password, "string", "told-in-clear-001", Mutability.ReadWrite, null),
            variable(pin, "string", null, Mutability.WriteOnly, null)));
    answered(
        id,
        "SetVariables",
        """
        {"setVariableData":[
          {"attributeValue":"told-in-clear-002","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}},
          {"attributeValue":"told-in-clear-003","component":{"name":"Door"},"variable":{"name":"Code"}}]}
        """,
        """
        {"setVariableResult":[
          {"attributeStatus":"Accepted","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}},
          {"attributeStatus":"Accepted","component":{"name":"Door"},"variable":{"name":"Code"}}]}
        """);
    assertThat(model(id))
        .hasSize(2)
        .allSatisfy(
            one -> {
              assertThat(one.attributes().get(0).value()).isNull();
              assertThat(one.attributes().get(0).secret()).isTrue();
            });
  }

  /** TC_B_08. */
  @Test
  void shouldSplitAWishByWhatTheStationTakesAtOnce() {
    String id = charger();
    List<Wish> wishes =
        List.of(
            new Wish(name("A"), null),
            new Wish(name("B"), null),
            new Wish(name("C"), AttributeType.Target),
            new Wish(new VariableName("Connector", "x", 1, 2, "D", "y"), null),
            new Wish(name("E"), null));
    var unknown = ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes));
    assertThat(unknown.limits())
        .extracting(wish -> wish.name().variable() + wish.name().variableInstance())
        .containsExactly("ItemsPerMessageGetVariables", "BytesPerMessageGetVariables");
    assertThat(ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes.subList(0, 2))).limits())
        .isEmpty();
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(VariableName.of("DeviceDataCtrlr", "ItemsPerMessage", "GetVariables"), "4")));
    var plan = ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes));
    assertThat(plan.limits()).isEmpty();
    assertThat(plan.payloads())
        .extracting(payload -> new JsonObject(payload).getJsonArray("getVariableData").size())
        .containsExactly(4, 1);
    assertThat(new JsonObject(plan.payloads().get(0)).getJsonArray("getVariableData").encode())
        .contains(
            "{\"component\":{\"evse\":{\"connectorId\":2,\"id\":1},\"instance\":\"x\",\"name\":\"Connector\"},\"variable\":{\"instance\":\"y\",\"name\":\"D\"}}",
            "\"attributeType\":\"Target\"");
    report(
        id,
        2,
        0,
        false,
        List.of(
            variable(
                VariableName.of("DeviceDataCtrlr", "BytesPerMessage", "GetVariables"), "300")));
    assertThat(ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes)).payloads())
        .hasSizeGreaterThan(2)
        .allSatisfy(payload -> assertThat(payload.length()).isLessThan(300));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boolean|true|maybe",
        "integer|-12|1.5",
        "decimal|1.5|1e",
        "dateTime|2026-01-01T00:00:00Z|yesterday",
        "OptionList|b|d",
        "MemberList|a,c|a,a",
        "SequenceList|a,a|a,x"
      })
  void shouldHoldANewValueAgainstTheCharacteristics(String type, String good, String bad) {
    String id = charger();
    boolean list = type.endsWith("List");
    report(
        id,
        1,
        0,
        false,
        List.of(variable(name("V"), type, null, Mutability.ReadWrite, list ? "a,b,c" : null)));
    assertThat(write(id, "V", good).payloads()).hasSize(1);
    assertThatThrownBy(() -> write(id, "V", bad))
        .isInstanceOfSatisfying(
            GalvanException.class,
            fault -> assertThat(fault.field()).isEqualTo("/variables/0/value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "21"})
  void shouldRefuseAValueOutOfBoundsOrThatCannotBeSet(String value) {
    String id = charger();
    Characteristics bounded =
        new Characteristics(
            "integer", "s", BigDecimal.TEN, BigDecimal.valueOf(20), null, null, false);
    report(
        id,
        1,
        0,
        false,
        List.of(
            new ReportedVariable(
                name("V"),
                List.of(new ReportedAttribute(AttributeType.Actual, "10", null, true, false)),
                bounded),
            variable(name("R"), "string", "x", Mutability.ReadOnly, null)));
    assertThat(write(id, "v", "20").payloads()).hasSize(1);
    assertThatThrownBy(() -> write(id, "v", value)).hasMessageContaining("must be");
    assertThatThrownBy(() -> write(id, "R", value)).hasMessageContaining("R");
  }

  private DeviceModels.Plan write(String id, String variable, String value) {
    return ask(
        DeviceModels.PLAN_WRITE,
        new PlanWrite(id, null, List.of(new NewValue(name(variable), null, value))));
  }
}
