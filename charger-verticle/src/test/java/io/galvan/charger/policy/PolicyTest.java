package io.galvan.charger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.event.Happening.PolicyUpdated;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.Policies.ChargingPlans;
import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Owner;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.policy.Policies.Scope;
import io.galvan.contract.policy.Policies.SetPolicy;
import io.galvan.contract.policy.Policies.VehiclePolicy;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyTest extends ChargerFixture {
  @Override
  public Map<String, String> settings() {
    return Map.of("GALVAN_HEARTBEAT_INTERVAL", "120", "GALVAN_MEASURANDS", "Voltage, SoC");
  }

  private String chargerAt(@Nullable String site) {
    String id = newId();
    ask(Chargers.CREATE, new NewCharger(id, null, site, Registration.Accepted, false, null));
    return id;
  }

  private static String newSite() {
    return "Site of " + newId();
  }

  private void move(String id, @Nullable String site) {
    ask(Chargers.EDIT, new EditCharger(id, null, site, Registration.Accepted, false, null));
  }

  private void set(Scope scope, String owner, Policy policy) {
    assertThat(ask(Policies.SET, new SetPolicy(new Owner(scope, owner), policy))).isEqualTo(policy);
  }

  private Policy effective(String id) {
    return ask(Policies.EFFECTIVE, new ChargerKey(id));
  }

  private static Policy free(@Nullable Boolean freeVending) {
    return new Policy(freeVending, null, null, null, null, null, null, null, null);
  }

  private static Policy heartbeat(int seconds) {
    return new Policy(null, seconds, null, null, null, null, null, null, null);
  }

  /** What was told of free vending, by charger, in order; null is "as the default". */
  private List<Boolean> told(String id) {
    List<Boolean> told = new ArrayList<>();
    settledEventsOf(id);
    happenings(events, PolicyUpdated.class).stream()
        .filter(update -> update.chargerIds().contains(id))
        .forEach(update -> told.add(update.freeVending()));
    return told;
  }

  @Test
  void shouldTakeEachFieldFromTheChargerElseItsSiteElseTheDefault() {
    String site = newSite();
    String id = chargerAt(site);
    Policy standard =
        new Policy(false, 120, null, List.of("Voltage", "SoC"), null, null, 30, null, null);
    assertThat(ask(Policies.DEFAULT, new Policies.DefaultQuery())).isEqualTo(standard);
    assertThat(effective(id)).isEqualTo(standard);
    set(
        Scope.Site,
        site,
        new Policy(
            true,
            60,
            new OfflinePolicy(true, false, null, null),
            null,
            30,
            null,
            0,
            null,
            new VehiclePolicy(ChargingPlans.Manual, null)));
    set(
        Scope.Charger,
        id,
        new Policy(
            null,
            10,
            new OfflinePolicy(null, true, true, null),
            List.of("SoC"),
            null,
            900,
            null,
            null,
            new VehiclePolicy(null, List.of("DC", "DC_BPT"))));
    assertThat(effective(id))
        .isEqualTo(
            new Policy(
                true,
                10,
                new OfflinePolicy(true, true, true, null),
                List.of("SoC"),
                30,
                900,
                0,
                null,
                new VehiclePolicy(ChargingPlans.Manual, List.of("DC", "DC_BPT"))));
    assertThat(ask(Policies.GET, new Owner(Scope.Charger, id)).sampleIntervalS()).isNull();
    set(Scope.Charger, id, Policy.NONE);
    assertThat(effective(id).measurands()).containsExactly("Voltage", "SoC");
    assertThat(effective(id).heartbeatIntervalS()).isEqualTo(60);
    move(id, null);
    assertThat(effective(id)).isEqualTo(standard);
  }

  @Test
  void shouldTellTheHeartbeatAtBootAndConnection() {
    String site = newSite();
    String id = chargerAt(site);
    assertThat(ask(Chargers.BOOT, booting(id, "V")).heartbeatIntervalS()).isEqualTo(120);
    set(Scope.Site, site, heartbeat(70));
    assertThat(ask(Chargers.BOOT, booting(id, "V")).heartbeatIntervalS()).isEqualTo(70);
    set(Scope.Charger, id, heartbeat(15));
    assertThat(ask(Chargers.BOOT, booting(id, "V")).heartbeatIntervalS()).isEqualTo(15);
    assertThat(connect(id, "node-1").heartbeatIntervalS()).isEqualTo(15);
    ask(Chargers.EDIT, new EditCharger(id, null, site, Registration.Pending, false, null));
    assertThat(ask(Chargers.BOOT, booting(id, "V")).heartbeatIntervalS()).isEqualTo(60);
  }

  @Test
  void shouldTellEveryChangeOfFreeVendingInOrder() {
    String site = newSite();
    String id = chargerAt(site);
    String own = chargerAt(site);
    set(Scope.Charger, own, free(false));
    set(Scope.Site, site, free(true));
    set(Scope.Charger, id, free(false));
    set(Scope.Charger, id, Policy.NONE);
    move(id, null);
    move(id, site);
    ask(Chargers.DELETE, new ChargerKey(id));
    assertThat(told(id)).containsExactly(true, false, true, null, true, null);
    assertThat(told(own)).containsExactly(false, false);
    String newcomer = chargerAt(site);
    assertThat(told(newcomer)).containsExactly(true);
  }

  @Test
  void shouldTellNothingWhenAnEditLeavesThePolicyAsItWas() {
    String id = chargerAt(null);
    move(id, newSite());
    ask(Chargers.DELETE, new ChargerKey(id));
    assertThat(told(id)).isEmpty();
    assertThat(settledEventsOf(id, EventType.charger_updated)).hasSize(3);
  }

  @Test
  void shouldTellABigSiteInPieces() {
    String site = newSite();
    long made =
        count(
            """
            with made as (
              insert into charger (id, site, registration, strict, auto_created, created_at,
                updated_at)
              select $1 || ' ' || n, $1, 'Accepted', false, false, now(), now()
              from generate_series(1, 2500) n returning 1)
            select count(*) from made
            """,
            site);
    assertThat(made).isEqualTo(2_500);
    set(Scope.Site, site, heartbeat(99));
    String last = chargerAt(null);
    settledEventsOf(last);
    List<PolicyUpdated> pieces =
        happenings(events, PolicyUpdated.class).stream()
            .filter(piece -> piece.chargerIds().get(0).startsWith(site + " "))
            .toList();
    assertThat(pieces)
        .extracting(piece -> piece.chargerIds().size())
        .containsExactly(1_000, 1_000, 500);
  }

  @Test
  void shouldRefuseWhatNoPolicyMaySay() {
    String id = chargerAt(null);
    refused(
        id, new Policy(null, 0, null, null, null, null, null, null, null), "heartbeatIntervalS");
    refused(
        id,
        new Policy(null, 86_401, null, null, null, null, null, null, null),
        "heartbeatIntervalS");
    refused(id, new Policy(null, null, null, null, -1, null, null, null, null), "sampleIntervalS");
    refused(
        id,
        new Policy(null, null, null, null, null, 86_401, null, null, null),
        "clockAlignedIntervalS");
    refused(
        id, new Policy(null, null, null, null, null, null, 3_601, null, null), "triggerBootAfterS");
    for (List<String> modes : List.of(List.<String>of(), List.of("DC", "DC"), List.of("AC"))) {
      refused(
          id,
          new Policy(
              null, null, null, null, null, null, null, null, new VehiclePolicy(null, modes)),
          "vehicles.energyTransfers");
    }
    for (List<String> measurands :
        List.of(
            List.<String>of(),
            List.of("A,B"),
            List.of(""),
            List.of("SoC", "SoC"),
            Collections.nCopies(31, "x"),
            java.util.stream.IntStream.range(0, 9).mapToObj(n -> n + "x".repeat(59)).toList())) {
      refused(
          id, new Policy(null, null, null, measurands, null, null, null, null, null), "measurands");
    }
    assertThat(effective(id).heartbeatIntervalS()).isEqualTo(120);
    assertThatThrownBy(
            () ->
                ask(Policies.SET, new SetPolicy(new Owner(Scope.Charger, "NOBODY"), heartbeat(5))))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThatThrownBy(() -> effective("NOBODY"))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThat(ask(Policies.GET, new Owner(Scope.Site, "nowhere"))).isEqualTo(Policy.NONE);
  }

  private void refused(String id, Policy policy, String field) {
    assertThatThrownBy(() -> ask(Policies.SET, new SetPolicy(new Owner(Scope.Charger, id), policy)))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
