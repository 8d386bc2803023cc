package io.galvan.charger.smartcharging;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileSlot;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A place in a station's stack of charging profiles has one owner, whatever the version. */
class ProfileSlotsTest extends ChargerFixture {
  private enum Version {
    V1_6,
    V2;

    OcppVersion ocpp() {
      return this == V1_6 ? OcppVersion.V1_6 : OcppVersion.V2_0_1;
    }

    /** A TxProfile at stack level 0. */
    String set(int id, int evse, @Nullable String transaction) {
      return this == V1_6
          ? "{\"connectorId\":%d,\"csChargingProfiles\":%s}"
              .formatted(evse, profile(id, transaction))
          : "{\"evseId\":%d,\"chargingProfile\":%s}".formatted(evse, profile(id, transaction));
    }

    String profile(int id, @Nullable String transaction) {
      String schedule =
          "\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6.0}]";
      return this == V1_6
          ? """
            {"chargingProfileId":%d,"stackLevel":0,"chargingProfilePurpose":"TxProfile",%s
             "chargingProfileKind":"Relative","chargingSchedule":{%s}}"""
              .formatted(
                  id, transaction == null ? "" : "\"transactionId\":" + transaction + ",", schedule)
          : """
            {"id":%d,"stackLevel":0,"chargingProfilePurpose":"TxProfile",%s
             "chargingProfileKind":"Relative","chargingSchedule":[{"id":1,%s}]}"""
              .formatted(
                  id,
                  transaction == null ? "" : "\"transactionId\":\"" + transaction + "\",",
                  schedule);
    }

    String start(int id, int evse) {
      return this == V1_6
          ? "{\"connectorId\":%d,\"idTag\":\"T\",\"chargingProfile\":%s}"
              .formatted(evse, profile(id, null))
          : """
            {"evseId":%d,"remoteStartId":1,"idToken":{"idToken":"T","type":"Central"},
             "chargingProfile":%s}"""
              .formatted(evse, profile(id, null));
    }

    String startAction() {
      return this == V1_6 ? "RemoteStartTransaction" : "RequestStartTransaction";
    }

    String clear(int id) {
      return this == V1_6 ? "{\"id\":" + id + "}" : "{\"chargingProfileId\":" + id + "}";
    }
  }

  private String open(String charger, String action, Version version, String request, Owner owner) {
    return open(charger, action, version, request, "ada", owner);
  }

  private String open(
      String charger, String action, Version version, String request, String by, Owner owner) {
    return ask(
            Commands.OPEN,
            new OpenCommand(charger, action, version.ocpp(), request, by, null, null, owner))
        .command()
        .id();
  }

  private void sent(String command) {
    ask(Commands.SENT, new CommandSent(command, clock.instant(), "node-1"));
  }

  private void close(String command, CommandState state) {
    ask(Commands.CLOSE, new CloseCommand(command, state, state.name(), "{}", null, null));
  }

  private void accepted(
      String charger, String action, Version version, String request, Owner owner) {
    String command = open(charger, action, version, request, owner);
    sent(command);
    close(command, CommandState.Accepted);
    clock.advance(Duration.ofSeconds(1));
  }

  private void set(String charger, Version version, int id, Owner owner) {
    accepted(charger, "SetChargingProfile", version, version.set(id, 1, "17"), owner);
  }

  private void assertRefused(ThrowingCallable asking, String... says) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.CONFLICT);
              assertThat(e.message()).contains(says);
            });
  }

  private List<SetProfile> held(String charger) {
    return ask(ChargingProfiles.LIST, new ChargerKey(charger)).items();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetNobodyLessReplaceAProfile(Version version) {
    for (Owner holder : Owner.values()) {
      for (Owner comer : Owner.values()) {
        String charger = charger();
        set(charger, version, 7, holder);
        if (comer.compareTo(holder) >= 0) {
          set(charger, version, 8, comer);
          assertThat(held(charger)).extracting(SetProfile::owner).containsExactly(comer);
        } else {
          assertRefused(
              () -> set(charger, version, 8, comer),
              "TxProfile of EVSE 1, stack level 0",
              holder.text(),
              comer.text());
          assertThat(held(charger)).extracting(SetProfile::owner).containsExactly(holder);
        }
      }
    }
    assertThat(Arrays.asList(Owner.values()))
        .containsExactly(Owner.Vehicle, Owner.Energy, Owner.Operator);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveOtherPlacesToOthers(Version version) {
    String charger = charger();
    set(charger, version, 7, Owner.Operator);
    for (String request : List.of(version.set(8, 2, "17"), version.set(9, 1, "18"))) {
      accepted(charger, "SetChargingProfile", version, request, Owner.Vehicle);
    }
    assertThat(held(charger).stream().filter(set -> set.owner() == Owner.Vehicle)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotLetAProfileWithTheNumberOfAGreaterOneTakeItsPlace(Version version) {
    String charger = charger();
    set(charger, version, 7, Owner.Operator);
    assertRefused(
        () -> open(charger, "SetChargingProfile", version, version.set(7, 2, "18"), Owner.Vehicle),
        "profile 7");
  }

  @ParameterizedTest
  @EnumSource
  void shouldFreeAPlaceWhenItIsCleared(Version version) {
    String charger = charger();
    set(charger, version, 7, Owner.Operator);
    accepted(charger, "ClearChargingProfile", version, version.clear(7), Owner.Operator);
    set(charger, version, 8, Owner.Vehicle);
    assertThat(held(charger)).extracting(SetProfile::owner).containsExactly(Owner.Vehicle);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepThePlaceOfTheProfileOfARemoteStart(Version version) {
    String charger = charger();
    accepted(charger, version.startAction(), version, version.start(7, 1), Owner.Operator);
    assertRefused(() -> set(charger, version, 8, Owner.Vehicle), "an operator");
  }

  /** The operator's comes second to the database, and may come first to the station. */
  @ParameterizedTest
  @EnumSource
  void shouldNotSendAProfileWhosePlaceSomebodyGreaterHasTakenInTheMeantime(Version version) {
    String charger = charger();
    String vehicles =
        open(charger, "SetChargingProfile", version, version.set(7, 1, "17"), Owner.Vehicle);
    String operators =
        open(charger, "SetChargingProfile", version, version.set(8, 1, "17"), Owner.Operator);
    assertRefused(() -> sent(vehicles), "is about to be held by profile 8");
    sent(operators);
    close(operators, CommandState.Rejected);
    sent(vehicles);
  }

  /** The station may have it. */
  @ParameterizedTest
  @EnumSource
  void shouldKeepThePlaceOfAProfileOfWhichNobodyKnowsWhetherItWasSet(Version version) {
    String charger = charger();
    String operators =
        open(charger, "SetChargingProfile", version, version.set(7, 1, "17"), Owner.Operator);
    sent(operators);
    close(operators, CommandState.TimedOut);
    assertRefused(() -> set(charger, version, 8, Owner.Vehicle), "profile 7");
    clock.advance(Duration.ofSeconds(1));
    accepted(charger, "ClearChargingProfile", version, version.clear(7), Owner.Operator);
    set(charger, version, 8, Owner.Vehicle);
  }

  private void report(String charger, String source, int id, int evse) {
    ask(
        StationReports.STORE,
        new StationReport(
            charger,
            "ReportChargingProfiles",
            1,
            evse,
            clock.instant(),
            """
            {"requestId":1,"chargingLimitSource":"%s","evseId":%d,"chargingProfile":[%s]}"""
                .formatted(source, evse, Version.V2.profile(id, "17"))));
  }

  @Test
  void shouldKeepTheOwnerOfAProfileThatTheStationReports() {
    String charger = charger();
    set(charger, Version.V2, 7, Owner.Vehicle);
    report(charger, "CSO", 7, 1);
    assertThat(held(charger)).extracting(SetProfile::owner).containsExactly(Owner.Vehicle);
  }

  @Test
  void shouldLeaveAReportedProfileThatNobodySetHereToOperators() {
    String charger = charger();
    report(charger, "CSO", 7, 1);
    assertThat(held(charger)).extracting(SetProfile::owner).containsOnlyNulls();
    assertRefused(() -> set(charger, Version.V2, 8, Owner.Vehicle), "an unknown owner");
    set(charger, Version.V2, 8, Owner.Operator);
  }

  @Test
  void shouldUseNoNumberThatTheStationReportsAsInUse() {
    String charger = charger();
    ProfileSlot slot = new ProfileSlot(charger, 1, "TxDefaultProfile", 0, null);
    int next = ask(ChargingProfiles.NUMBER, slot).id();
    for (int id = next + 1; id < next + 5; id++) {
      report(charger, "EMS", id, id - next);
    }
    assertThat(held(charger).stream().map(SetProfile::profileId))
        .doesNotContain(ask(ChargingProfiles.NUMBER, slot).id());
    int taken = held(charger).get(0).profileId();
    assertRefused(
        () ->
            open(
                charger,
                "SetChargingProfile",
                Version.V2,
                Version.V2.set(taken, 2, "18"),
                Owner.Operator),
        "of the source EMS");
  }

  /** As one before V132 stored it. */
  private void setBefore(String charger, Version version, int id, int evse, String by) {
    String command =
        open(
            charger,
            "SetChargingProfile",
            version,
            version.set(id, evse, "17"),
            by,
            Owner.Operator);
    sent(command);
    close(command, CommandState.Accepted);
    clock.advance(Duration.ofSeconds(1));
    await(
        pool.preparedQuery("update charging_profile set owner = null where charger_id = $1")
            .execute(Tuple.of(charger)));
  }

  private @Nullable Owner upgraded(String charger) throws IOException {
    try (InputStream migration =
        getClass().getResourceAsStream("/db/charger/V133__owners_of_transaction_profiles.sql")) {
      await(pool.query(new String(migration.readAllBytes(), StandardCharsets.UTF_8)).execute());
    }
    return held(charger).get(0).owner();
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnTheOwnersOfOlderProfilesFromTheCommandsThatSetThem(Version version)
      throws IOException {
    String vehicles = charger();
    setBefore(vehicles, version, 7, 1, "galvan");
    assertThat(upgraded(vehicles)).isEqualTo(Owner.Vehicle);
    String operators = charger();
    setBefore(operators, version, 7, 1, "ada");
    assertThat(upgraded(operators)).isEqualTo(Owner.Operator);
    String sentAgain = charger();
    setBefore(sentAgain, version, 7, 1, "ada");
    setBefore(sentAgain, version, 7, 1, "galvan");
    assertThat(upgraded(sentAgain)).isNull();
    String reported = charger();
    setBefore(reported, Version.V2, 7, 1, "galvan");
    clock.advance(Duration.ofSeconds(1));
    report(reported, "CSO", 8, 1);
    assertThat(upgraded(reported)).isNull();
  }
}
