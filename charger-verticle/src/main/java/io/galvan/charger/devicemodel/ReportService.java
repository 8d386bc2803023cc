package io.galvan.charger.devicemodel;

import io.galvan.charger.block.Identity;
import io.galvan.charger.block.Rounds;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.Inventory;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.MonitoringReport;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportKind;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.Reports;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports of variables and monitors, stored part by part as they come; when all parts of a whole
 * report are here, what it did not tell of is removed.
 */
public final class ReportService {
  static final int MOST_VARIABLES = 50_000;
  public static final int MOST_MONITORS = 10_000;

  /** Rows in one statement. */
  private static final int PIECE = 1_000;

  private static final int PARTS_AT_ONCE = 20;
  private static final int TRANSACTIONS_AT_ONCE = 2;
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_SEQ_NO = 1_000_000;

  /** A report without news for so long has stopped coming. */
  private static final Duration STILL = Duration.ofMinutes(10);

  /** A station that boots over and over is not asked for everything each time. */
  private static final Duration LATELY = Duration.ofHours(1);

  private final Clock clock;
  private final Pool pool;
  private final Writer writer;
  private final ReportStore store;
  private final VariableStore variables;
  private final ReportedMonitors monitors;
  private final GroupCommit<Report, Boolean> reports;

  ReportService(
      Platform platform,
      Pool pool,
      Writer writer,
      ReportStore store,
      VariableStore variables,
      ReportedMonitors monitors) {
    this.clock = platform.clock();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.variables = variables;
    this.monitors = monitors;
    this.reports =
        new GroupCommit<Report, Boolean>(
                "device reports",
                writer,
                platform.meters(),
                PARTS_AT_ONCE,
                TRANSACTIONS_AT_ONCE,
                MOST_WAITING,
                this::reportAll)
            .bounded(Chars.MOST, Chars::of);
  }

  /** Answers {@code device.report}. */
  Future<Done> report(Report part) {
    checkSeqNo(part.seqNo());
    return reports
        .submit(part)
        .compose(
            known ->
                known
                    ? Future.succeededFuture(Done.DONE)
                    : Future.failedFuture(Identity.unknown(part.chargerId())));
  }

  private static void checkSeqNo(int seqNo) {
    if (seqNo < 0 || seqNo > MOST_SEQ_NO) {
      throw GalvanException.invalid("seqNo", "seqNo must be from 0 to " + MOST_SEQ_NO);
    }
  }

  private Future<List<Boolean>> reportAll(UnitOfWork unit, List<Report> batch) {
    return variables
        .hold(unit.sql(), batch.stream().map(Report::chargerId).collect(Collectors.toSet()))
        .compose(
            known ->
                put(unit, batch.stream().filter(part -> known.contains(part.chargerId())).toList())
                    .map(
                        ok ->
                            batch.stream().map(part -> known.contains(part.chargerId())).toList()));
  }

  private Future<?> put(UnitOfWork unit, List<Report> batch) {
    List<Future<Long>> ids = batch.stream().map(part -> note(unit, part)).toList();
    Set<String> stations = batch.stream().map(Report::chargerId).collect(Collectors.toSet());
    return Future.all(ids)
        .compose(noted -> Future.all(stations.stream().map(id -> room(unit, id)).toList()))
        .compose(
            fits -> {
              List<VariableStore.Told> told = new ArrayList<>();
              List<VariableStore.Value> values = new ArrayList<>();
              for (int i = 0; i < batch.size(); i++) {
                Long id = ids.get(i).result();
                collect(batch.get(i), id, told, values);
              }
              return write(unit, told, values);
            })
        .compose(written -> Future.all(ids.stream().map(id -> finish(unit, id.result())).toList()));
  }

  private Future<Long> note(UnitOfWork unit, Report part) {
    return store.part(
        unit.sql(),
        part.chargerId(),
        ReportKind.Variables,
        part.requestId(),
        part.seqNo(),
        !part.more(),
        part.variables().size(),
        Sql.reported(part.generatedAt(), unit.now()),
        unit.now());
  }

  /** A bound for stations that tell of ever new variables. */
  private Future<?> room(UnitOfWork unit, String chargerId) {
    return variables
        .count(unit.sql(), chargerId, MOST_VARIABLES + 1)
        .compose(
            count ->
                count <= MOST_VARIABLES
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new GalvanException(
                            Fault.INVALID,
                            "a station may have " + MOST_VARIABLES + " variables",
                            "reportData")));
  }

  private static void collect(
      Report part, Long id, List<VariableStore.Told> told, List<VariableStore.Value> values) {
    for (ReportedVariable variable : part.variables()) {
      VariableName name = Stored.name(variable.name());
      told.add(
          new VariableStore.Told(
              part.chargerId(), name, Stored.characteristics(variable.characteristics()), id));
      for (ReportedAttribute attribute : variable.attributes()) {
        Mutability mutability = attribute.mutability();
        values.add(
            new VariableStore.Value(
                part.chargerId(),
                name,
                attribute.type(),
                Sql.text(attribute.value(), Stored.VALUE),
                mutability == null ? Mutability.ReadWrite : mutability,
                attribute.persistent(),
                attribute.constant(),
                false));
      }
    }
  }

  private record NameKey(String chargerId, VariableName name) {}

  private record ValueKey(String chargerId, VariableName name, AttributeType type) {}

  private Future<?> write(
      UnitOfWork unit, List<VariableStore.Told> told, List<VariableStore.Value> values) {
    Future<?> written = Future.succeededFuture();
    for (List<VariableStore.Told> piece : pieces(told)) {
      written =
          written.compose(
              ok ->
                  Rounds.write(
                      piece,
                      one -> new NameKey(one.chargerId(), VariableNames.key(one.name())),
                      round ->
                          variables.putVariables(unit.sql(), round, unit.now()).map(Map.of())));
    }
    for (List<VariableStore.Value> piece : pieces(values)) {
      written =
          written.compose(
              ok ->
                  Rounds.write(
                      piece,
                      one ->
                          new ValueKey(one.chargerId(), VariableNames.key(one.name()), one.type()),
                      round ->
                          variables.putAttributes(unit.sql(), round, unit.now()).map(Map.of())));
    }
    return written;
  }

  private static <T> List<List<T>> pieces(List<T> rows) {
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += PIECE) {
      pieces.add(rows.subList(from, Math.min(rows.size(), from + PIECE)));
    }
    return pieces;
  }

  /** Ends the report if all of it is here; safe to do more than once. */
  Future<?> finish(UnitOfWork unit, long id) {
    return store
        .finish(unit.sql(), id, unit.now())
        .compose(
            finished -> {
              if (finished == null) {
                return Future.succeededFuture();
              }
              unit.emit(
                  finished.chargerId(), new ChargerUpdated(ChargerChange.Configuration, null));
              return finished.whole()
                  ? variables.removeGone(
                      unit.sql(),
                      finished.chargerId(),
                      finished.id(),
                      finished.requestedAt(),
                      finished.settable())
                  : Future.succeededFuture();
            });
  }

  /** Answers {@code device.monitoring-report}. */
  Future<Done> monitoring(MonitoringReport part) {
    checkSeqNo(part.seqNo());
    String chargerId = part.chargerId();
    return writer.write(
        unit ->
            variables
                .hold(unit.sql(), Set.of(chargerId))
                .compose(
                    known ->
                        known.isEmpty()
                            ? Future.failedFuture(Identity.unknown(chargerId))
                            : monitoring(unit, part)));
  }

  private Future<Done> monitoring(UnitOfWork unit, MonitoringReport part) {
    Map<Integer, Monitor> byId = new LinkedHashMap<>();
    part.monitors().forEach(monitor -> byId.put(monitor.id(), Stored.monitor(monitor)));
    return store
        .part(
            unit.sql(),
            part.chargerId(),
            ReportKind.Monitors,
            part.requestId(),
            part.seqNo(),
            !part.more(),
            part.monitors().size(),
            Sql.reported(part.generatedAt(), unit.now()),
            unit.now())
        .compose(
            id ->
                monitors
                    .put(unit.sql(), part.chargerId(), List.copyOf(byId.values()), id, unit.now())
                    .compose(ok -> monitors.bound(unit.sql(), part.chargerId(), MOST_MONITORS))
                    .compose(ok -> finishMonitoring(unit, id)))
        .map(Done.DONE);
  }

  /** As {@link #finish}, of a report of monitors. */
  Future<?> finishMonitoring(UnitOfWork unit, long id) {
    return store
        .finish(unit.sql(), id, unit.now())
        .compose(
            finished -> {
              if (finished == null) {
                return Future.succeededFuture();
              }
              unit.emit(
                  finished.chargerId(), new ChargerUpdated(ChargerChange.Configuration, null));
              return finished.whole()
                  ? monitors.removeGone(
                      unit.sql(), finished.chargerId(), finished.id(), finished.requestedAt())
                  : Future.succeededFuture();
            });
  }

  /** Answers {@code device.reports}, the newest first. */
  Future<Reports> list(ChargerKey key) {
    return store.list(pool, key.chargerId(), clock.instant().minus(STILL)).map(Reports::new);
  }

  /** Answers {@code device.inventory}. */
  Future<Inventory> inventory(ChargerKey key) {
    return store
        .wanted(pool, key.chargerId(), clock.instant().minus(LATELY))
        .compose(
            wanted ->
                wanted == null
                    ? Future.failedFuture(Identity.unknown(key.chargerId()))
                    : store
                        .lastRequestId(pool, key.chargerId())
                        .map(
                            last ->
                                new Inventory(wanted, last >= Integer.MAX_VALUE ? 1 : last + 1)));
  }
}
