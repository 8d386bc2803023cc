package io.galvan.charger.locallist;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandQuery;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.locallist.LocalLists.LocalListState;
import io.galvan.contract.locallist.LocalLists.LocalListStatus;
import io.galvan.contract.locallist.LocalLists.PlanUpdate;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.Hours;
import io.galvan.contract.token.TokenTerms.Message;
import io.galvan.contract.token.TokenTerms.MessageFormat;
import io.galvan.contract.token.TokenTerms.Place;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenPage;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.AuthorizationData;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.SendLocalListRequest;
import io.galvan.ocpp.v2.Update;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local authorization lists of stations of 2.0.1 and 2.1. */
class LocalList2Test extends ChargerFixture {
  private final List<Token> tokens = new CopyOnWriteArrayList<>();

  @BeforeAll
  void serveTokens() {
    bus.serve(
        Tokens.LIST,
        query ->
            Future.succeededFuture(
                new TokenPage(
                    tokens.stream().filter(token -> token.status() == query.status()).toList(),
                    null)));
  }

  @BeforeEach
  void forgetTokens() {
    tokens.clear();
  }

  private static String station(ChargerFixture fixture, OcppVersion version) {
    String id = newId();
    fixture.ask(
        Chargers.CREATE, new NewCharger(id, null, null, Registration.Accepted, false, version));
    return id;
  }

  private void token(String id, @Nullable String type, @Nullable TokenTerms terms) {
    tokens.add(
        new Token(
            id,
            type,
            "FLEET",
            "Central",
            false,
            Instant.parse("2030-01-01T00:00:00Z"),
            null,
            null,
            terms,
            TokenStatus.Accepted,
            clock.instant(),
            clock.instant()));
  }

  private static TokenTerms terms(
      @Nullable List<Place> places, @Nullable List<Hours> hours, @Nullable BigDecimal credit) {
    return new TokenTerms(null, places, hours, null, credit, null, null, null, null, null);
  }

  private SendLocalListRequest plan(String charger, @Nullable ListUpdateType type) {
    String json = ask(LocalLists.PLAN, new PlanUpdate(charger, type)).updates().get(0).request();
    return Payload.read(json, SendLocalListRequest.class, OcppVersion.V2_0_1).orElseThrow();
  }

  private void answer(String charger, String action, String payload, Map<String, ?> response) {
    Object status = response.get("status");
    boolean refused = status != null && !status.equals("Accepted");
    String id =
        ask(
                Commands.OPEN,
                new OpenCommand(charger, action, OcppVersion.V2_0_1, payload, null, null))
            .command()
            .id();
    ask(
        Commands.CLOSE,
        new CloseCommand(
            id,
            refused ? CommandState.Rejected : CommandState.Accepted,
            (String) status,
            io.galvan.platform.json.Mapper.write(response),
            null,
            null));
  }

  private void answer(String charger, SendLocalListRequest update, String status) {
    answer(
        charger,
        "SendLocalList",
        Shape.of(SendLocalListRequest.class, OcppVersion.V2_0_1).write(update),
        Map.of("status", status));
  }

  private LocalListStatus list(String charger) {
    return ask(LocalLists.GET, new ChargerKey(charger));
  }

  private static AuthorizationData entry(SendLocalListRequest update, String idToken) {
    return update.localAuthorizationList().stream()
        .filter(each -> each.idToken().idToken().equals(idToken))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldSendTheWholeListWithTypesAndAllThatADriverIsTold_TC_D_01() {
    String charger = station(this, OcppVersion.V2_0_1);
    token(
        "EMAID-1",
        "eMAID",
        new TokenTerms(
            null,
            List.of(new Place(charger, List.of(2))),
            null,
            null,
            null,
            null,
            5,
            "nl",
            "en",
            new Message(MessageFormat.UTF8, "nl", "Hallo")));
    token("04A1B2C3", null, null);
    token("x".repeat(37), "Central", null);
    token("PREPAID", "Central", terms(null, null, BigDecimal.TEN));
    token("AT-NIGHT", "Central", terms(null, List.of(new Hours(null, "22:00", "06:00")), null));
    token("ELSEWHERE", "Central", terms(List.of(new Place("OTHER", null)), null, null));
    SendLocalListRequest full = plan(charger, null);
    assertThat(full.updateType()).isEqualTo(Update.Full);
    assertThat(full.versionNumber()).isPositive();
    assertThat(full.localAuthorizationList())
        .extracting(each -> each.idToken().idToken())
        .containsExactly("EMAID-1", "04A1B2C3");
    var info = entry(full, "EMAID-1").idTokenInfo();
    assertThat(entry(full, "EMAID-1").idToken().type()).isEqualTo("eMAID");
    assertThat(entry(full, "04A1B2C3").idToken().type()).isEqualTo("ISO14443");
    assertThat(info.status()).isEqualTo(AuthorizationStatus.Accepted);
    assertThat(info.cacheExpiryDateTime().toInstant()).isEqualTo("2030-01-01T00:00:00Z");
    assertThat(info.evseId()).containsExactly(2);
    assertThat(info.chargingPriority()).isEqualTo(5);
    assertThat(info.language1()).isEqualTo("nl");
    assertThat(info.personalMessage().content()).isEqualTo("Hallo");
    assertThat(info.groupIdToken().idToken()).isEqualTo("FLEET");
    assertThat(info.groupIdToken().type()).isEqualTo("Central");
    answer(charger, full, "Accepted");
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    assertThat(list(charger).entries()).isEqualTo(2);
  }

  private void tells(String charger, int requestId, ReportedVariable... variables) {
    ask(
        DeviceModels.REPORT,
        new Report(charger, requestId, 0, false, clock.instant(), List.of(variables)));
  }

  private static ReportedVariable variable(String name, String value, @Nullable BigDecimal most) {
    return new ReportedVariable(
        VariableName.of("LocalAuthListCtrlr", name),
        List.of(
            new ReportedAttribute(AttributeType.Actual, value, Mutability.ReadOnly, true, false)),
        new Characteristics("integer", null, null, most, null, null, false));
  }

  private List<SendLocalListRequest> updates(String charger) {
    return ask(LocalLists.PLAN, new PlanUpdate(charger, ListUpdateType.Full)).updates().stream()
        .map(
            update ->
                Payload.read(update.request(), SendLocalListRequest.class, OcppVersion.V2_0_1)
                    .orElseThrow())
        .toList();
  }

  @Test
  void shouldSendNoMoreThanTheStationTakes_TC_D_01() {
    String charger = station(this, OcppVersion.V2_0_1);
    for (int i = 1; i <= 7; i++) {
      token("TOKEN-" + i, "Central", null);
    }
    assertThat(updates(charger)).hasSize(1);
    ReportedVariable room = variable("Entries", "0", BigDecimal.valueOf(5));
    ReportedVariable items = variable("ItemsPerMessage", "2", null);
    tells(charger, 1, room, items);
    List<SendLocalListRequest> byItems = updates(charger);
    assertThat(byItems)
        .extracting(update -> update.localAuthorizationList().size())
        .containsExactly(2, 2, 1);
    assertThat(byItems)
        .extracting(SendLocalListRequest::updateType)
        .containsExactly(Update.Full, Update.Differential, Update.Differential);
    assertThat(byItems).extracting(SendLocalListRequest::versionNumber).doesNotHaveDuplicates();
    tells(charger, 2, room, items, variable("BytesPerMessage", "300", null));
    assertThat(updates(charger)).hasSize(5);
  }

  @Test
  void shouldSendOnlyWhatChanged_TC_D_02_TC_D_03() {
    String charger = station(this, OcppVersion.V2_0_1);
    token("STAYS", "Central", null);
    token("ALSO", "Central", null);
    token("GOES", "KeyCode", null);
    SendLocalListRequest first = plan(charger, null);
    answer(charger, first, "Accepted");
    answer(charger, "GetLocalListVersion", "{}", Map.of("versionNumber", first.versionNumber()));
    token("NEW", "ISO15693", null);
    tokens.removeIf(token -> token.idToken().equals("GOES"));
    SendLocalListRequest changes = plan(charger, null);
    assertThat(changes.updateType()).isEqualTo(Update.Differential);
    assertThat(changes.versionNumber()).isGreaterThan(first.versionNumber());
    assertThat(changes.localAuthorizationList())
        .extracting(each -> each.idToken().idToken())
        .containsExactly("GOES", "NEW");
    assertThat(entry(changes, "GOES").idTokenInfo()).isNull();
    assertThat(entry(changes, "GOES").idToken().type()).isEqualTo("KeyCode");
    answer(charger, changes, "Accepted");
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
  }

  @Test
  void shouldEmptyTheListByAFullUpdateWithoutEntries_TC_D_04() {
    String charger = station(this, OcppVersion.V2_0_1);
    SendLocalListRequest full = plan(charger, ListUpdateType.Full);
    assertThat(full.updateType()).isEqualTo(Update.Full);
    assertThat(full.localAuthorizationList()).isNull();
    answer(charger, full, "Accepted");
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
  }

  @Test
  void shouldKnowTheVersionTheStationTells_TC_D_08_TC_D_09() {
    String charger = station(this, OcppVersion.V2_0_1);
    answer(charger, "GetLocalListVersion", "{}", Map.of("versionNumber", 17));
    assertThat(list(charger).reportedVersion()).isEqualTo(17);
    assertThat(plan(charger, ListUpdateType.Full).versionNumber()).isGreaterThan(17);
    answer(charger, "GetLocalListVersion", "{}", Map.of("versionNumber", 0));
    assertThat(list(charger).reportedVersion()).isZero();
    assertThat(list(charger).version()).isZero();
  }

  @Test
  void shouldTellAStationOf21LongerTokensAndQrCodes() {
    String charger = station(this, OcppVersion.V2_1);
    var message = new Message(MessageFormat.QRCODE, null, "https://example.com");
    var greeted = new TokenTerms(null, null, null, null, null, null, null, null, null, message);
    token("y".repeat(100), "DirectPayment", null);
    token("GREETED", "Central", greeted);
    String json = ask(LocalLists.PLAN, new PlanUpdate(charger, null)).updates().get(0).request();
    assertThat(json).contains("y".repeat(100)).contains("QRCODE");
    String old = station(this, OcppVersion.V2_0_1);
    assertThat(ask(LocalLists.PLAN, new PlanUpdate(old, null)).updates().get(0).request())
        .contains("GREETED")
        .doesNotContain("QRCODE")
        .doesNotContain("yyyy");
  }

  private void cleared(String charger, int requestId, boolean more) {
    ask(
        StationReports.STORE,
        new StationReport(
            charger,
            "NotifyCustomerInformation",
            requestId,
            null,
            clock.instant(),
            "{\"data\":\"none\",\"seqNo\":0,\"requestId\":%d,\"tbc\":%b,\"generatedAt\":\"2026-01-01T00:00:00Z\"}"
                .formatted(requestId, more)));
  }

  private void clear(String charger, int requestId, String idToken, boolean clear, String status) {
    answer(
        charger,
        "CustomerInformation",
        "{\"requestId\":%d,\"report\":true,\"clear\":%b,\"idToken\":{\"idToken\":\"%s\",\"type\":\"Central\"}}"
            .formatted(requestId, clear, idToken),
        Map.of("status", status));
  }

  /** The updates that nobody asked for. */
  private List<SendLocalListRequest> waiting(String charger) {
    return ask(
            Commands.LIST,
            new CommandQuery(charger, "SendLocalList", CommandState.Queued, 10, null))
        .items()
        .stream()
        .map(Commands.Command::request)
        .map(json -> Payload.read(json, SendLocalListRequest.class, OcppVersion.V2_0_1))
        .map(Optional::orElseThrow)
        .toList();
  }

  @Test
  void shouldTakeAClearedCustomersTokenOutOfTheList_TC_N_46() {
    String charger = station(this, OcppVersion.V2_0_1);
    token("STAYS", "Central", null);
    token("GOES", "Central", null);
    SendLocalListRequest first = plan(charger, null);
    answer(charger, first, "Accepted");
    clear(charger, 1, "Goes", false, "Accepted");
    cleared(charger, 1, false);
    clear(charger, 2, "Goes", true, "Rejected");
    cleared(charger, 2, false);
    clear(charger, 3, "ELSEWHERE", true, "Accepted");
    cleared(charger, 3, false);
    clear(charger, 4, "Goes", true, "Accepted");
    cleared(charger, 4, true);
    cleared(charger, 5, false);
    assertThat(waiting(charger)).isEmpty();
    cleared(charger, 4, false);
    cleared(charger, 4, false);
    assertThat(waiting(charger)).hasSize(1);
    SendLocalListRequest update = waiting(charger).get(0);
    assertThat(update.updateType()).isEqualTo(Update.Differential);
    assertThat(update.versionNumber()).isGreaterThan(first.versionNumber());
    assertThat(update.localAuthorizationList()).hasSize(1);
    assertThat(entry(update, "Goes").idTokenInfo()).isNull();
    assertThat(entry(update, "Goes").idToken().type()).isEqualTo("Central");
    answer(charger, update, "Accepted");
    assertThat(list(charger).entries()).isEqualTo(1);
  }

  @Test
  void shouldTakeAClearedCustomersTokenOutOfAListThatIsNotKnown() {
    String charger = station(this, OcppVersion.V2_0_1);
    clear(charger, 1, "GOES", true, "Accepted");
    cleared(charger, 1, false);
    assertThat(waiting(charger)).as("of a station that never got a list").isEmpty();
    SendLocalListRequest first = plan(charger, null);
    clear(charger, 2, "GOES", true, "Accepted");
    cleared(charger, 2, false);
    assertThat(waiting(charger))
        .singleElement()
        .satisfies(
            update -> assertThat(update.versionNumber()).isGreaterThan(first.versionNumber()));
  }

  @Test
  void shouldRememberThatTheStationRefused() {
    String charger = station(this, OcppVersion.V2_0_1);
    token("STAYS", "Central", null);
    answer(charger, plan(charger, null), "VersionMismatch");
    assertThat(list(charger).state()).isEqualTo(LocalListState.Failed);
    assertThat(list(charger).lastStatus()).isEqualTo("VersionMismatch");
  }
}
