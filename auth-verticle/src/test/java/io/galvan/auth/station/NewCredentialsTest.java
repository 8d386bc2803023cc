package io.galvan.auth.station;

import static io.galvan.auth.AuthFixture.assertFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.AuthFixture;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.station.PasswordPlaces;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.station.StationCredentials.AnnouncedCredentials;
import io.galvan.contract.station.StationCredentials.AnnouncedPassword;
import io.galvan.contract.station.StationCredentials.CredentialOutcome;
import io.galvan.contract.station.StationCredentials.Credentials;
import io.galvan.contract.station.StationCredentials.NewCredentials;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states of a station's new password: announced, sent, answered, proven. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewCredentialsTest {
  private static final String OLD = "the-old-password-0";
  private static final String NEW = "the-new-password-1";
  private static final String NEWER = "the-new-password-2";

  private final AuthFixture auth = new AuthFixture(Map.of());
  private String station = "";
  private int stations;

  @AfterAll
  void close() {
    auth.close();
  }

  @BeforeEach
  void haveAStation() {
    station = "CP-" + ++stations;
    auth.ask(StationCredentials.SET, new NewCredentials(station, OLD));
  }

  private void announce(String commandId, String place, String password) {
    auth.ask(
        StationCredentials.ANNOUNCE,
        new AnnouncedCredentials(
            station, commandId, List.of(new AnnouncedPassword(place, password))));
  }

  private void announce(String commandId, String password) {
    announce(commandId, PasswordPlaces.STATION, password);
  }

  private CredentialOutcome opens(String password) {
    return auth.ask(
            StationCredentials.CHECK, new Credentials(station, station, password.getBytes(UTF_8)))
        .outcome();
  }

  private void assertOpens(String password) {
    assertThat(opens(password)).isEqualTo(CredentialOutcome.Accepted);
  }

  private void assertRefused(String password) {
    assertThat(opens(password)).isEqualTo(CredentialOutcome.Refused);
  }

  private void ended(
      String commandId,
      String action,
      String request,
      CommandState state,
      @Nullable String response,
      @Nullable String errorCode) {
    Command command =
        new Command(
            commandId,
            station,
            action,
            action.equals("ChangeConfiguration") ? OcppVersion.V1_6 : OcppVersion.V2_1,
            request,
            state,
            null,
            response,
            errorCode,
            null,
            "ada",
            null,
            auth.clock.instant(),
            auth.clock.instant(),
            auth.clock.instant(),
            null,
            null);
    Event event =
        new Event(
            UUID.randomUUID().toString(),
            auth.clock.instant(),
            station,
            new CommandCompleted(command));
    // The outbox tells at least once.
    auth.ask(Subscription.AUTH.address(), new EventBatch(List.of(event)));
    auth.ask(Subscription.AUTH.address(), new EventBatch(List.of(event)));
  }

  private void ended(String commandId, CommandState state, @Nullable String errorCode) {
    ended(
        commandId,
        "ChangeConfiguration",
        "{\"key\":\"AuthorizationKey\",\"value\":\"***\"}",
        state,
        null,
        errorCode);
  }

  private void answered(String commandId, String status) {
    ended(
        commandId,
        "SetVariables",
        """
        {"setVariableData":[{"attributeValue":"***","component":{"name":"SecurityCtrlr"},
          "variable":{"name":"BasicAuthPassword"}}]}""",
        CommandState.Accepted,
        """
        {"setVariableResult":[{"attributeStatus":"%s","component":{"name":"securityctrlr"},
          "variable":{"name":"basicauthpassword"}}]}"""
            .formatted(status),
        null);
  }

  @Test
  void shouldOpenToOldAndNewUntilTheNewOneIsProven() {
    announce("c1", NEW);
    assertOpens(OLD);
    ended("c1", CommandState.Accepted, null);
    assertOpens(OLD);
    assertOpens(NEW);
    assertRefused(OLD);
    assertOpens(NEW);
  }

  @ParameterizedTest
  @CsvSource({
    // The station says that it has not taken it, or has never seen it.
    "Rejected,,false",
    "Failed,,false",
    // It may have taken it.
    "Failed,InternalError,true",
    "Failed,FormatViolation,true",
    "TimedOut,,true",
    "Unknown,,true",
    "Accepted,,true"
  })
  void shouldForgetTheNewOneOnlyWhenTheStationHasNotTakenIt(
      CommandState end, @Nullable String errorCode, boolean opens) {
    announce("c1", NEW);
    ended("c1", end, errorCode);
    assertOpens(OLD);
    assertThat(opens(NEW))
        .isEqualTo(opens ? CredentialOutcome.Accepted : CredentialOutcome.Refused);
  }

  @ParameterizedTest
  @CsvSource({
    "Accepted,true",
    "RebootRequired,true",
    "Rejected,false",
    "UnknownVariable,false",
    "UnknownComponent,false"
  })
  void shouldJudgeAnAnswerOf2ByTheVariablesOwnStatus(String status, boolean opens) {
    announce("c1", NEW);
    answered("c1", status);
    assertOpens(OLD);
    assertThat(opens(NEW))
        .isEqualTo(opens ? CredentialOutcome.Accepted : CredentialOutcome.Refused);
  }

  @Test
  void shouldCorrectWhatWasUnknownByALateAnswer() {
    announce("c1", NEW);
    ended("c1", CommandState.TimedOut, null);
    ended("c1", CommandState.Rejected, null);
    assertRefused(NEW);
    assertOpens(OLD);
  }

  @Test
  void shouldKeepWhatWasSentLaterWhenTheEarlierOneIsProven() {
    announce("c1", NEW);
    announce("c2", NEWER);
    assertOpens(NEW);
    assertRefused(OLD);
    assertOpens(NEW);
    assertOpens(NEWER);
    assertRefused(NEW);
  }

  @Test
  void shouldForgetWhatWasSentBeforeOnceTheLaterOneIsTaken() {
    announce("c1", NEW);
    ended("c1", CommandState.TimedOut, null);
    announce("c2", NEWER);
    ended("c2", CommandState.Accepted, null);
    assertRefused(NEW);
    assertOpens(OLD);
    assertOpens(NEWER);
    assertRefused(OLD);
  }

  @Test
  void shouldKeepTheEarlierOneWhenTheLaterIsRefused() {
    announce("c1", NEW);
    ended("c1", CommandState.Accepted, null);
    announce("c2", NEWER);
    ended("c2", CommandState.Rejected, null);
    assertRefused(NEWER);
    assertOpens(OLD);
    assertOpens(NEW);
  }

  @Test
  void shouldKeepThePasswordOfAConnectionProfileBesideThatOfTheStation() {
    announce("c1", PasswordPlaces.slot("2"), NEW);
    announce("c2", NEWER);
    ended("c2", CommandState.Accepted, null);
    assertOpens(NEWER);
    assertRefused(OLD);
    assertOpens(NEW);
    assertRefused(NEWER);
  }

  @Test
  void shouldForgetThePasswordOfAProfileThatTheStationRefused() {
    announce("c1", PasswordPlaces.slot("2"), NEW);
    ended(
        "c1",
        "SetNetworkProfile",
        """
        {"configurationSlot":2,"connectionData":{"ocppVersion":"OCPP20","ocppTransport":"JSON",
          "ocppCsmsUrl":"wss://csms","messageTimeout":30,"securityProfile":2,
          "ocppInterface":"Wired0","basicAuthPassword":"***"}}""",
        CommandState.Rejected,
        null,
        null);
    assertRefused(NEW);
  }

  @Test
  void shouldForgetAllOthersWhenAnOperatorSetsThePassword() {
    announce("c1", NEW);
    auth.ask(StationCredentials.SET, new NewCredentials(station, NEWER));
    assertRefused(OLD);
    assertRefused(NEW);
    assertOpens(NEWER);
  }

  @Test
  void shouldOpenWithoutAPasswordUntilTheFirstOneIsProven() {
    station = "CP-open-" + stations;
    announce("c1", NEW);
    assertThat(opens(OLD)).isEqualTo(CredentialOutcome.NoneStored);
    assertOpens(NEW);
    assertRefused(OLD);
  }

  /** Else one of those that the station may have would have to be forgotten. */
  @Test
  void shouldAnnounceNoMoreThanItKeeps() {
    for (int i = 0; i < CredentialService.MAX_UNPROVEN; i++) {
      announce("c" + i, "password-number-" + i);
    }
    assertFault(Fault.CONFLICT, null, () -> announce("one-more", NEW));
    assertOpens(OLD);
    assertOpens("password-number-7");
    announce("again", NEW);
    assertOpens("password-number-8");
  }
}
