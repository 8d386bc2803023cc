package io.galvan.charger.smartcharging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Assign;
import io.galvan.contract.smartcharging.ChargingProfiles.EditTemplate;
import io.galvan.contract.smartcharging.ChargingProfiles.Kind;
import io.galvan.contract.smartcharging.ChargingProfiles.Period;
import io.galvan.contract.smartcharging.ChargingProfiles.Purpose;
import io.galvan.contract.smartcharging.ChargingProfiles.RateUnit;
import io.galvan.contract.smartcharging.ChargingProfiles.RecurrencyKind;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateData;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateKey;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplatePage;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateQuery;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.ChargingProfileKindType;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChargingProfileTest extends ChargerFixture {
  private static final Period PERIOD = new Period(0, new BigDecimal("6.0"), null);

  private static void assertFault(ThrowingCallable asking, Fault fault, @Nullable String field) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  private static TemplateData data(String name, Purpose purpose, Kind kind) {
    return new TemplateData(
        name, purpose, kind, null, 1, null, null, 3600, null, RateUnit.A, null, List.of(PERIOD));
  }

  private Template create(TemplateData data) {
    return ask(ChargingProfiles.CREATE_TEMPLATE, data);
  }

  private SetChargingProfileRequest assign(
      String charger, Template template, int connectorId, @Nullable Long transactionId) {
    return Payload.read(
            ask(
                    ChargingProfiles.ASSIGN,
                    new Assign(charger, template.id(), connectorId, transactionId))
                .request(),
            SetChargingProfileRequest.class)
        .orElseThrow();
  }

  private void answer(String charger, String action, String payload, CommandState state) {
    String id =
        ask(Commands.OPEN, new OpenCommand(charger, action, OcppVersion.V1_6, payload, null, null))
            .command()
            .id();
    ask(Commands.CLOSE, new CloseCommand(id, state, state.name(), null, null, null));
  }

  private static String profile(
      int id, int connectorId, String purpose, int level, @Nullable Long transactionId) {
    return """
        {"connectorId":%d,"csChargingProfiles":{"chargingProfileId":%d,%s"stackLevel":%d,
         "chargingProfilePurpose":"%s","chargingProfileKind":"Relative","chargingSchedule":
         {"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":0,"limit":6000.0}]}}}
        """
        .formatted(
            connectorId,
            id,
            transactionId == null ? "" : "\"transactionId\":" + transactionId + ",",
            level,
            purpose);
  }

  private void set(String charger, String profile) {
    answer(charger, "SetChargingProfile", profile, CommandState.Accepted);
  }

  private void clear(String charger, String filter) {
    answer(charger, "ClearChargingProfile", filter, CommandState.Accepted);
  }

  private List<Integer> held(String charger) {
    return ask(ChargingProfiles.LIST, new ChargerKey(charger)).items().stream()
        .map(SetProfile::profileId)
        .toList();
  }

  @Test
  void shouldKeepTemplatesByTheirNames() {
    TemplateData night =
        new TemplateData(
            "Night",
            Purpose.TxDefaultProfile,
            Kind.Recurring,
            RecurrencyKind.Daily,
            3,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            86_400,
            Instant.parse("2026-01-01T22:00:00Z"),
            RateUnit.W,
            new BigDecimal("1.4"),
            List.of(PERIOD, new Period(28_800, new BigDecimal("11000"), 3)));
    Template stored = create(night);
    assertThat(ask(ChargingProfiles.GET_TEMPLATE, new TemplateKey(stored.id()))).isEqualTo(stored);
    assertThat(stored.periods()).isEqualTo(night.periods());
    assertThat(stored.recurrencyKind()).isEqualTo(RecurrencyKind.Daily);
    assertFault(() -> create(night), Fault.CONFLICT, "name");
    Template other = create(data("Other", Purpose.TxProfile, Kind.Relative));
    clock.advance(Duration.ofSeconds(1));
    EditTemplate taken = new EditTemplate(other.id(), night);
    assertFault(() -> ask(ChargingProfiles.REPLACE_TEMPLATE, taken), Fault.CONFLICT, "name");
    Template renamed =
        ask(
            ChargingProfiles.REPLACE_TEMPLATE,
            new EditTemplate(other.id(), data("Renamed", Purpose.TxProfile, Kind.Relative)));
    assertThat(renamed.name()).isEqualTo("Renamed");
    assertThat(renamed.updatedAt()).isAfter(renamed.createdAt());
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      TemplatePage page = ask(ChargingProfiles.LIST_TEMPLATES, new TemplateQuery(1, cursor));
      page.items().forEach(template -> names.add(template.name()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(names).contains("Night", "Renamed").doesNotContain("Other").isSorted();
    ask(ChargingProfiles.DELETE_TEMPLATE, new TemplateKey(other.id()));
    TemplateKey gone = new TemplateKey(other.id());
    assertFault(() -> ask(ChargingProfiles.GET_TEMPLATE, gone), Fault.NOT_FOUND, "templateId");
    assertFault(() -> ask(ChargingProfiles.DELETE_TEMPLATE, gone), Fault.NOT_FOUND, "templateId");
    assertFault(
        () ->
            ask(
                ChargingProfiles.REPLACE_TEMPLATE,
                new EditTemplate(gone.id(), data("X", Purpose.TxProfile, Kind.Relative))),
        Fault.NOT_FOUND,
        "templateId");
  }

  private static TemplateData wrong(
      String name,
      Kind kind,
      @Nullable RecurrencyKind recurrency,
      int level,
      @Nullable Integer durationS,
      @Nullable Instant start,
      Period... periods) {
    return new TemplateData(
        name,
        Purpose.TxDefaultProfile,
        kind,
        recurrency,
        level,
        null,
        null,
        durationS,
        start,
        RateUnit.A,
        null,
        List.of(periods));
  }

  @Test
  void shouldNameTheFieldOfATemplateThatIsWrong() {
    Instant now = clock.instant();
    BigDecimal limit = BigDecimal.TEN;
    Map<String, List<TemplateData>> wrong =
        Map.of(
            "name",
            List.of(
                wrong(" ", Kind.Absolute, null, 0, null, null, PERIOD),
                wrong("x".repeat(201), Kind.Absolute, null, 0, null, null, PERIOD)),
            "stackLevel",
            List.of(wrong("n", Kind.Absolute, null, -1, null, null, PERIOD)),
            "recurrencyKind",
            List.of(
                wrong("n", Kind.Recurring, null, 0, null, now, PERIOD),
                wrong("n", Kind.Absolute, RecurrencyKind.Daily, 0, null, now, PERIOD)),
            "startSchedule",
            List.of(
                wrong("n", Kind.Recurring, RecurrencyKind.Daily, 0, null, null, PERIOD),
                wrong("n", Kind.Relative, null, 0, null, now, PERIOD)),
            "durationS",
            List.of(wrong("n", Kind.Absolute, null, 0, 0, null, PERIOD)),
            "periods",
            List.of(wrong("n", Kind.Absolute, null, 0, null, null)),
            "periods/0/startPeriod",
            List.of(wrong("n", Kind.Absolute, null, 0, null, null, new Period(5, limit, null))),
            "periods/1/startPeriod",
            List.of(wrong("n", Kind.Absolute, null, 0, null, null, PERIOD, PERIOD)),
            "periods/0/limit",
            List.of(
                wrong(
                    "n",
                    Kind.Absolute,
                    null,
                    0,
                    null,
                    null,
                    new Period(0, new BigDecimal("6.05"), null)),
                wrong(
                    "n",
                    Kind.Absolute,
                    null,
                    0,
                    null,
                    null,
                    new Period(0, new BigDecimal("-1"), null))),
            "periods/0/numberPhases",
            List.of(wrong("n", Kind.Absolute, null, 0, null, null, new Period(0, limit, 4))));
    wrong.forEach(
        (field, templates) ->
            templates.forEach(
                template -> assertFault(() -> create(template), Fault.INVALID, field)));
  }

  /** TC_056. */
  @Test
  void shouldFillInTheTimesThatAnAbsoluteProfileNeeds() {
    String charger = charger();
    Template template = create(data("absolute", Purpose.TxDefaultProfile, Kind.Absolute));
    clock.advance(Duration.ofMillis(1_234));
    Instant start = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    SetChargingProfileRequest request = assign(charger, template, 1, null);
    ChargingProfile profile = request.csChargingProfiles();
    assertThat(request.connectorId()).isEqualTo(1);
    assertThat(profile.chargingSchedule().startSchedule().toInstant()).isEqualTo(start);
    assertThat(profile.validFrom().toInstant()).isEqualTo(start);
    assertThat(profile.validTo().toInstant()).isEqualTo(start.plusSeconds(3600));
    assertThat(profile.chargingSchedule().duration()).isEqualTo(3600);
    assertThat(profile.transactionId()).isNull();
    assertThat(profile.recurrencyKind()).isNull();
    assertThat(assign(charger, template, 1, null).csChargingProfiles().chargingProfileId())
        .isNotEqualTo(profile.chargingProfileId());
    assertThat(held(charger)).as("until the station accepts it").isEmpty();
  }

  /** TC_057. */
  @Test
  void shouldLeaveTheTimesOfARelativeProfileOpen() {
    Template template = create(data("relative", Purpose.TxProfile, Kind.Relative));
    ChargingProfile profile = assign(charger(), template, 1, 42L).csChargingProfiles();
    assertThat(profile.chargingProfileKind()).isEqualTo(ChargingProfileKindType.Relative);
    assertThat(profile.transactionId()).isEqualTo(42);
    assertThat(profile.chargingSchedule().startSchedule()).isNull();
    assertThat(profile.validFrom()).isNull();
  }

  @Test
  void shouldRefuseATemplateWhereItDoesNotBelong() {
    String charger = charger();
    Template max = create(data("max", Purpose.ChargePointMaxProfile, Kind.Absolute));
    Template tx = create(data("tx", Purpose.TxProfile, Kind.Absolute));
    assertFault(() -> assign(charger, max, 1, null), Fault.INVALID, "connectorId");
    assertFault(() -> assign(charger, tx, 0, null), Fault.INVALID, "connectorId");
    assertFault(() -> assign(charger, max, 0, 5L), Fault.INVALID, "transactionId");
    assertFault(() -> assign("nobody", max, 0, null), Fault.NOT_FOUND, "chargerId");
    assertFault(
        () -> ask(ChargingProfiles.ASSIGN, new Assign(charger, "none", 0, null)),
        Fault.NOT_FOUND,
        "templateId");
  }

  @Test
  void shouldHoldOneProfileOfALevelAndPurposeOnAConnector() {
    String charger = charger();
    set(charger, profile(1, 1, "TxDefaultProfile", 0, null));
    set(charger, profile(2, 1, "TxDefaultProfile", 1, null));
    set(charger, profile(3, 2, "TxDefaultProfile", 0, null));
    set(charger, profile(4, 0, "ChargePointMaxProfile", 0, null));
    assertThat(held(charger)).containsExactly(4, 1, 2, 3);
    set(charger, profile(5, 1, "TxDefaultProfile", 0, null));
    assertThat(held(charger)).as("same level and purpose").containsExactly(4, 5, 2, 3);
    set(charger, profile(5, 2, "TxDefaultProfile", 7, null));
    assertThat(held(charger)).as("same number").containsExactly(4, 2, 3, 5);
    answer(
        charger,
        "SetChargingProfile",
        profile(6, 1, "TxDefaultProfile", 9, null),
        CommandState.Rejected);
    assertThat(held(charger)).doesNotContain(6);
    assertThat(ask(ChargingProfiles.LIST, new ChargerKey(charger)).items().get(0).profile())
        .contains("6000");
    assertFault(() -> held("nobody"), Fault.NOT_FOUND, "chargerId");
  }

  /** TC_067. */
  @Test
  void shouldClearByNumberByCriteriaOrAll() {
    String charger = charger();
    for (int connector = 0; connector < 3; connector++) {
      for (int level = 0; level < 2; level++) {
        set(charger, profile(10 * connector + level, connector, "TxDefaultProfile", level, null));
      }
    }
    set(charger, profile(99, 1, "TxProfile", 0, 5L));
    answer(charger, "ClearChargingProfile", "{}", CommandState.Rejected);
    assertThat(held(charger)).hasSize(7);
    clear(charger, "{\"id\":20}");
    assertThat(held(charger)).containsExactlyInAnyOrder(0, 1, 10, 11, 21, 99);
    clear(
        charger,
        "{\"connectorId\":1,\"chargingProfilePurpose\":\"TxDefaultProfile\",\"stackLevel\":1}");
    assertThat(held(charger)).containsExactlyInAnyOrder(0, 1, 10, 21, 99);
    clear(charger, "{\"connectorId\":0}");
    assertThat(held(charger)).containsExactlyInAnyOrder(10, 21, 99);
    clear(charger, "{\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\"}");
    assertThat(held(charger)).containsExactlyInAnyOrder(10, 21);
    clear(charger, "{}");
    assertThat(held(charger)).isEmpty();
  }

  @Test
  void shouldForgetATxProfileWithItsTransaction() {
    String charger = charger();
    set(charger, profile(1, 1, "TxProfile", 0, 7L));
    set(charger, profile(2, 1, "TxProfile", 1, null));
    set(charger, profile(3, 2, "TxProfile", 0, null));
    set(charger, profile(4, 1, "TxProfile", 2, 8L));
    set(charger, profile(5, 1, "TxDefaultProfile", 0, null));
    clock.advance(Duration.ofSeconds(1));
    Event stopped = stopped(charger, 7, clock.instant());
    clock.advance(Duration.ofSeconds(1));
    set(charger, profile(6, 1, "TxProfile", 5, null));
    ask(Subscription.CHARGER.address(), new EventBatch(List.of(stopped)));
    assertThat(held(charger)).containsExactlyInAnyOrder(3, 4, 5, 6);
    ask(Subscription.CHARGER.address(), new EventBatch(List.of(stopped)));
    assertThat(held(charger)).containsExactlyInAnyOrder(3, 4, 5, 6);
  }

  private static Event stopped(String charger, long transactionId, Instant at) {
    return new Event(
        UUID.randomUUID().toString(),
        at,
        charger,
        new Happening.TransactionStopped(
            new Transaction(
                transactionId,
                charger,
                1,
                "TAG",
                null,
                Tokens.TokenStatus.Accepted,
                null,
                TransactionState.Ended,
                at,
                0L,
                at,
                100L,
                "Local",
                null,
                null,
                BigDecimal.TEN,
                null,
                null,
                at,
                at,
                List.of())));
  }
}
