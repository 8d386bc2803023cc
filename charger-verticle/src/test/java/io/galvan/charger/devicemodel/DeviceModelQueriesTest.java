package io.galvan.charger.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.FleetQuery;
import io.galvan.contract.devicemodel.DeviceModels.ValueCount;
import io.galvan.contract.devicemodel.DeviceModels.Variable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How variables are found, at one station and across the fleet. */
class DeviceModelQueriesTest extends DeviceModelFixture {
  @Test
  void shouldFindVariablesByTheirNamesAndValuesInPages() {
    String id = charger();
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(new VariableName("EVSE", null, 1, 0, "AvailabilityState", null), "Available"),
            variable(new VariableName("EVSE", null, 2, 0, "AvailabilityState", null), "Faulted"),
            variable(new VariableName("Connector", null, 2, 1, "Enabled", null), "100%")));
    assertThat(find(id, new VariableQuery(id, "evse", null, null, null, 1, null))).hasSize(2);
    assertThat(find(id, new VariableQuery(id, null, "availabilitystate", 2, null, 10, null)))
        .hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "fault", 10, null))).hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "0%", 10, null))).hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "1%", 10, null))).isEmpty();
  }

  private List<Variable> find(String id, VariableQuery query) {
    List<Variable> found = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      var page =
          ask(
              DeviceModels.VARIABLES,
              new VariableQuery(
                  id,
                  query.component(),
                  query.variable(),
                  query.evseId(),
                  query.search(),
                  query.limit(),
                  cursor));
      found.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return found;
  }

  @Test
  void shouldCountTheValuesOfAVariableAcrossTheFleet() {
    VariableName name = VariableName.of("FleetCtrlr", "Colour");
    List<String> ids = List.of(charger(), charger(), charger());
    report(ids.get(0), 1, 0, false, List.of(variable(name, "red")));
    report(ids.get(1), 1, 0, false, List.of(variable(name, "blue")));
    report(ids.get(2), 1, 0, false, List.of(variable(name, "red")));
    var first =
        ask(DeviceModels.FLEET, new FleetQuery("fleetctrlr", "colour", null, null, 2, null));
    assertThat(first.values())
        .containsExactly(new ValueCount("red", 2, 2), new ValueCount("blue", 1, 1));
    assertThat(first.items()).hasSize(2);
    var second =
        ask(
            DeviceModels.FLEET,
            new FleetQuery("fleetctrlr", "colour", null, null, 2, first.next()));
    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isNull();
    assertThat(
            ask(DeviceModels.FLEET, new FleetQuery("FleetCtrlr", "Colour", null, "blue", 9, null))
                .items())
        .extracting(DeviceModels.FleetVariable::chargerId)
        .containsExactly(ids.get(1));
  }
}
