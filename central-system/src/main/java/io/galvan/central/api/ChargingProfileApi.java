package io.galvan.central.api;

import static io.galvan.central.api.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.CommandApi.CommandView;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.MultipleOf;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedulePeriod;
import io.galvan.ocpp.v16.GetCompositeScheduleRequest;
import io.galvan.ocpp.v16.GetCompositeScheduleResponse;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Chargers.ChargerKey;
import io.galvan.platform.contract.ChargingProfiles;
import io.galvan.platform.contract.ChargingProfiles.Assign;
import io.galvan.platform.contract.ChargingProfiles.EditTemplate;
import io.galvan.platform.contract.ChargingProfiles.Kind;
import io.galvan.platform.contract.ChargingProfiles.Period;
import io.galvan.platform.contract.ChargingProfiles.Purpose;
import io.galvan.platform.contract.ChargingProfiles.RateUnit;
import io.galvan.platform.contract.ChargingProfiles.RecurrencyKind;
import io.galvan.platform.contract.ChargingProfiles.SetProfile;
import io.galvan.platform.contract.ChargingProfiles.TemplateData;
import io.galvan.platform.contract.ChargingProfiles.TemplateKey;
import io.galvan.platform.contract.ChargingProfiles.TemplateQuery;
import io.galvan.platform.contract.Commands.Command;
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
final class ChargingProfileApi {
  record ChargingProfileTemplateBody(
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

  record ApplyTemplateBody(
      @MaxLength(64) String templateId, int connectorId, @Nullable Long transactionId) {}

  record CompositeScheduleBody(
      int connectorId, int durationS, @Nullable ChargingRateUnitType chargingRateUnit) {}

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
      @Nullable String source) {
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
          set.source());
    }
  }

  record SetProfileViews(List<SetProfileView> items) {}

  private static final int MAX_DURATION_S = 366 * 86_400;

  private final Bus bus;
  private final CommandSender commands;

  ChargingProfileApi(Bus bus, CommandSender commands) {
    this.bus = bus;
    this.commands = commands;
  }

  List<Operation> operations() {
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
    String chargerId = charger(call);
    Assign assign =
        new Assign(chargerId, body.templateId(), body.connectorId(), body.transactionId());
    return bus.request(ChargingProfiles.ASSIGN, assign)
        .compose(
            assigned ->
                commands
                    .send(
                        call,
                        chargerId,
                        Actions16.SET_CHARGING_PROFILE,
                        assigned.request(),
                        command -> {
                          call.ok(CommandView.of(command));
                          return Future.succeededFuture();
                        })
                    .mapEmpty());
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
    return commands.send(
        call,
        charger(call),
        Actions16.GET_COMPOSITE_SCHEDULE,
        new GetCompositeScheduleRequest(
            body.connectorId(), body.durationS(), body.chargingRateUnit()),
        command -> {
          call.ok(schedule(command, body.durationS()));
          return Future.succeededFuture();
        });
  }

  private static CompositeSchedule schedule(Command command, int durationS) {
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
    GetCompositeScheduleResponse answer =
        Shape.of(GetCompositeScheduleResponse.class)
            .read(response, Reading.TOLERANT, new ArrayList<>());
    Instant answeredAt = command.closedAt() == null ? command.createdAt() : command.closedAt();
    return CompositeSchedule.of(answer, durationS, answeredAt);
  }
}
