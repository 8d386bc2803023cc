package io.galvan.central.api.smartcharging;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.CommandApi.CommandView;
import io.galvan.central.api.command.CommandSender;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.command.ProfileClauses;
import io.galvan.central.neutral.Place;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Assign;
import io.galvan.contract.smartcharging.ChargingProfiles.EditTemplate;
import io.galvan.contract.smartcharging.ChargingProfiles.Kind;
import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.Period;
import io.galvan.contract.smartcharging.ChargingProfiles.Purpose;
import io.galvan.contract.smartcharging.ChargingProfiles.RateUnit;
import io.galvan.contract.smartcharging.ChargingProfiles.RecurrencyKind;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateData;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateKey;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateQuery;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.MultipleOf;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedulePeriod;
import io.galvan.ocpp.v16.GetCompositeScheduleRequest;
import io.galvan.ocpp.v16.GetCompositeScheduleResponse;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging profiles: templates, what stations hold, and the schedule that comes of it. */
public final class ChargingProfileApi {
  public record ChargingProfileTemplateBody(
      @MaxLength(200) String name,
      Purpose purpose,
      Kind kind,
      @Nullable RecurrencyKind recurrencyKind,
      int stackLevel,
      @Nullable OffsetDateTime validFrom,
      @Nullable OffsetDateTime validTo,
      @Nullable Integer durationS,
      @Nullable OffsetDateTime startSchedule,
      RateUnit chargingRateUnit,
      @MultipleOf("0.1") @Nullable BigDecimal minChargingRate,
      List<ChargingSchedulePeriod> periods) {
    TemplateData data() {
      return new TemplateData(
          name,
          purpose,
          kind,
          recurrencyKind,
          stackLevel,
          instant(validFrom),
          instant(validTo),
          durationS,
          instant(startSchedule),
          chargingRateUnit,
          minChargingRate,
          periods.stream()
              .map(p -> new Period(p.startPeriod(), p.limit(), p.numberPhases()))
              .toList());
    }
  }

  public record ApplyTemplateBody(
      @MaxLength(64) String templateId,
      @Nullable Integer connectorId,
      @Nullable Long transactionId,
      @Nullable Integer evseId) {}

  public record CompositeScheduleBody(
      @Nullable Integer connectorId,
      int durationS,
      @Nullable ChargingRateUnitType chargingRateUnit,
      @Nullable Integer evseId) {}

  /** A profile that a station holds, as JSON instead of text. */
  record SetProfileView(
      int profileId,
      int connectorId,
      String purpose,
      int stackLevel,
      @Nullable Long transactionId,
      @JsonRawValue String profile,
      Instant setAt,
      int evseId,
      @Nullable String stationTransactionId,
      @Nullable String source,
      @Nullable Owner owner) {
    static SetProfileView of(SetProfile set) {
      return new SetProfileView(
          set.profileId(),
          set.connectorId(),
          set.purpose(),
          set.stackLevel(),
          set.transactionId(),
          set.profile(),
          set.setAt(),
          set.evseId(),
          set.stationTransactionId(),
          set.source(),
          set.owner());
    }
  }

  record SetProfileViews(List<SetProfileView> items) {}

  private static final int MAX_DURATION_S = 366 * 86_400;

  private final Bus bus;
  private final CommandSender commands;
  private final ProfileClauses clauses;

  public ChargingProfileApi(Bus bus, CommandSender commands, ProfileClauses clauses) {
    this.bus = bus;
    this.commands = commands;
    this.clauses = clauses;
  }

  public List<Operation> operations() {
    return List.of(
        of("listChargingProfileTemplates", Access.VIEWER, this::listTemplates),
        of("createChargingProfileTemplate", Access.OPERATOR, this::createTemplate),
        of(
            "getChargingProfileTemplate",
            Access.VIEWER,
            call -> bus.request(ChargingProfiles.GET_TEMPLATE, template(call)).onSuccess(call::ok)),
        of("replaceChargingProfileTemplate", Access.OPERATOR, this::replaceTemplate),
        of(
            "deleteChargingProfileTemplate",
            Access.OPERATOR,
            call ->
                bus.request(ChargingProfiles.DELETE_TEMPLATE, template(call))
                    .onSuccess(ok -> call.done())),
        of("applyChargingProfileTemplate", Access.OPERATOR, this::apply),
        of("listChargingProfiles", Access.VIEWER, this::list),
        of("getCompositeSchedule", Access.OPERATOR, this::compositeSchedule));
  }

  private static TemplateKey template(Call call) {
    return new TemplateKey(call.path("templateId", 64));
  }

  private static String charger(Call call) {
    return call.path("chargerId", ChargerApi.ID);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private Future<?> listTemplates(Call call) {
    return bus.request(
            ChargingProfiles.LIST_TEMPLATES, new TemplateQuery(call.limit(), call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> createTemplate(Call call) {
    TemplateData data = call.body(ChargingProfileTemplateBody.class).data();
    return bus.request(ChargingProfiles.CREATE_TEMPLATE, data)
        .onSuccess(created -> call.created(created, "/charging-profile-templates/" + created.id()));
  }

  private Future<?> replaceTemplate(Call call) {
    TemplateData data = call.body(ChargingProfileTemplateBody.class).data();
    return bus.request(
            ChargingProfiles.REPLACE_TEMPLATE, new EditTemplate(template(call).id(), data))
        .onSuccess(call::ok);
  }

  private Future<?> apply(Call call) {
    ApplyTemplateBody body = call.body(ApplyTemplateBody.class);
    Place place = Place.of(body.evseId(), body.connectorId());
    TemplateKey key = new TemplateKey(body.templateId());
    return Future.all(version(call), bus.request(ChargingProfiles.GET_TEMPLATE, key))
        .compose(
            both -> {
              OcppVersion version = both.resultAt(0);
              Template template = both.resultAt(1);
              return assign(call, body, place, version, template.purpose());
            })
        .compose(assign -> apply(call, assign));
  }

  private Future<Assign> assign(
      Call call, ApplyTemplateBody body, Place place, OcppVersion version, Purpose purpose) {
    String chargerId = charger(call);
    boolean first = version == OcppVersion.V1_6;
    int at = first ? place.connectorOf16() : place.evse();
    Long given = body.transactionId();
    Future<@Nullable Transaction> transaction =
        given != null
            ? transaction(call, given).map(found -> found)
            : purpose == Purpose.TxProfile && at > 0
                ? clauses.runningAt(chargerId, version, at)
                : Future.succeededFuture();
    return transaction.map(
        found -> {
          Long id = found == null ? null : (Long) found.id();
          return first
              ? new Assign(chargerId, body.templateId(), at, id)
              : new Assign(
                  chargerId,
                  body.templateId(),
                  at,
                  id,
                  version,
                  found == null ? null : found.stationTransactionId());
        });
  }

  private Future<?> apply(Call call, Assign assign) {
    boolean first = assign.version() == OcppVersion.V1_6;
    return bus.request(ChargingProfiles.ASSIGN, assign)
        .compose(
            assigned ->
                (CommandApi.isNonConformant(call)
                        ? Future.<Void>succeededFuture()
                        : clauses.check(
                            assign.chargerId(),
                            Actions16.SET_CHARGING_PROFILE.name(),
                            assign.version(),
                            assigned.request()))
                    .map(assigned))
        .compose(
            assigned ->
                commands
                    .send(
                        call,
                        assign.chargerId(),
                        first ? null : assign.version(),
                        first
                            ? Actions16.SET_CHARGING_PROFILE
                            : SmartChargingActions.SET_CHARGING_PROFILE,
                        assigned.request(),
                        command -> {
                          call.ok(CommandView.of(command));
                          return Future.succeededFuture();
                        })
                    .mapEmpty());
  }

  /** In whose terms a profile is to be; 1.6's for a station that never connected. */
  private Future<OcppVersion> version(Call call) {
    return bus.request(Chargers.GET, new ChargerKey(charger(call))).map(CommandApi::versionOr16);
  }

  private Future<Transaction> transaction(Call call, long id) {
    return bus.request(Transactions.GET, new Transactions.TransactionKey(id))
        .map(
            transaction -> {
              if (!transaction.chargerId().equals(charger(call))) {
                throw new GalvanException(
                    Fault.NOT_FOUND, "this station has no transaction " + id, "transactionId");
              }
              return transaction;
            });
  }

  private Future<?> list(Call call) {
    return bus.request(ChargingProfiles.LIST, new ChargerKey(charger(call)))
        .onSuccess(
            held ->
                call.ok(
                    new SetProfileViews(held.items().stream().map(SetProfileView::of).toList())));
  }

  private Future<?> compositeSchedule(Call call) {
    CompositeScheduleBody body = call.body(CompositeScheduleBody.class);
    if (body.durationS() < 1 || body.durationS() > MAX_DURATION_S) {
      throw GalvanException.invalid("durationS", "must be from 1 to " + MAX_DURATION_S);
    }
    Place place = Place.of(body.evseId(), body.connectorId());
    return version(call)
        .compose(
            version ->
                (version == OcppVersion.V1_6
                        ? ask16(call, body, place)
                        : ask2(call, body, place, version))
                    .mapEmpty());
  }

  private Future<?> ask16(Call call, CompositeScheduleBody body, Place place) {
    return commands.send(
        call,
        charger(call),
        Actions16.GET_COMPOSITE_SCHEDULE,
        new GetCompositeScheduleRequest(
            place.connectorOf16(), body.durationS(), body.chargingRateUnit()),
        command -> answer(call, schedule16(command, body.durationS())));
  }

  private Future<?> ask2(Call call, CompositeScheduleBody body, Place place, OcppVersion version) {
    return commands.send(
        call,
        charger(call),
        version,
        SmartChargingActions.GET_COMPOSITE_SCHEDULE,
        new io.galvan.ocpp.v2.GetCompositeScheduleRequest(
            body.durationS(),
            body.chargingRateUnit() == null
                ? null
                : ChargingRateUnit.valueOf(body.chargingRateUnit().name()),
            place.evse(),
            null),
        command -> answer(call, schedule2(command, version, body.durationS())));
  }

  private static Future<?> answer(Call call, CompositeSchedule schedule) {
    call.ok(schedule);
    return Future.succeededFuture();
  }

  /** What the station answered; fails when that was an error. */
  private static String response(Command command) {
    String response = command.response();
    if (response == null) {
      String code = command.errorCode() == null ? "nothing" : command.errorCode();
      String description = command.errorDescription();
      throw new GalvanException(
          Fault.CONFLICT,
          "the charging station answered "
              + code
              + (description == null || description.isEmpty() ? "" : ": " + description));
    }
    return response;
  }

  private static CompositeSchedule schedule2(Command command, OcppVersion version, int durationS) {
    return CompositeSchedule.of(
        Shape.of(io.galvan.ocpp.v2.GetCompositeScheduleResponse.class, version)
            .read(response(command), Reading.TOLERANT, new ArrayList<>()),
        durationS);
  }

  private static CompositeSchedule schedule16(Command command, int durationS) {
    GetCompositeScheduleResponse answer =
        Shape.of(GetCompositeScheduleResponse.class)
            .read(response(command), Reading.TOLERANT, new ArrayList<>());
    Instant answeredAt = command.closedAt() == null ? command.createdAt() : command.closedAt();
    return CompositeSchedule.of(answer, durationS, answeredAt);
  }
}
