package io.galvan.central.smart;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileNumber;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfiles;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plan for a vehicle that tells its needs, and what somebody greater has set. */
class ChargingPlannerTest {
  private static final String NEEDS =
      """
      {"requestedEnergyTransfer":"AC_three_phase","acChargingParameters":{"energyAmount":10000,
        "evMinCurrent":6,"evMaxCurrent":32,"evMaxVoltage":230}}""";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final MovableClock clock = TestPlatform.clock();
  private final List<CommandRequest> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<SetProfile> held = new ArrayList<>();

  @BeforeEach
  void serve() {
    bus.serve(ChargingProfiles.LIST, key -> Future.succeededFuture(new SetProfiles(held)));
    bus.serve(
        ChargingProfiles.NUMBER, slot -> Future.succeededFuture(new ProfileNumber(40, false)));
    bus.serve(
        Transactions.GET,
        key ->
            Future.succeededFuture(
                Mapper.read(
                    """
                    {"id":5,"chargerId":"CP","connectorId":1,"state":"Running",
                     "startedAt":"2026-03-01T12:00:00Z","meterStartWh":0,"energyWh":0,
                     "updatedAt":"2026-03-01T12:00:00Z","marks":[],"evseId":2,
                     "stationTransactionId":"TX","gaps":[]}""",
                    Transactions.Transaction.class)));
    new ChargingPlanner(
            bus,
            clock,
            request -> {
              sent.add(request);
              return Future.succeededFuture();
            })
        .serve();
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private void holds(int id, @Nullable Owner owner) {
    held.add(
        new SetProfile(
            id,
            0,
            "TxProfile",
            0,
            null,
            """
            {"id":%d,"stackLevel":0,"chargingProfilePurpose":"TxProfile","transactionId":"TX",
             "chargingProfileKind":"Relative","chargingSchedule":[{"id":1,"chargingRateUnit":"A",
               "chargingSchedulePeriod":[{"startPeriod":0,"limit":6}]}]}"""
                .formatted(id),
            clock.instant(),
            2,
            "TX",
            null,
            owner));
  }

  private SmartCharging.Planned plan(String needs) {
    return await(
        bus.request(
            SmartCharging.PLAN,
            new SmartCharging.PlanRequest("CP", OcppVersion.V2_0_1, 2, 5, needs)));
  }

  private CommandRequest planned() {
    assertThat(plan(NEEDS).profileFollows()).isTrue();
    Awaitility.await().until(() -> !sent.isEmpty());
    assertThat(sent).hasSize(1);
    return sent.get(0);
  }

  @Test
  void shouldSayThatNoProfileFollowsWhereNothingTellsHowMuchIsPossible() {
    assertThat(plan("{\"requestedEnergyTransfer\":\"AC_single_phase\"}").profileFollows())
        .isFalse();
    assertThat(plan(NEEDS).profileFollows()).isTrue();
    Awaitility.await().until(() -> sent.size() == 1);
  }

  @Test
  void shouldPlanInTheNameOfTheVehicle() {
    holds(7, Owner.Vehicle);
    CommandRequest plan = planned();
    assertThat(plan.owner()).isEqualTo(Owner.Vehicle);
    assertThat(plan.request()).contains("\"id\":40", "\"limit\":32");
  }

  @Test
  void shouldSendTheOperatorsProfileAgainInPlaceOfAPlan() {
    holds(7, Owner.Operator);
    CommandRequest again = planned();
    assertThat(again.owner()).isEqualTo(Owner.Operator);
    assertThat(again.request()).contains("\"id\":7", "\"limit\":6");
  }

  @Test
  void shouldLeaveAProfileOfAnUnknownOwner() {
    holds(7, null);
    assertThat(planned().request()).contains("\"id\":7");
  }
}
