package io.galvan.charger.command;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.ocpp.OcppVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A fault in what a follower writes stops neither the command nor other followers, and what it
 * should have written is there once the fault is gone, once.
 */
class FollowerFaultTest extends ChargerFixture {
  private static final String PROFILE =
      """
      {"connectorId":1,"csChargingProfiles":{"chargingProfileId":7,"stackLevel":0,
        "chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative",
        "chargingSchedule":{"chargingRateUnit":"A",
          "chargingSchedulePeriod":[{"startPeriod":0,"limit":%d.0}]}}}""";

  private @Nullable String broken;

  private void breakTable(String table) {
    await(
        pool.query(
                """
                create or replace function fail() returns trigger language plpgsql as $$
                begin raise exception 'broken for a test'; end $$;
                create trigger fail before insert or update or delete on %s
                  for each statement execute function fail()"""
                    .formatted(table))
            .execute());
    broken = table;
  }

  @AfterEach
  void repair() {
    if (broken != null) {
      await(pool.query("drop trigger fail on " + broken).execute());
      broken = null;
    }
  }

  private Command accepted(String charger, String action, OcppVersion version, String request) {
    Command command =
        ask(Commands.OPEN, new OpenCommand(charger, action, version, request, "ada", null, null))
            .command();
    ask(Commands.SENT, new CommandSent(command.id(), clock.instant(), "node-1"));
    return ask(
        Commands.CLOSE,
        new CloseCommand(
            command.id(),
            CommandState.Accepted,
            "Accepted",
            "{\"status\":\"Accepted\"}",
            null,
            null));
  }

  private long debts(String charger) {
    return count("select count(*) from follower_debt where charger_id = $1", charger);
  }

  private void waitForThePaymentOfDebts(String charger) {
    clock.advance(Duration.ofMinutes(20));
    await().until(() -> debts(charger) == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          configuration    | ChangeConfiguration | V1_6   | {"key":"SecurityProfile","value":"2"}
          reservation      | ReserveNow          | V1_6   | {"connectorId":1,"expiryDate":"2040-01-01T00:00:00Z","idTag":"T","reservationId":5}
          local_list       | SendLocalList       | V1_6   | {"listVersion":3,"updateType":"Full","localAuthorizationList":[{"idTag":"T"}]}
          firmware_update  | UpdateFirmware      | V1_6   | {"location":"http://host/f","retrieveDate":"2026-01-01T00:00:00Z"}
          charging_profile | SetChargingProfile  | V1_6   | {"connectorId":1,"csChargingProfiles":{"chargingProfileId":7,"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":9.0}]}}}
          holding          | SetDisplayMessage   | V2_0_1 | {"message":{"id":4,"priority":"InFront","message":{"format":"UTF8","content":"hi"}}}
          """)
  void shouldStoreTheCommandAtOnceAndWhatFollowsOnceItCanBeWritten(
      String table, String action, OcppVersion version, String request) {
    String charger = charger();
    String before = charger();
    accepted(before, action, version, request);
    String count = "select count(*) from " + table + " where charger_id = $1";
    assertThat(count(count, before)).as("rows without a fault").isEqualTo(1);

    breakTable(table);
    assertThat(accepted(charger, action, version, request).state())
        .isEqualTo(CommandState.Accepted);
    assertThat(count(count, charger)).isZero();
    assertThat(debts(charger)).isEqualTo(1);
    assertThat(happenings(settledEventsOf(charger), CommandCompleted.class)).hasSize(1);

    repair();
    waitForThePaymentOfDebts(charger);
    assertThat(count(count, charger)).isEqualTo(1);
    assertThat(happenings(settledEventsOf(charger), CommandCompleted.class)).hasSize(1);
  }

  /** Both follow ChangeConfiguration. */
  @Test
  void shouldLetAnotherFollowerOfTheSameCommandGoOn() {
    String charger = charger();
    breakTable("configuration");
    accepted(
        charger,
        "ChangeConfiguration",
        OcppVersion.V1_6,
        "{\"key\":\"SecurityProfile\",\"value\":\"2\"}");
    assertThat(count("select announced_profile from charger where id = $1", charger)).isEqualTo(2);
  }

  @Test
  void shouldFollowTheCommandsOfAStationInTheirOrder() {
    String charger = charger();
    breakTable("charging_profile");
    accepted(charger, "SetChargingProfile", OcppVersion.V1_6, PROFILE.formatted(8));
    repair();
    accepted(charger, "SetChargingProfile", OcppVersion.V1_6, PROFILE.formatted(16));
    waitForThePaymentOfDebts(charger);
    assertThat(
            count(
                """
                select (profile #>> '{chargingSchedule,chargingSchedulePeriod,0,limit}')::numeric::bigint
                from charging_profile where charger_id = $1
                """,
                charger))
        .isEqualTo(16);
  }

  @Test
  void shouldTryAgainUntilTheFaultIsGone() {
    String charger = charger();
    breakTable("charging_profile");
    accepted(charger, "SetChargingProfile", OcppVersion.V1_6, PROFILE.formatted(8));
    clock.advance(Duration.ofMinutes(20));
    await()
        .until(
            () -> count("select max(tries) from follower_debt where charger_id = $1", charger) > 0);
    repair();
    waitForThePaymentOfDebts(charger);
    assertThat(count("select count(*) from charging_profile where charger_id = $1", charger))
        .isEqualTo(1);
  }
}
