package io.galvan.charger.locallist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.contract.locallist.LocalLists.ListUpdate;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.locallist.LocalLists.LocalListState;
import io.galvan.contract.locallist.LocalLists.LocalListStatus;
import io.galvan.contract.locallist.LocalLists.PlanUpdate;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Configurations.ConfigurationKey;
import io.galvan.contract.policy.Configurations.ConfigurationReport;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenPage;
import io.galvan.contract.token.Tokens.TokenQuery;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.AuthorizationData;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.SendLocalListRequest;
import io.galvan.ocpp.v16.UpdateType;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalListTest extends ChargerFixture {
  private final List<Token> tokens = new CopyOnWriteArrayList<>();

  /** Stands in for the auth service: its tokens in pages of three. */
  @BeforeAll
  void serveTokens() {
    bus.serve(Tokens.LIST, query -> Future.succeededFuture(page(query)));
  }

  private TokenPage page(TokenQuery query) {
    int from = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
    List<Token> all = tokens.stream().filter(token -> token.status() == query.status()).toList();
    int to = Math.min(all.size(), from + 3);
    return new TokenPage(
        all.subList(Math.min(from, to), to), to < all.size() ? String.valueOf(to) : null);
  }

  @BeforeEach
  void forgetTokens() {
    tokens.clear();
  }

  private void token(
      String id, TokenStatus status, @Nullable Instant expiresAt, @Nullable String parent) {
    tokens.removeIf(token -> token.idToken().equals(id));
    Instant now = clock.instant();
    tokens.add(
        new Token(
            id, parent, status == TokenStatus.Blocked, expiresAt, null, null, status, now, now));
  }

  private void token(String id) {
    token(id, TokenStatus.Accepted, null, null);
  }

  private LocalListStatus list(String charger) {
    return ask(LocalLists.GET, new ChargerKey(charger));
  }

  private List<SendLocalListRequest> plan(String charger, @Nullable ListUpdateType type) {
    return ask(LocalLists.PLAN, new PlanUpdate(charger, type)).updates().stream()
        .map(ListUpdate::request)
        .map(json -> Payload.read(json, SendLocalListRequest.class).orElseThrow())
        .toList();
  }

  private static String json(SendLocalListRequest request) {
    return io.galvan.ocpp.shape.Shape.of(SendLocalListRequest.class).write(request);
  }

  private void answer(
      String charger,
      String action,
      String payload,
      CommandState state,
      @Nullable String status,
      @Nullable String response,
      @Nullable String error) {
    String id =
        ask(Commands.OPEN, new OpenCommand(charger, action, OcppVersion.V1_6, payload, null, null))
            .command()
            .id();
    ask(Commands.SENT, new CommandSent(id, clock.instant(), "node-1"));
    ask(Commands.CLOSE, new CloseCommand(id, state, status, response, error, null));
  }

  private void answer(String charger, SendLocalListRequest update, String status) {
    CommandState state = status.equals("Accepted") ? CommandState.Accepted : CommandState.Rejected;
    answer(charger, "SendLocalList", json(update), state, status, null, null);
  }

  private void report(String charger, int version) {
    answer(
        charger,
        "GetLocalListVersion",
        "{}",
        CommandState.Accepted,
        null,
        "{\"listVersion\":" + version + "}",
        null);
  }

  /** Sends all that is planned to a station that accepts it; the kinds of the updates. */
  private List<UpdateType> sync(String charger, @Nullable ListUpdateType type) {
    List<UpdateType> kinds = new ArrayList<>();
    for (SendLocalListRequest update : plan(charger, type)) {
      kinds.add(update.updateType());
      answer(charger, update, "Accepted");
    }
    return kinds;
  }

  private static AuthorizationData entry(SendLocalListRequest update, String idTag) {
    return update.localAuthorizationList().stream()
        .filter(entry -> entry.idTag().equals(idTag))
        .findFirst()
        .orElseThrow();
  }

  /** TC_043_4: every entry of a full list has its idTagInfo. */
  @Test
  void shouldSendTheWholeListToAStationThatIsNotKnown() {
    String charger = charger();
    token("GOOD", TokenStatus.Accepted, Instant.parse("2030-01-01T00:00:00Z"), "GROUP");
    token("BAD", TokenStatus.Blocked, null, null);
    token("OLD", TokenStatus.Expired, Instant.parse("2020-01-01T00:00:00.123456Z"), null);
    token("LONG", TokenStatus.Accepted, null, "a group too long for OCPP 1.6");
    token("an idToken of OCPP 2.0.1");
    assertThat(list(charger).state()).isEqualTo(LocalListState.Unknown);
    List<SendLocalListRequest> updates = plan(charger, ListUpdateType.Differential);
    assertThat(updates).hasSize(1);
    SendLocalListRequest full = updates.get(0);
    assertThat(full.updateType()).isEqualTo(UpdateType.Full);
    assertThat(full.listVersion()).isEqualTo(1);
    assertThat(full.localAuthorizationList())
        .extracting(AuthorizationData::idTag)
        .containsExactlyInAnyOrder("GOOD", "BAD", "OLD", "LONG");
    assertThat(entry(full, "GOOD").idTagInfo().expiryDate().toInstant())
        .isEqualTo("2030-01-01T00:00:00Z");
    assertThat(entry(full, "GOOD").idTagInfo().parentIdTag()).isEqualTo("GROUP");
    assertThat(entry(full, "BAD").idTagInfo().status()).isEqualTo(AuthorizationStatus.Blocked);
    assertThat(entry(full, "OLD").idTagInfo().status()).isEqualTo(AuthorizationStatus.Expired);
    assertThat(entry(full, "LONG").idTagInfo().parentIdTag()).isNull();
    answer(charger, full, "Accepted");
    LocalListStatus status = list(charger);
    assertThat(status.state()).isEqualTo(LocalListState.InSync);
    assertThat(status.version()).isEqualTo(1);
    assertThat(status.entries()).isEqualTo(4);
    assertThat(status.lastUpdateType()).isEqualTo(ListUpdateType.Full);
    assertThat(plan(charger, null)).isEmpty();
  }

  /** TC_043_5: only what changed, with a greater version. */
  @Test
  void shouldSendOnlyWhatChanged() {
    String charger = charger();
    token("STAYS");
    token("CHANGES");
    token("GOES");
    sync(charger, null);
    token("CHANGES", TokenStatus.Blocked, null, null);
    tokens.removeIf(token -> token.idToken().equals("GOES"));
    token("NEW");
    assertThat(list(charger).state()).isEqualTo(LocalListState.Behind);
    List<SendLocalListRequest> updates = plan(charger, null);
    assertThat(updates).hasSize(1);
    SendLocalListRequest changes = updates.get(0);
    assertThat(changes.updateType()).isEqualTo(UpdateType.Differential);
    assertThat(changes.listVersion()).isEqualTo(2);
    assertThat(changes.localAuthorizationList())
        .extracting(AuthorizationData::idTag)
        .containsExactlyInAnyOrder("GOES", "NEW", "CHANGES");
    assertThat(entry(changes, "GOES").idTagInfo()).isNull();
    assertThat(entry(changes, "CHANGES").idTagInfo().status())
        .isEqualTo(AuthorizationStatus.Blocked);
    answer(charger, changes, "Accepted");
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    assertThat(list(charger).version()).isEqualTo(2);
    assertThat(plan(charger, ListUpdateType.Full).get(0).listVersion()).isEqualTo(3);
  }

  @Test
  void shouldKeepToWhatTheStationTakes() {
    String charger = charger();
    ask(
        Configurations.STORE,
        new ConfigurationReport(
            charger,
            List.of(
                new ConfigurationKey("localauthlistmaxlength", true, "7"),
                new ConfigurationKey("SendLocalListMaxLength", true, "3")),
            List.of(),
            false,
            List.of()));
    for (int i = 0; i < 9; i++) {
      token("T" + i);
    }
    token("BLOCKED", TokenStatus.Blocked, null, null);
    List<SendLocalListRequest> updates = plan(charger, null);
    assertThat(updates)
        .extracting(SendLocalListRequest::updateType)
        .containsExactly(UpdateType.Full, UpdateType.Differential, UpdateType.Differential);
    assertThat(updates).extracting(SendLocalListRequest::listVersion).containsExactly(1, 2, 3);
    assertThat(updates)
        .extracting(update -> update.localAuthorizationList().size())
        .containsExactly(3, 3, 1);
    answer(charger, updates.get(0), "Accepted");
    assertThat(list(charger).state()).isEqualTo(LocalListState.Behind);
    assertThat(list(charger).entries()).isEqualTo(3);
    List<SendLocalListRequest> rest = plan(charger, null);
    assertThat(rest)
        .extracting(SendLocalListRequest::updateType)
        .containsExactly(UpdateType.Differential, UpdateType.Differential);
    assertThat(rest.get(0).listVersion()).as("no version is given twice").isEqualTo(4);
    rest.forEach(update -> answer(charger, update, "Accepted"));
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    assertThat(list(charger).entries()).isEqualTo(7);
  }

  /** TC_042_1, TC_043_1. */
  @Test
  void shouldKnowAStationWithoutALocalList() {
    token("T");
    String one = charger();
    report(one, -1);
    assertThat(list(one).state()).isEqualTo(LocalListState.NotSupported);
    assertThat(list(one).reportedVersion()).isEqualTo(-1);
    report(one, 0);
    assertThat(list(one).state()).as("it has one after all").isEqualTo(LocalListState.Behind);
    String two = charger();
    answer(two, plan(two, null).get(0), "NotSupported");
    assertThat(list(two).state()).isEqualTo(LocalListState.NotSupported);
    String three = charger();
    answer(three, "GetLocalListVersion", "{}", CommandState.Failed, null, null, "NotImplemented");
    assertThat(list(three).state()).isEqualTo(LocalListState.NotSupported);
    String four = charger();
    answer(four, "GetLocalListVersion", "{}", CommandState.Failed, null, null, null);
    assertThat(list(four).state()).as("never sent").isEqualTo(LocalListState.Unknown);
  }

  /** TC_043_3. */
  @Test
  void shouldSendTheWholeListAfterAnUpdateThatWasNotTaken() {
    for (String status : List.of("Failed", "VersionMismatch")) {
      String charger = charger();
      token("T");
      sync(charger, null);
      token("U-" + status);
      answer(charger, plan(charger, ListUpdateType.Differential).get(0), status);
      assertThat(list(charger).state()).isEqualTo(LocalListState.Failed);
      assertThat(list(charger).lastStatus()).isEqualTo(status);
      assertThat(list(charger).lastUpdateType()).isEqualTo(ListUpdateType.Differential);
      assertThat(sync(charger, ListUpdateType.Differential)).containsExactly(UpdateType.Full);
      assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    }
  }

  @Test
  void shouldSendTheWholeListWhenTheStationReportsAnotherVersion() {
    String charger = charger();
    token("T");
    sync(charger, null);
    report(charger, 1);
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    report(charger, 40);
    assertThat(list(charger).state()).isEqualTo(LocalListState.Behind);
    assertThat(list(charger).reportedVersion()).isEqualTo(40);
    List<SendLocalListRequest> updates = plan(charger, ListUpdateType.Differential);
    assertThat(updates.get(0).updateType()).isEqualTo(UpdateType.Full);
    assertThat(updates.get(0).listVersion()).isEqualTo(41);
    answer(charger, updates.get(0), "Accepted");
    report(charger, 0);
    assertThat(list(charger).entries()).as("0 is an empty list").isZero();
    assertThat(list(charger).state()).isEqualTo(LocalListState.Behind);
    tokens.clear();
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
  }

  @Test
  void shouldNotBelieveItKnowsAListAfterAnUpdateWithoutAnswer() {
    String charger = charger();
    token("T");
    sync(charger, null);
    token("U");
    SendLocalListRequest changes = plan(charger, null).get(0);
    answer(charger, "SendLocalList", json(changes), CommandState.Unknown, null, null, null);
    assertThat(list(charger).state()).isEqualTo(LocalListState.Unknown);
    assertThat(sync(charger, null)).containsExactly(UpdateType.Full);
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
  }

  @Test
  void shouldFollowAnyUpdateOfAnOperator() {
    String charger = charger();
    token("T");
    answer(
        charger,
        "SendLocalList",
        """
        {"listVersion":12,"updateType":"Full","localAuthorizationList":[
          {"idTag":"OTHER","idTagInfo":{"status":"Accepted","expiryDate":"2030-01-01T02:00:00+02:00"}},
          {"idTag":"t","idTagInfo":{"status":"Accepted"}}]}
        """,
        CommandState.Accepted,
        "Accepted",
        null,
        null);
    assertThat(list(charger).version()).isEqualTo(12);
    assertThat(list(charger).entries()).isEqualTo(2);
    assertThat(list(charger).state()).isEqualTo(LocalListState.Behind);
    answer(
        charger,
        "SendLocalList",
        "{\"listVersion\":13,\"updateType\":\"Differential\","
            + "\"localAuthorizationList\":[{\"idTag\":\"other\"},{\"idTag\":\"T\",\"idTagInfo\":{\"status\":\"Accepted\"}}]}",
        CommandState.Accepted,
        "Accepted",
        null,
        null);
    assertThat(list(charger).entries()).as("idTags know no case").isEqualTo(1);
    assertThat(list(charger).state()).isEqualTo(LocalListState.InSync);
    String unknown = charger();
    answer(
        unknown,
        "SendLocalList",
        "{\"listVersion\":3,\"updateType\":\"Differential\"}",
        CommandState.Accepted,
        "Accepted",
        null,
        null);
    assertThat(list(unknown).reportedVersion()).isEqualTo(3);
    assertThat(list(unknown).version()).as("changes to what nobody knows").isNull();
    assertThat(list(unknown).state()).isEqualTo(LocalListState.Behind);
    answer(
        unknown,
        "SendLocalList",
        "{\"listVersion\":2147483647,\"updateType\":\"Full\"}",
        CommandState.Accepted,
        "Accepted",
        null,
        null);
    assertThat(plan(unknown, ListUpdateType.Full).get(0).listVersion()).isPositive();
  }

  @Test
  void shouldRefuseAnUnknownCharger() {
    for (Runnable asking :
        List.<Runnable>of(() -> list("nobody"), () -> plan("nobody", ListUpdateType.Full))) {
      assertThatThrownBy(asking::run)
          .isInstanceOfSatisfying(
              GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    }
  }
}
