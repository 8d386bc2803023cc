package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.GetLogRequest;
import io.galvan.ocpp.v2.GetLogResponse;
import io.galvan.ocpp.v2.Log;
import io.galvan.ocpp.v2.LogStatus;
import io.galvan.ocpp.v2.LogStatusNotificationRequest;
import io.galvan.ocpp.v2.UploadLogStatus;
import io.galvan.simulator.station.Timeline;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads of logs, really sent (OCPP 2.x, N01). */
final class Logs {
  private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final int MAX_LINES = 1_000;
  private static final int MAX_RETRIES = 20;

  private record Line(Instant at, String text) {}

  private final Station2 station;
  private final Deque<Line> security = new ArrayDeque<>();
  private UploadLogStatus status = UploadLogStatus.Idle;
  private @Nullable Integer requestId;
  private int round;
  private Timeline.Timer step = Timeline.Timer.NONE;

  Logs(Station2 station) {
    this.station = station;
  }

  /** Keeps a security event for the security log. */
  void security(String event) {
    if (security.size() >= MAX_LINES) {
      security.remove();
    }
    security.add(new Line(station.timeline().now(), event));
  }

  /** GetLog; a running upload is cancelled for it. */
  GetLogResponse upload(GetLogRequest request) {
    Integer cancelled = requestId;
    step.cancel();
    int own = ++round;
    requestId = request.requestId();
    String name = name(request.logType());
    step =
        station
            .timeline()
            .after(
                STEP,
                () -> {
                  if (cancelled != null) {
                    tell(UploadLogStatus.AcceptedCanceled, cancelled);
                  }
                  become(UploadLogStatus.Uploading);
                  send(
                          request,
                          name,
                          request.retries() == null ? 0 : Math.min(MAX_RETRIES, request.retries()))
                      .onComplete(
                          sent -> ended(own, UploadLogStatus.Uploaded),
                          failure -> {
                            LOG.info(
                                "{}: {} not sent: {}",
                                station.settings().id(),
                                name,
                                failure.getMessage());
                            ended(own, UploadLogStatus.UploadFailure);
                          });
                });
    LogStatus verdict = cancelled == null ? LogStatus.Accepted : LogStatus.AcceptedCanceled;
    return new GetLogResponse(verdict, null, name, null);
  }

  private String name(Log kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT)
        + "-"
        + station.timeline().now().getEpochSecond()
        + ".log";
  }

  private Future<Void> send(GetLogRequest request, String name, int retries) {
    int pause = request.retryInterval() == null ? 0 : request.retryInterval();
    return station
        .files()
        .send(request.log().remoteLocation(), name, content(request))
        .recover(
            failure ->
                retries <= 0
                    ? Future.failedFuture(failure)
                    : station
                        .pause(Duration.ofSeconds(pause))
                        .compose(on -> send(request, name, retries - 1)));
  }

  /** What a technician would want to know first, or the security events of the time asked for. */
  private String content(GetLogRequest request) {
    StringBuilder log = new StringBuilder();
    log.append(station.timeline().now()).append(' ').append(station.settings().id()).append('\n');
    if (request.logType() == Log.SecurityLog) {
      Instant from =
          request.log().oldestTimestamp() == null
              ? Instant.MIN
              : request.log().oldestTimestamp().toInstant();
      Instant to =
          request.log().latestTimestamp() == null
              ? Instant.MAX
              : request.log().latestTimestamp().toInstant();
      security.stream()
          .filter(line -> !line.at().isBefore(from) && !line.at().isAfter(to))
          .forEach(line -> log.append(line.at()).append(' ').append(line.text()).append('\n'));
      return log.toString();
    }
    for (Evse evse : station.evses()) {
      for (Connector connector : evse.connectors()) {
        log.append("EVSE ")
            .append(evse.id())
            .append(" connector ")
            .append(connector.number())
            .append(": ")
            .append(connector.status())
            .append('\n');
      }
    }
    return log.toString();
  }

  private void ended(int own, UploadLogStatus how) {
    if (own == round) {
      become(how);
      status = UploadLogStatus.Idle;
      requestId = null;
    }
  }

  private void become(UploadLogStatus now) {
    status = now;
    tell();
  }

  /** Tells the present status: Idle unless something goes on. */
  void tell() {
    tell(status, status == UploadLogStatus.Idle ? null : requestId);
  }

  private void tell(UploadLogStatus told, @Nullable Integer request) {
    station.tell(
        DiagnosticsActions.LOG_STATUS_NOTIFICATION,
        new LogStatusNotificationRequest(told, request, null, null));
  }
}
