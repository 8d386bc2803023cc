package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.AdjustPeriodicEventStreamRequest;
import io.galvan.ocpp.v2.ClosePeriodicEventStreamRequest;
import io.galvan.ocpp.v2.ConstantStreamData;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.NotifyPeriodicEventStream;
import io.galvan.ocpp.v2.OpenPeriodicEventStreamRequest;
import io.galvan.ocpp.v2.PeriodicEventStreamParams;
import io.galvan.ocpp.v2.StreamDataElement;
import io.galvan.simulator.station.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of monitored variables in bundles that nobody answers (OCPP 2.1, N11 to N15). */
final class EventStreams {
  private static final int MAX_VALUES = 500;
  private static final int DEFAULT_INTERVAL_SECONDS = 60;

  /** One stream that is open. */
  private static final class Stream {
    final int id;
    final Watch watch;
    final Deque<StreamDataElement> values = new ArrayDeque<>();
    PeriodicEventStreamParams params;
    Instant base;
    Timeline.Timer sample = Timeline.Timer.NONE;
    Timeline.Timer flush = Timeline.Timer.NONE;

    Stream(int id, Watch watch, PeriodicEventStreamParams params, Instant base) {
      this.id = id;
      this.watch = watch;
      this.params = params;
      this.base = base;
    }

    ConstantStreamData data() {
      return new ConstantStreamData(id, params, watch.id(), null);
    }
  }

  private final Station2 station;
  private final Map<Integer, Stream> open = new LinkedHashMap<>();
  private int nextId = 1;

  EventStreams(Station2 station) {
    this.station = station;
  }

  /** Opens a stream for a monitor that is to have one, once the central system agrees. */
  void open(Watch watch) {
    PeriodicEventStreamParams params = watch.stream();
    if (params == null || open.size() >= most()) {
      return;
    }
    Stream made = new Stream(nextId++, watch, params, station.timeline().now());
    station
        .call(
            DiagnosticsActions.OPEN_PERIODIC_EVENT_STREAM,
            new OpenPeriodicEventStreamRequest(made.data(), null))
        .onSuccess(
            answer -> {
              if (answer.status() == GenericStatus.Accepted) {
                open.put(made.id, made);
                scheduleSample(made);
                scheduleFlush(made);
              }
            });
  }

  private int most() {
    return station.model().number("MonitoringCtrlr.MaxPeriodicEventStreams");
  }

  private void scheduleSample(Stream stream) {
    Duration every =
        Duration.ofMillis(
            Math.max(100, Math.round(stream.watch.report().value().doubleValue() * 1_000)));
    stream.sample =
        station
            .timeline()
            .after(
                every,
                () -> {
                  sample(stream);
                  scheduleSample(stream);
                });
  }

  private void sample(Stream stream) {
    Instant now = station.timeline().now();
    if (stream.values.isEmpty()) {
      stream.base = now;
    }
    BigDecimal after = BigDecimal.valueOf(Duration.between(stream.base, now).toMillis(), 3);
    if (stream.values.size() >= MAX_VALUES) {
      stream.values.remove();
    }
    stream.values.add(new StreamDataElement(after, stream.watch.variable().value(), null));
    Integer most = stream.params.values();
    if (most != null && most > 0 && stream.values.size() >= most) {
      flush(stream);
    }
  }

  private void scheduleFlush(Stream stream) {
    Integer seconds = stream.params.interval();
    long every = seconds == null || seconds <= 0 ? DEFAULT_INTERVAL_SECONDS : seconds;
    stream.flush =
        station
            .timeline()
            .after(
                Duration.ofSeconds(every),
                () -> {
                  flush(stream);
                  scheduleFlush(stream);
                });
  }

  /** What is there is sent; offline it waits. */
  private void flush(Stream stream) {
    if (stream.values.isEmpty() || !station.mayTell()) {
      return;
    }
    List<StreamDataElement> data = new ArrayList<>(stream.values);
    stream.values.clear();
    station
        .link()
        .sendUnanswered(
            DiagnosticsActions.NOTIFY_PERIODIC_EVENT_STREAM,
            new NotifyPeriodicEventStream(
                data, stream.id, 0, stream.base.atOffset(ZoneOffset.UTC), null));
  }

  /** The monitor is gone: its stream is closed. */
  void monitorCleared(int monitor) {
    open.values().stream()
        .filter(stream -> stream.watch.id() == monitor)
        .toList()
        .forEach(
            stream -> {
              close(stream);
              station.tell(
                  DiagnosticsActions.CLOSE_PERIODIC_EVENT_STREAM,
                  new ClosePeriodicEventStreamRequest(stream.id, null));
            });
  }

  private void close(Stream stream) {
    stream.sample.cancel();
    stream.flush.cancel();
    open.remove(stream.id);
  }

  /** AdjustPeriodicEventStream; false when there is no such stream. */
  boolean adjust(AdjustPeriodicEventStreamRequest request) {
    Stream stream = open.get(request.id());
    if (stream == null) {
      return false;
    }
    stream.params = request.params();
    stream.flush.cancel();
    scheduleFlush(stream);
    return true;
  }

  /** GetPeriodicEventStream; null when none is open. */
  @Nullable List<ConstantStreamData> all() {
    return open.isEmpty() ? null : open.values().stream().map(Stream::data).toList();
  }

  /** No timer runs on. */
  void close() {
    List.copyOf(open.values()).forEach(this::close);
  }
}
