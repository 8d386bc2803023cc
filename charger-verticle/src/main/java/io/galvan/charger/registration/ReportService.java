package io.galvan.charger.registration;

import io.galvan.charger.block.Identity;
import io.galvan.charger.block.NoticeFollower;
import io.galvan.charger.block.Rounds;
import io.galvan.charger.policy.HeartbeatInterval;
import io.galvan.contract.event.Happening.ChargerBooted;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.event.Happening.ConnectorUpdated;
import io.galvan.contract.event.Happening.SecurityEvent;
import io.galvan.contract.registration.Chargers.Boot;
import io.galvan.contract.registration.Chargers.BootVerdict;
import io.galvan.contract.registration.Chargers.ConnectorStatus;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** BootNotification, StatusNotification and the notices, of many chargers in one commit. */
final class ReportService {
  private static final int MAX_CONNECTOR_ID = 1_000;
  private static final int TEXT_LENGTH = 500;
  private static final int DETAIL_LENGTH = 10_000;
  private static final int DELETED_AT_ONCE = 10_000;

  private final Settings settings;
  private final Writer writer;
  private final ReportStore store;
  private final List<NoticeFollower> followers;
  private final BiFunction<UnitOfWork, List<String>, Future<?>> booted;
  private final GroupCommit<Boot, Optional<ReportStore.Booted>> boots;
  private final GroupCommit<ConnectorStatus, Boolean> statuses;
  private final GroupCommit<Notice, Boolean> notices;

  /**
   * @param booted has the rest of what a boot changes written, in the same transaction
   */
  ReportService(
      Platform platform,
      Writer writer,
      ReportStore store,
      List<NoticeFollower> followers,
      BiFunction<UnitOfWork, List<String>, Future<?>> booted) {
    this.booted = booted;
    this.followers = List.copyOf(followers);
    this.settings = platform.settings();
    this.writer = writer;
    this.store = store;
    var meters = platform.meters();
    // One at a time: what one charger reports is written, and told, in the order it came.
    this.boots = new GroupCommit<>("boot", writer, meters, 1_000, 1, 50_000, this::bootAll);
    this.statuses = new GroupCommit<>("status", writer, meters, 1_000, 1, 50_000, this::statusAll);
    this.notices = new GroupCommit<>("notice", writer, meters, 500, 1, 50_000, this::noticeAll);
  }

  /** Answers {@code charger.boot}. */
  Future<BootVerdict> boot(Boot boot) {
    return boots
        .submit(storable(boot))
        .map(booted -> booted.orElseThrow(() -> Identity.unknown(boot.chargerId())))
        .map(
            booted ->
                new BootVerdict(
                    booted.registration(),
                    HeartbeatInterval.inSeconds(
                        settings, booted.registration(), booted.heartbeatIntervalS())));
  }

  private Future<List<Optional<ReportStore.Booted>>> bootAll(UnitOfWork unit, List<Boot> batch) {
    var written =
        Rounds.write(batch, Boot::chargerId, round -> store.boot(unit.sql(), round, unit.now()));
    List<String> ids = batch.stream().map(Boot::chargerId).distinct().toList();
    var cleared = store.clearRebootRequired(unit.sql(), ids);
    return Future.all(written, cleared, booted.apply(unit, ids))
        .map(
            both -> {
              List<Optional<ReportStore.Booted>> booted = written.result();
              for (int i = 0; i < batch.size(); i++) {
                Boot boot = batch.get(i);
                booted.get(i).ifPresent(stored -> emit(unit, boot, stored.registration()));
              }
              return booted;
            });
  }

  private static void emit(UnitOfWork unit, Boot boot, Registration registration) {
    unit.emit(
        boot.chargerId(),
        new ChargerBooted(
            registration, boot.vendor(), boot.model(), boot.firmwareVersion(), boot.isReboot()));
  }

  private static Boot storable(Boot boot) {
    return new Boot(
        boot.chargerId(),
        Sql.required(boot.vendor(), TEXT_LENGTH),
        Sql.required(boot.model(), TEXT_LENGTH),
        Sql.text(boot.serialNumber(), TEXT_LENGTH),
        Sql.text(boot.chargeBoxSerialNumber(), TEXT_LENGTH),
        Sql.text(boot.firmwareVersion(), TEXT_LENGTH),
        Sql.text(boot.iccid(), TEXT_LENGTH),
        Sql.text(boot.imsi(), TEXT_LENGTH),
        Sql.text(boot.meterType(), TEXT_LENGTH),
        Sql.text(boot.meterSerialNumber(), TEXT_LENGTH),
        Sql.text(boot.reason(), TEXT_LENGTH),
        boot.asked());
  }

  /** Answers {@code charger.status}. */
  Future<Done> status(ConnectorStatus report) {
    if (report.connectorId() < 0 || report.connectorId() > MAX_CONNECTOR_ID) {
      throw GalvanException.invalid(
          "connectorId", "connectorId must be from 0 to " + MAX_CONNECTOR_ID);
    }
    if (report.evseId() < 0 || report.evseId() > MAX_CONNECTOR_ID) {
      throw GalvanException.invalid("evseId", "evseId must be from 0 to " + MAX_CONNECTOR_ID);
    }
    return statuses.submit(storable(report)).compose(known -> done(known, report.chargerId()));
  }

  private Future<List<Boolean>> statusAll(UnitOfWork unit, List<ConnectorStatus> batch) {
    return Rounds.write(
            batch,
            report ->
                new ReportStore.ConnectorKey(
                    report.chargerId(), report.evseId(), report.connectorId()),
            round -> store.status(unit.sql(), round, unit.now()))
        .map(
            outcomes -> {
              List<Boolean> known = new ArrayList<>(batch.size());
              for (int i = 0; i < batch.size(); i++) {
                if (outcomes.get(i).orElse(false)) {
                  emit(unit, batch.get(i));
                }
                known.add(outcomes.get(i).isPresent());
              }
              return known;
            });
  }

  private static void emit(UnitOfWork unit, ConnectorStatus report) {
    unit.emit(
        report.chargerId(),
        new ConnectorUpdated(
            report.evseId(),
            report.connectorId(),
            report.status(),
            report.errorCode(),
            report.info(),
            ReportStore.counted(report, unit.now())));
  }

  private static ConnectorStatus storable(ConnectorStatus report) {
    return new ConnectorStatus(
        report.chargerId(),
        report.evseId(),
        report.connectorId(),
        Sql.required(report.status(), TEXT_LENGTH),
        Sql.required(report.errorCode(), TEXT_LENGTH),
        Sql.text(report.info(), TEXT_LENGTH),
        Sql.text(report.vendorId(), TEXT_LENGTH),
        Sql.text(report.vendorErrorCode(), TEXT_LENGTH),
        report.at());
  }

  /** Answers {@code charger.notice}. */
  Future<Done> notice(Notice notice) {
    return notices.submit(storable(notice)).compose(known -> done(known, notice.chargerId()));
  }

  /** Writes notices in a transaction; tells of each whether its charger is stored. */
  Future<List<Boolean>> noticeAll(UnitOfWork unit, List<Notice> batch) {
    Map<String, ReportStore.Progress> progress = new LinkedHashMap<>();
    for (Notice notice : batch) {
      ReportStore.Progress news = progress(notice);
      if (news != null) {
        progress.merge(notice.chargerId(), news, ReportService::later);
      }
    }
    var stored = store.notice(unit.sql(), batch, unit.now());
    var told =
        progress.isEmpty()
            ? Future.succeededFuture()
            : store.progress(unit.sql(), List.copyOf(progress.values()));
    return Future.all(stored, told)
        .compose(both -> followed(unit, batch))
        .map(
            ok -> {
              List<Boolean> known = new ArrayList<>(batch.size());
              for (Notice notice : batch) {
                boolean isKnown = stored.result().contains(notice.chargerId());
                known.add(isKnown);
                if (isKnown) {
                  emit(unit, notice);
                }
              }
              return known;
            });
  }

  private Future<?> followed(UnitOfWork unit, List<Notice> batch) {
    Future<?> followed = Future.succeededFuture();
    for (Notice notice : batch) {
      for (NoticeFollower follower : followers) {
        followed = followed.compose(ok -> follower.follow(unit, notice));
      }
    }
    return followed;
  }

  private static ReportStore.@Nullable Progress progress(Notice notice) {
    return switch (notice.kind()) {
      case FirmwareStatus, SignedFirmwareStatus ->
          new ReportStore.Progress(notice.chargerId(), notice.value(), null);
      case DiagnosticsStatus, LogStatus ->
          new ReportStore.Progress(notice.chargerId(), null, notice.value());
      case SecurityEvent, SignCertificate, DataTransfer -> null;
    };
  }

  private static ReportStore.Progress later(ReportStore.Progress a, ReportStore.Progress b) {
    return new ReportStore.Progress(
        a.chargerId(),
        b.firmware() == null ? a.firmware() : b.firmware(),
        b.diagnostics() == null ? a.diagnostics() : b.diagnostics());
  }

  private static void emit(UnitOfWork unit, Notice notice) {
    NoticeKind kind = notice.kind();
    switch (kind) {
      case FirmwareStatus, SignedFirmwareStatus ->
          unit.emit(notice.chargerId(), new ChargerUpdated(ChargerChange.Firmware, notice.value()));
      case DiagnosticsStatus, LogStatus ->
          unit.emit(
              notice.chargerId(), new ChargerUpdated(ChargerChange.Diagnostics, notice.value()));
      case SecurityEvent ->
          unit.emit(
              notice.chargerId(),
              new SecurityEvent(
                  notice.value(), notice.detail(), Sql.reported(notice.at(), unit.now())));
      case SignCertificate, DataTransfer -> {
        // Kept for the operator to read; nobody waits for it.
      }
    }
  }

  private static Notice storable(Notice notice) {
    return new Notice(
        notice.chargerId(),
        notice.kind(),
        Sql.required(notice.value(), DETAIL_LENGTH),
        notice.requestId(),
        Sql.text(notice.detail(), DETAIL_LENGTH),
        notice.at());
  }

  private static Future<Done> done(boolean known, String chargerId) {
    return known
        ? Future.succeededFuture(Done.DONE)
        : Future.failedFuture(Identity.unknown(chargerId));
  }

  /** Notices live as long as the messages that brought them. */
  Future<?> deleteOldNotices() {
    return writer.write(
        unit ->
            store
                .deleteNotices(
                    unit.sql(), unit.now().minus(settings.messageLogRetention()), DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
