package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ClearMonitoringStatus;
import io.galvan.ocpp.v2.ComponentVariable;
import io.galvan.ocpp.v2.DiagnosticsActions;
import io.galvan.ocpp.v2.EventData;
import io.galvan.ocpp.v2.EventNotification;
import io.galvan.ocpp.v2.EventTrigger;
import io.galvan.ocpp.v2.Monitor;
import io.galvan.ocpp.v2.MonitoringBase;
import io.galvan.ocpp.v2.MonitoringCriterion;
import io.galvan.ocpp.v2.NotifyEventRequest;
import io.galvan.ocpp.v2.SetMonitoringData;
import io.galvan.ocpp.v2.SetMonitoringStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The monitors of variables, and the events they make (OCPP 2.x, N02 to N08). */
final class Monitors {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int MAX_MONITORS = 200;
  private static final int MAX_QUEUED_EVENTS = 500;
  private static final int MAX_EVENTS_A_MESSAGE = 50;
  private static final int LOWEST_SEVERITY = 9;

  private final Station2 station;
  private final DeviceModel model;
  private final Map<Integer, Watch> watches = new LinkedHashMap<>();
  private final Deque<EventData> queued = new ArrayDeque<>();
  private int nextId = 1;
  private int nextEvent = 1;
  private int level = LOWEST_SEVERITY;
  private boolean ticking;

  Monitors(Station2 station) {
    this.station = station;
    this.model = station.model();
    installStandard(true);
    model.onChange(changed -> touch());
  }

  /** The monitors it comes with: one wired in for problems, one set by the factory. */
  private void installStandard(boolean factory) {
    model
        .find("ChargingStation.Problem")
        .ifPresent(
            each ->
                install(
                    each, Monitor.Delta, BigDecimal.ONE, 2, EventNotification.HardWiredMonitor));
    if (factory) {
      installFactory();
    }
  }

  private void installFactory() {
    model
        .find("TemperatureSensor.Temperature")
        .ifPresent(
            each ->
                install(
                    each,
                    Monitor.UpperThreshold,
                    BigDecimal.valueOf(70),
                    3,
                    EventNotification.PreconfiguredMonitor));
  }

  private Watch install(
      ModelVariable variable,
      Monitor type,
      BigDecimal value,
      int severity,
      EventNotification origin) {
    Watch made = new Watch(nextId++, variable, type, value, severity, false, origin, null);
    made.start(station.timeline().now());
    watches.put(made.id(), made);
    return made;
  }

  /** What became of one monitor that was to be set, with its id. */
  record Result(SetMonitoringStatus status, @Nullable Integer id) {}

  /** SetVariableMonitoring, one of its items. */
  Result set(SetMonitoringData wanted) {
    Optional<ModelVariable> meant = model.find(wanted.component(), wanted.variable());
    if (meant.isEmpty()) {
      return new Result(
          model.knows(wanted.component())
              ? SetMonitoringStatus.UnknownVariable
              : SetMonitoringStatus.UnknownComponent,
          wanted.id());
    }
    SetMonitoringStatus verdict = verdict(wanted, meant.get());
    if (verdict != SetMonitoringStatus.Accepted) {
      return new Result(verdict, wanted.id());
    }
    int id = wanted.id() == null ? nextId++ : wanted.id();
    Watch made =
        new Watch(
            id,
            meant.get(),
            wanted.type(),
            wanted.value(),
            wanted.severity(),
            Boolean.TRUE.equals(wanted.transaction()),
            EventNotification.CustomMonitor,
            wanted.periodicEventStream());
    made.start(station.timeline().now());
    watches.put(id, made);
    station.streams().open(made);
    look();
    return new Result(verdict, id);
  }

  private SetMonitoringStatus verdict(SetMonitoringData wanted, ModelVariable variable) {
    boolean threshold =
        wanted.type() == Monitor.UpperThreshold || wanted.type() == Monitor.LowerThreshold;
    boolean periodic =
        wanted.type() == Monitor.Periodic || wanted.type() == Monitor.PeriodicClockAligned;
    if (!variable.characteristics().supportsMonitoring() || threshold && !variable.numeric()) {
      return SetMonitoringStatus.UnsupportedMonitorType;
    }
    BigDecimal most = variable.characteristics().maxLimit();
    BigDecimal least = variable.characteristics().minLimit();
    boolean outside =
        threshold
            && (most != null && wanted.value().compareTo(most) > 0
                || least != null && wanted.value().compareTo(least) < 0);
    if (outside || !threshold && wanted.value().signum() < (periodic ? 1 : 0)) {
      return SetMonitoringStatus.Rejected;
    }
    Watch replaced = wanted.id() == null ? null : watches.get(wanted.id());
    if (wanted.id() != null
        && (replaced == null
            || replaced.origin() == EventNotification.HardWiredMonitor
            || replaced.variable() != variable)) {
      return SetMonitoringStatus.Rejected;
    }
    boolean twice =
        watches.values().stream()
            .anyMatch(
                each ->
                    each != replaced
                        && each.variable() == variable
                        && each.type() == wanted.type()
                        && each.severity() == wanted.severity());
    if (twice) {
      return SetMonitoringStatus.Duplicate;
    }
    return replaced == null && watches.size() >= MAX_MONITORS
        ? SetMonitoringStatus.Rejected
        : SetMonitoringStatus.Accepted;
  }

  /** ClearVariableMonitoring, one of its ids. */
  ClearMonitoringStatus clear(int id) {
    Watch meant = watches.get(id);
    if (meant == null) {
      return ClearMonitoringStatus.NotFound;
    }
    if (meant.origin() == EventNotification.HardWiredMonitor) {
      return ClearMonitoringStatus.Rejected;
    }
    watches.remove(id);
    station.streams().monitorCleared(id);
    return ClearMonitoringStatus.Accepted;
  }

  /** SetMonitoringBase (N05). */
  void base(MonitoringBase base) {
    model.become("MonitoringCtrlr.ActiveMonitoringBase", base.name());
    if (base == MonitoringBase.All) {
      if (watches.values().stream()
          .noneMatch(each -> each.origin() == EventNotification.PreconfiguredMonitor)) {
        installFactory();
      }
      return;
    }
    watches.values().removeIf(each -> each.origin() != EventNotification.HardWiredMonitor);
    if (base == MonitoringBase.FactoryDefault) {
      installFactory();
    }
  }

  /** SetMonitoringLevel: the mildest severity that is told. */
  void level(int severity) {
    level = severity;
    model.become("MonitoringCtrlr.ActiveMonitoringLevel", Integer.toString(severity));
  }

  /** The monitors that GetMonitoringReport asks for. */
  List<Watch> matching(
      @Nullable List<ComponentVariable> variables, @Nullable List<MonitoringCriterion> criteria) {
    return watches.values().stream()
        .filter(each -> criteria == null || criteria.contains(each.criterion()))
        .filter(
            each ->
                variables == null
                    || variables.stream()
                        .anyMatch(wanted -> Reports.matches(each.variable(), wanted)))
        .toList();
  }

  /** The monitor of an id, if there is one. */
  Optional<Watch> byId(int id) {
    return Optional.ofNullable(watches.get(id));
  }

  // Events.

  /** Something may have changed. */
  void touch() {
    evaluate();
  }

  private void look() {
    if (!ticking) {
      ticking = true;
      station.timeline().after(LOOK, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    evaluate();
    if (watches.values().stream()
        .anyMatch(each -> each.origin() == EventNotification.CustomMonitor)) {
      look();
    }
  }

  private void evaluate() {
    if (!model.flag("MonitoringCtrlr.Enabled")) {
      return;
    }
    Instant now = station.timeline().now();
    List<EventData> events = new ArrayList<>();
    for (Watch watch : List.copyOf(watches.values())) {
      if (watch.streamed()) {
        continue;
      }
      Watch.Crossing crossing = watch.evaluate(now);
      if (crossing != null && watch.severity() <= level) {
        events.add(event(watch, crossing));
      }
    }
    if (!events.isEmpty()) {
      tell(events);
    }
  }

  private EventData event(Watch watch, Watch.Crossing crossing) {
    ModelVariable variable = watch.variable();
    EventTrigger trigger =
        switch (watch.criterion()) {
          case ThresholdMonitoring -> EventTrigger.Alerting;
          case DeltaMonitoring -> EventTrigger.Delta;
          case PeriodicMonitoring -> EventTrigger.Periodic;
        };
    return new EventData(
        variable.value(),
        null,
        crossing == Watch.Crossing.CLEARED ? true : null,
        variable.component(),
        nextEvent++,
        watch.origin(),
        watch.severity(),
        null,
        null,
        station.timeline().timestamp(),
        station.transactionAt(variable.component()),
        trigger,
        variable.variable(),
        watch.id(),
        null);
  }

  /** Offline events are kept when they are grave enough (N07.FR.18). */
  private void tell(List<EventData> events) {
    if (!station.mayTell()) {
      int gravest = model.number("MonitoringCtrlr.OfflineQueuingSeverity");
      for (EventData event : events) {
        Integer severity = event.severity();
        if (severity != null && severity <= gravest && queued.size() < MAX_QUEUED_EVENTS) {
          queued.add(event);
        }
      }
      return;
    }
    station.tell(
        DiagnosticsActions.NOTIFY_EVENT,
        new NotifyEventRequest(station.timeline().timestamp(), null, 0, events, null));
  }

  /** There is a connection again: what was kept is told, part after part. */
  void online() {
    int seqNo = 0;
    while (!queued.isEmpty()) {
      List<EventData> part = new ArrayList<>();
      while (part.size() < MAX_EVENTS_A_MESSAGE && !queued.isEmpty()) {
        part.add(queued.remove());
      }
      station.tell(
          DiagnosticsActions.NOTIFY_EVENT,
          new NotifyEventRequest(
              station.timeline().timestamp(), queued.isEmpty() ? null : true, seqNo++, part, null));
    }
  }
}
