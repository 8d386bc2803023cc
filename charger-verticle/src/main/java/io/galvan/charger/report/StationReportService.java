package io.galvan.charger.report;

import io.galvan.charger.block.Identity;
import io.galvan.charger.block.ReportFollower;
import io.galvan.contract.report.StationReports.ReportPage;
import io.galvan.contract.report.StationReports.ReportQuery;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Set;

/** Keeps what stations of 2.x tell beside charging, the newest of each. */
final class StationReportService {
  private static final int ACTION_LENGTH = 64;
  private static final int PAYLOAD_LENGTH = 1 << 20;
  private static final int DELETED_AT_ONCE = 10_000;

  /** Of payloads that wait or are being written. */
  private static final long MOST_CHARS = 32L << 20;

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final StationReportStore store;
  private final List<ReportFollower> followers;
  private final GroupCommit<StationReport, Boolean> reports;

  StationReportService(
      Platform platform,
      Pool pool,
      Writer writer,
      StationReportStore store,
      List<ReportFollower> followers) {
    this.followers = List.copyOf(followers);
    this.settings = platform.settings();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.reports =
        new GroupCommit<StationReport, Boolean>(
                "station-report", writer, platform.meters(), 500, 1, 50_000, this::storeAll)
            .bounded(MOST_CHARS, report -> report.payload().length());
  }

  /** Answers {@code station-report.store}. */
  Future<Done> store(StationReport report) {
    StationReport storable =
        new StationReport(
            report.chargerId(),
            Sql.required(report.action(), ACTION_LENGTH),
            report.requestId(),
            report.evseId(),
            report.at(),
            Sql.required(report.payload(), PAYLOAD_LENGTH));
    return reports
        .submit(storable)
        .compose(
            known ->
                known
                    ? Future.succeededFuture(Done.DONE)
                    : Future.failedFuture(Identity.unknown(report.chargerId())));
  }

  private Future<List<Boolean>> storeAll(UnitOfWork unit, List<StationReport> batch) {
    return store
        .add(unit.sql(), batch)
        .compose(known -> store.trim(unit.sql(), known).map(known))
        .compose(known -> followed(unit, batch, known).map(known))
        .map(known -> batch.stream().map(each -> known.contains(each.chargerId())).toList());
  }

  private Future<?> followed(UnitOfWork unit, List<StationReport> batch, Set<String> known) {
    Future<?> followed = Future.succeededFuture();
    for (StationReport report : batch) {
      for (ReportFollower follower : followers) {
        if (known.contains(report.chargerId()) && follower.reports().contains(report.action())) {
          followed = followed.compose(ok -> follower.follow(unit, report));
        }
      }
    }
    return followed;
  }

  /** Answers {@code station-report.list}, newest first. */
  Future<ReportPage> list(ReportQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), "station-report"))
        .map(
            found -> {
              int size = query.limit();
              if (found.reports().size() <= size) {
                return new ReportPage(found.reports(), null);
              }
              String last = found.numbers().get(size - 1).toString();
              return new ReportPage(
                  found.reports().subList(0, size),
                  new Cursor("station-report", last, last).encode());
            });
  }

  /** Reports live as long as the messages that brought them. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store
                .deleteOld(
                    unit.sql(), unit.now().minus(settings.messageLogRetention()), DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
