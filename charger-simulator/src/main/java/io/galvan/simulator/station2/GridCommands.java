package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AFRRSignalRequest;
import io.galvan.ocpp.v2.AFRRSignalResponse;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileCriterion;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfileStatus;
import io.galvan.ocpp.v2.ClearChargingProfileRequest;
import io.galvan.ocpp.v2.ClearChargingProfileResponse;
import io.galvan.ocpp.v2.ClearChargingProfileStatus;
import io.galvan.ocpp.v2.ClearDERControlRequest;
import io.galvan.ocpp.v2.ClearDERControlResponse;
import io.galvan.ocpp.v2.DERControlStatus;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.GetChargingProfileStatus;
import io.galvan.ocpp.v2.GetChargingProfilesRequest;
import io.galvan.ocpp.v2.GetChargingProfilesResponse;
import io.galvan.ocpp.v2.GetCompositeScheduleRequest;
import io.galvan.ocpp.v2.GetCompositeScheduleResponse;
import io.galvan.ocpp.v2.GetDERControlRequest;
import io.galvan.ocpp.v2.GetDERControlResponse;
import io.galvan.ocpp.v2.NotifyAllowedEnergyTransferRequest;
import io.galvan.ocpp.v2.NotifyAllowedEnergyTransferResponse;
import io.galvan.ocpp.v2.NotifyAllowedEnergyTransferStatus;
import io.galvan.ocpp.v2.PriorityChargingStatus;
import io.galvan.ocpp.v2.PullDynamicScheduleUpdateRequest;
import io.galvan.ocpp.v2.ReportChargingProfilesRequest;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import io.galvan.ocpp.v2.SetChargingProfileResponse;
import io.galvan.ocpp.v2.SetDERControlRequest;
import io.galvan.ocpp.v2.SetDERControlResponse;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.ocpp.v2.UpdateDynamicScheduleRequest;
import io.galvan.ocpp.v2.UpdateDynamicScheduleResponse;
import io.galvan.ocpp.v2.UsePriorityChargingRequest;
import io.galvan.ocpp.v2.UsePriorityChargingResponse;
import io.galvan.simulator.station.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the central system wants of power: smart charging, V2X, DER (OCPP 2.x, K, Q, R). */
final class GridCommands {
  private static final int PROFILES_A_MESSAGE = 5;

  private final Station2 station;
  private final DerControls controls;

  GridCommands(Station2 station) {
    this.station = station;
    this.controls = new DerControls(station);
  }

  void register(Commands table) {
    table.route(SmartChargingActions.CLEAR_CHARGING_PROFILE, this::clearChargingProfile);
    table.route(SmartChargingActions.GET_CHARGING_PROFILES, this::getChargingProfiles);
    table.route(SmartChargingActions.GET_COMPOSITE_SCHEDULE, this::getCompositeSchedule);
    table.route(SmartChargingActions.SET_CHARGING_PROFILE, this::setChargingProfile);
    if (station.settings().version() == OcppVersion.V2_1) {
      table.route(SmartChargingActions.AFRR_SIGNAL, this::afrrSignal);
      table.route(SmartChargingActions.CLEAR_DER_CONTROL, this::clearDerControl);
      table.route(SmartChargingActions.GET_DER_CONTROL, this::getDerControl);
      table.route(
          SmartChargingActions.NOTIFY_ALLOWED_ENERGY_TRANSFER, this::notifyAllowedEnergyTransfer);
      table.route(SmartChargingActions.SET_DER_CONTROL, this::setDerControl);
      table.route(SmartChargingActions.UPDATE_DYNAMIC_SCHEDULE, this::updateDynamicSchedule);
      table.route(SmartChargingActions.USE_PRIORITY_CHARGING, this::usePriorityCharging);
    }
  }

  private void obey() {
    station.evses().forEach(evse -> evse.energy().account());
    station.evses().forEach(evse -> evse.energy().flow());
  }

  private Answer setChargingProfile(SetChargingProfileRequest request) {
    ChargingProfile profile = request.chargingProfile();
    station.evses().forEach(evse -> evse.energy().account());
    Optional<String> refused = station.profiles().set(request.evseId(), profile);
    StatusInfo why = refused.map(Why::of).orElse(null);
    Answer answer =
        Answer.of(
            new SetChargingProfileResponse(
                why == null ? ChargingProfileStatus.Accepted : ChargingProfileStatus.Rejected,
                why,
                null));
    return why != null
        ? answer
        : answer.then(
            () -> {
              obey();
              station.needs().scheduled(request.evseId(), profile);
              schedulePull(profile);
            });
  }

  /** A dynamic profile with an interval is asked for again and again (K29). */
  private void schedulePull(ChargingProfile profile) {
    Integer seconds = profile.dynUpdateInterval();
    if (profile.chargingProfileKind() == ChargingProfileKind.Dynamic
        && seconds != null
        && seconds > 0) {
      station
          .timeline()
          .after(
              Duration.ofSeconds(seconds),
              () -> {
                if (station.profiles().byId(profile.id()).isPresent()) {
                  pull(profile.id());
                  schedulePull(profile);
                }
              });
    }
  }

  private void pull(int id) {
    station
        .call(
            SmartChargingActions.PULL_DYNAMIC_SCHEDULE_UPDATE,
            new PullDynamicScheduleUpdateRequest(id, null))
        .onSuccess(
            answer -> {
              if (answer.status() == ChargingProfileStatus.Accepted
                  && answer.scheduleUpdate() != null) {
                station.profiles().update(id, answer.scheduleUpdate());
                obey();
              }
            });
  }

  private Answer updateDynamicSchedule(UpdateDynamicScheduleRequest request) {
    boolean known =
        station.profiles().update(request.chargingProfileId(), request.scheduleUpdate());
    return Answer.of(
            new UpdateDynamicScheduleResponse(
                known ? ChargingProfileStatus.Accepted : ChargingProfileStatus.Rejected,
                known ? null : Why.of("UnknownProfile"),
                null))
        .then(this::obey);
  }

  private Answer clearChargingProfile(ClearChargingProfileRequest request) {
    boolean cleared = station.profiles().clear(request);
    return Answer.of(
            new ClearChargingProfileResponse(
                cleared ? ClearChargingProfileStatus.Accepted : ClearChargingProfileStatus.Unknown,
                null,
                null))
        .then(this::obey);
  }

  private Answer getCompositeSchedule(GetCompositeScheduleRequest request) {
    if (request.evseId() != 0 && !station.has(request.evseId())) {
      return Answer.of(
          new GetCompositeScheduleResponse(
              GenericStatus.Rejected, Why.of("UnknownEvse"), null, null));
    }
    return Answer.of(
        new GetCompositeScheduleResponse(
            GenericStatus.Accepted, null, station.profiles().composite(request), null));
  }

  private Answer getChargingProfiles(GetChargingProfilesRequest request) {
    List<Installed> found =
        station.profiles().all().stream().filter(each -> matches(each, request)).toList();
    if (found.isEmpty()) {
      return Answer.of(
          new GetChargingProfilesResponse(GetChargingProfileStatus.NoProfiles, null, null));
    }
    return Answer.of(new GetChargingProfilesResponse(GetChargingProfileStatus.Accepted, null, null))
        .then(() -> report(request.requestId(), found));
  }

  private static boolean matches(Installed each, GetChargingProfilesRequest request) {
    ChargingProfileCriterion wanted = request.chargingProfile();
    if (request.evseId() != null && each.evse() != request.evseId()) {
      return false;
    }
    if (wanted.chargingProfileId() != null && !wanted.chargingProfileId().isEmpty()) {
      return wanted.chargingProfileId().contains(each.profile().id());
    }
    return (wanted.chargingProfilePurpose() == null
            || each.profile().chargingProfilePurpose() == wanted.chargingProfilePurpose())
        && (wanted.stackLevel() == null || each.profile().stackLevel() == wanted.stackLevel())
        && (wanted.chargingLimitSource() == null
            || wanted.chargingLimitSource().contains(each.source()));
  }

  /** Those of one EVSE and source go together (K09.FR.04). */
  private void report(int requestId, List<Installed> found) {
    Map<String, List<Installed>> groups = new LinkedHashMap<>();
    found.forEach(
        each ->
            groups
                .computeIfAbsent(each.evse() + " " + each.source(), key -> new ArrayList<>())
                .add(each));
    List<List<Installed>> parts = new ArrayList<>();
    for (List<Installed> group : groups.values()) {
      for (int from = 0; from < group.size(); from += PROFILES_A_MESSAGE) {
        parts.add(group.subList(from, Math.min(group.size(), from + PROFILES_A_MESSAGE)));
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      List<Installed> part = parts.get(i);
      station.tell(
          SmartChargingActions.REPORT_CHARGING_PROFILES,
          new ReportChargingProfilesRequest(
              requestId,
              part.get(0).source(),
              part.stream().map(Installed::profile).toList(),
              i < parts.size() - 1 ? true : null,
              part.get(0).evse(),
              null));
    }
  }

  private Answer usePriorityCharging(UsePriorityChargingRequest request) {
    Evse evse = station.evseOf(request.transactionId()).orElse(null);
    Session session = evse == null ? null : evse.session();
    PriorityChargingStatus status =
        evse == null || session == null
            ? PriorityChargingStatus.Rejected
            : station.profiles().hasPriority(evse.id())
                ? PriorityChargingStatus.Accepted
                : PriorityChargingStatus.NoProfile;
    if (session != null && status == PriorityChargingStatus.Accepted) {
      session.priority = request.activate();
    }
    return Answer.of(new UsePriorityChargingResponse(status, null, null)).then(this::obey);
  }

  private Answer notifyAllowedEnergyTransfer(NotifyAllowedEnergyTransferRequest request) {
    boolean known = station.evseOf(request.transactionId()).isPresent();
    return Answer.of(
        new NotifyAllowedEnergyTransferResponse(
            known
                ? NotifyAllowedEnergyTransferStatus.Accepted
                : NotifyAllowedEnergyTransferStatus.Rejected,
            known ? null : Why.of("TxNotFound"),
            null));
  }

  private Answer afrrSignal(AFRRSignalRequest request) {
    station.evses().forEach(evse -> evse.energy().account());
    station.profiles().signal(request.signal());
    return Answer.of(new AFRRSignalResponse(GenericStatus.Accepted, null, null)).then(this::obey);
  }

  private Answer setDerControl(SetDERControlRequest request) {
    SetDERControlResponse verdict = controls.set(request);
    return Answer.of(verdict)
        .then(() -> controls.schedule(request.controlId(), verdict.supersededIds()));
  }

  private Answer clearDerControl(ClearDERControlRequest request) {
    return Answer.of(new ClearDERControlResponse(controls.clear(request), null, null));
  }

  private Answer getDerControl(GetDERControlRequest request) {
    List<String> found = controls.matching(request);
    if (found.isEmpty()) {
      return Answer.of(new GetDERControlResponse(DERControlStatus.NotFound, null, null));
    }
    return Answer.of(new GetDERControlResponse(DERControlStatus.Accepted, null, null))
        .then(() -> controls.report(request.requestId(), found));
  }
}
