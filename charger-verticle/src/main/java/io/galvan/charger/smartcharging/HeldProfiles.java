package io.galvan.charger.smartcharging;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Payload;
import io.galvan.charger.block.ReportFollower;
import io.galvan.charger.smartcharging.ChargingProfileStore.Criteria;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.ClearChargingProfileRequest;
import io.galvan.ocpp.v16.RemoteStartTransactionRequest;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileCriterion;
import io.galvan.ocpp.v2.ClearChargingProfile;
import io.galvan.ocpp.v2.GetChargingProfilesRequest;
import io.galvan.ocpp.v2.ReportChargingProfilesRequest;
import io.galvan.ocpp.v2.RequestStartTransactionRequest;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which charging profiles a station holds, by its own word: it accepted or cleared them, or
 * reported those it has, which also tells which ones it has not.
 */
final class HeldProfiles implements Follower, ReportFollower {
  private static final String SET = ProfileSlots.SET;
  private static final String CLEAR = "ClearChargingProfile";
  private static final String ASK = "GetChargingProfiles";
  private static final String REPORT = "ReportChargingProfiles";

  /** Ours; every other source is somebody else's limit. */
  private static final String OURS = "CSO";

  private final ChargingProfileStore store;

  HeldProfiles(ChargingProfileStore store) {
    this.store = store;
  }

  @Override
  public Set<String> actions() {
    return Set.of(SET, CLEAR, ASK, ProfileSlots.REMOTE_START, ProfileSlots.REQUEST_START);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    if (command.action().equals(ASK)) {
      return "NoProfiles".equals(command.status())
          ? Payload.read(command.request(), GetChargingProfilesRequest.class)
              .<Future<?>>map(
                  asked -> store.clear(unit.sql(), command.chargerId(), criteria(asked)))
              .orElseGet(Future::succeededFuture)
          : Future.succeededFuture();
    }
    if (command.state() != CommandState.Accepted) {
      return Future.succeededFuture();
    }
    if (command.action().equals(ProfileSlots.REMOTE_START)) {
      return started16(unit, command);
    }
    if (command.action().equals(ProfileSlots.REQUEST_START)) {
      return started2(unit, command);
    }
    boolean sets = command.action().equals(SET);
    return command.version() == null || command.version() == OcppVersion.V1_6
        ? sets ? set16(unit, command) : cleared16(unit, command)
        : sets ? set2(unit, command) : cleared2(unit, command);
  }

  private Future<?> set16(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), SetChargingProfileRequest.class)
        .<Future<?>>map(
            request ->
                store.set(
                    unit.sql(),
                    command.chargerId(),
                    held16(request.connectorId(), request.csChargingProfiles(), unit.now()),
                    command.id(),
                    null))
        .orElseGet(Future::succeededFuture);
  }

  private static SetProfile held16(
      int connectorId, io.galvan.ocpp.v16.ChargingProfile profile, Instant at) {
    Long transactionId = profile.transactionId();
    return new SetProfile(
        profile.chargingProfileId(),
        connectorId,
        profile.chargingProfilePurpose().name(),
        profile.stackLevel(),
        transactionId,
        Shape.of(io.galvan.ocpp.v16.ChargingProfile.class).write(profile),
        at,
        connectorId,
        transactionId == null ? null : transactionId.toString(),
        null);
  }

  /** For the transaction that starts, on connector 0 when the station chooses one. */
  private Future<?> started16(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), RemoteStartTransactionRequest.class)
        .flatMap(
            start ->
                Optional.ofNullable(start.chargingProfile())
                    .map(
                        profile ->
                            held16(ProfileSlots.orAny(start.connectorId()), profile, unit.now())))
        .<Future<?>>map(held -> started(unit, command, held))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> started2(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), RequestStartTransactionRequest.class)
        .flatMap(
            start ->
                Optional.ofNullable(start.chargingProfile())
                    .map(
                        profile ->
                            held(ProfileSlots.orAny(start.evseId()), profile, null, unit.now())))
        .<Future<?>>map(held -> started(unit, command, held))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> started(UnitOfWork unit, Command command, SetProfile held) {
    return store.set(unit.sql(), command.chargerId(), held, command.id(), null);
  }

  /** By its number, or by criteria, or all (1.6 part 2, 5.3). */
  private Future<?> cleared16(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), ClearChargingProfileRequest.class)
        .<Future<?>>map(
            request ->
                request.id() != null
                    ? store.clear(unit.sql(), command.chargerId(), request.id())
                    : store.clear(
                        unit.sql(),
                        command.chargerId(),
                        new Criteria(
                            request.connectorId(),
                            Sql.name(request.chargingProfilePurpose()),
                            request.stackLevel(),
                            null,
                            null)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> set2(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), io.galvan.ocpp.v2.SetChargingProfileRequest.class)
        .<Future<?>>map(
            request ->
                store.set(
                    unit.sql(),
                    command.chargerId(),
                    held(request.evseId(), request.chargingProfile(), null, unit.now()),
                    command.id(),
                    null))
        .orElseGet(Future::succeededFuture);
  }

  private static SetProfile held(
      int evseId, ChargingProfile profile, @Nullable String source, Instant at) {
    return new SetProfile(
        profile.id(),
        0,
        Wire.text(profile.chargingProfilePurpose()),
        profile.stackLevel(),
        null,
        Shape.of(ChargingProfile.class).write(profile),
        at,
        evseId,
        profile.transactionId(),
        source);
  }

  /** By its number, or by criteria; what others limit stays (2.0.1 part 2, K10). */
  private Future<?> cleared2(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), io.galvan.ocpp.v2.ClearChargingProfileRequest.class)
        .<Future<?>>map(
            request -> {
              Integer id = request.chargingProfileId();
              ClearChargingProfile some = request.chargingProfileCriteria();
              return store.clear(
                  unit.sql(),
                  command.chargerId(),
                  id != null || some == null
                      ? new Criteria(null, null, null, id == null ? null : List.of(id), ours())
                      : new Criteria(
                          some.evseId(),
                          some.chargingProfilePurpose() == null
                              ? null
                              : Wire.text(some.chargingProfilePurpose()),
                          some.stackLevel(),
                          null,
                          ours()));
            })
        .orElseGet(Future::succeededFuture);
  }

  private static List<String> ours() {
    return List.of(OURS);
  }

  private static Criteria criteria(GetChargingProfilesRequest asked) {
    ChargingProfileCriterion some = asked.chargingProfile();
    return new Criteria(
        asked.evseId(),
        some.chargingProfilePurpose() == null ? null : Wire.text(some.chargingProfilePurpose()),
        some.stackLevel(),
        some.chargingProfileId(),
        some.chargingLimitSource());
  }

  @Override
  public Set<String> reports() {
    return Set.of(REPORT);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, StationReport report) {
    return Payload.read(report.payload(), ReportChargingProfilesRequest.class)
        .<Future<?>>map(told -> reported(unit, report.chargerId(), told))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> reported(
      UnitOfWork unit, String chargerId, ReportChargingProfilesRequest told) {
    String source = told.chargingLimitSource();
    Future<?> kept = Future.succeededFuture();
    for (ChargingProfile profile : told.chargingProfile()) {
      SetProfile held =
          held(told.evseId(), profile, source.equals(OURS) ? null : source, unit.now());
      kept = kept.compose(ok -> store.set(unit.sql(), chargerId, held, null, told.requestId()));
    }
    return Boolean.TRUE.equals(told.tbc())
        ? kept
        : kept.compose(ok -> complete(unit, chargerId, told.requestId()));
  }

  /** With its last part the report is whole: what it does not name is not there. */
  private Future<?> complete(UnitOfWork unit, String chargerId, int requestId) {
    return store
        .reportAsked(unit.sql(), chargerId, requestId)
        .compose(
            asked ->
                asked == null
                    ? Future.succeededFuture()
                    : Payload.read(asked.request(), GetChargingProfilesRequest.class)
                        .<Future<?>>map(
                            request ->
                                store.clearUnreported(
                                    unit.sql(),
                                    chargerId,
                                    criteria(request),
                                    requestId,
                                    asked.at()))
                        .orElseGet(Future::succeededFuture));
  }
}
