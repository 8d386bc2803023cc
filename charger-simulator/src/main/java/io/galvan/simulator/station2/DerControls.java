package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ClearDERControlRequest;
import io.galvan.ocpp.v2.DERControl;
import io.galvan.ocpp.v2.DERControlStatus;
import io.galvan.ocpp.v2.DERCurveGet;
import io.galvan.ocpp.v2.EnterServiceGet;
import io.galvan.ocpp.v2.FixedPF;
import io.galvan.ocpp.v2.FixedPFGet;
import io.galvan.ocpp.v2.FixedVarGet;
import io.galvan.ocpp.v2.FreqDroopGet;
import io.galvan.ocpp.v2.GetDERControlRequest;
import io.galvan.ocpp.v2.GradientGet;
import io.galvan.ocpp.v2.LimitMaxDischargeGet;
import io.galvan.ocpp.v2.NotifyDERStartStopRequest;
import io.galvan.ocpp.v2.ReportDERControlRequest;
import io.galvan.ocpp.v2.SetDERControlRequest;
import io.galvan.ocpp.v2.SetDERControlResponse;
import io.galvan.ocpp.v2.SmartChargingActions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the grid's operator wants of an inverter (OCPP 2.1, R01 to R05). */
final class DerControls {
  private static final int MAX_CONTROLS = 50;

  /** A control, and whether one of a higher priority has taken its place. */
  private static final class Control {
    final SetDERControlRequest request;
    boolean superseded;

    Control(SetDERControlRequest request) {
      this.request = request;
    }
  }

  /** What every kind of control says of itself. */
  private record Terms(
      int priority, @Nullable OffsetDateTime start, @Nullable BigDecimal seconds) {}

  private final Station2 station;
  private final Map<String, Control> controls = new LinkedHashMap<>();

  DerControls(Station2 station) {
    this.station = station;
  }

  /** SetDERControl; of one type the lowest number of priority prevails. */
  SetDERControlResponse set(SetDERControlRequest request) {
    if (!complete(request) || controls.size() >= MAX_CONTROLS) {
      return new SetDERControlResponse(DERControlStatus.Rejected, null, null, null);
    }
    Control made = new Control(request);
    List<String> superseded = new ArrayList<>();
    controls.remove(request.controlId());
    for (Control each : controls.values()) {
      if (each.request.controlType() == request.controlType()
          && each.request.isDefault() == request.isDefault()) {
        if (terms(request).priority() <= terms(each.request).priority()) {
          each.superseded = true;
          superseded.add(each.request.controlId());
        } else {
          made.superseded = true;
        }
      }
    }
    controls.put(request.controlId(), made);
    return new SetDERControlResponse(
        DERControlStatus.Accepted, null, superseded.isEmpty() ? null : superseded, null);
  }

  private static boolean complete(SetDERControlRequest request) {
    return switch (request.controlType()) {
      case EnterService -> request.enterService() != null;
      case FreqDroop -> request.freqDroop() != null;
      case FixedPFAbsorb -> request.fixedPFAbsorb() != null;
      case FixedPFInject -> request.fixedPFInject() != null;
      case FixedVar -> request.fixedVar() != null;
      case Gradients -> request.gradient() != null;
      case LimitMaxDischarge -> request.limitMaxDischarge() != null;
      default -> request.curve() != null;
    };
  }

  private static Terms terms(SetDERControlRequest of) {
    if (of.curve() != null) {
      return new Terms(of.curve().priority(), of.curve().startTime(), of.curve().duration());
    } else if (of.fixedPFAbsorb() != null) {
      return terms(of.fixedPFAbsorb());
    } else if (of.fixedPFInject() != null) {
      return terms(of.fixedPFInject());
    } else if (of.fixedVar() != null) {
      return new Terms(
          of.fixedVar().priority(), of.fixedVar().startTime(), of.fixedVar().duration());
    } else if (of.freqDroop() != null) {
      return new Terms(
          of.freqDroop().priority(), of.freqDroop().startTime(), of.freqDroop().duration());
    } else if (of.limitMaxDischarge() != null) {
      return new Terms(
          of.limitMaxDischarge().priority(),
          of.limitMaxDischarge().startTime(),
          of.limitMaxDischarge().duration());
    } else if (of.enterService() != null) {
      return new Terms(of.enterService().priority(), null, null);
    }
    return new Terms(of.gradient() == null ? 0 : of.gradient().priority(), null, null);
  }

  private static Terms terms(FixedPF of) {
    return new Terms(of.priority(), of.startTime(), of.duration());
  }

  /** A control with a start and an end tells of both (R04). */
  void schedule(String id, @Nullable List<String> superseded) {
    Control control = controls.get(id);
    OffsetDateTime start = control == null ? null : terms(control.request).start();
    if (control == null || start == null || control.superseded) {
      return;
    }
    Instant now = station.timeline().now();
    Duration wait = Duration.between(now, start.toInstant());
    station
        .timeline()
        .after(
            wait.isNegative() ? Duration.ZERO : wait,
            () -> {
              if (controls.get(id) == control) {
                startStop(id, true, superseded);
                BigDecimal seconds = terms(control.request).seconds();
                if (seconds != null) {
                  station
                      .timeline()
                      .after(Duration.ofSeconds(seconds.longValue()), () -> over(id, control));
                }
              }
            });
  }

  private void over(String id, Control control) {
    if (controls.remove(id, control)) {
      startStop(id, false, null);
    }
  }

  private void startStop(String id, boolean started, @Nullable List<String> superseded) {
    station.tell(
        SmartChargingActions.NOTIFY_DER_START_STOP,
        new NotifyDERStartStopRequest(
            id, started, station.timeline().timestamp(), superseded, null));
  }

  /** ClearDERControl: one by its id, or all defaults or all others of a type. */
  DERControlStatus clear(ClearDERControlRequest request) {
    String id = request.controlId();
    boolean removed =
        controls
            .values()
            .removeIf(
                each ->
                    id != null
                        ? each.request.controlId().equals(id)
                        : each.request.isDefault() == request.isDefault()
                            && (request.controlType() == null
                                || each.request.controlType() == request.controlType()));
    return removed ? DERControlStatus.Accepted : DERControlStatus.NotFound;
  }

  /** GetDERControl: those that match. */
  List<String> matching(GetDERControlRequest request) {
    return controls.values().stream()
        .map(each -> each.request)
        .filter(
            each ->
                request.controlId() != null
                    ? each.controlId().equals(request.controlId())
                    : (request.isDefault() == null || each.isDefault() == request.isDefault())
                        && (request.controlType() == null
                            || each.controlType() == request.controlType()))
        .map(SetDERControlRequest::controlId)
        .toList();
  }

  /** ReportDERControl, a message a control. */
  void report(int requestId, List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      Control control = controls.get(ids.get(i));
      if (control != null) {
        station.tell(
            SmartChargingActions.REPORT_DER_CONTROL,
            report(requestId, control, i < ids.size() - 1));
      }
    }
  }

  private static ReportDERControlRequest report(int requestId, Control control, boolean more) {
    SetDERControlRequest of = control.request;
    String id = of.controlId();
    boolean byDefault = of.isDefault();
    boolean past = control.superseded;
    DERControl type = of.controlType();
    return new ReportDERControlRequest(
        of.curve() == null
            ? null
            : List.of(new DERCurveGet(of.curve(), type, id, byDefault, past, null)),
        of.enterService() == null
            ? null
            : List.of(new EnterServiceGet(of.enterService(), id, null)),
        of.fixedPFAbsorb() == null
            ? null
            : List.of(new FixedPFGet(of.fixedPFAbsorb(), id, byDefault, past, null)),
        of.fixedPFInject() == null
            ? null
            : List.of(new FixedPFGet(of.fixedPFInject(), id, byDefault, past, null)),
        of.fixedVar() == null
            ? null
            : List.of(new FixedVarGet(of.fixedVar(), id, byDefault, past, null)),
        of.freqDroop() == null
            ? null
            : List.of(new FreqDroopGet(of.freqDroop(), id, byDefault, past, null)),
        of.gradient() == null ? null : List.of(new GradientGet(of.gradient(), id, null)),
        of.limitMaxDischarge() == null
            ? null
            : List.of(new LimitMaxDischargeGet(id, byDefault, past, of.limitMaxDischarge(), null)),
        requestId,
        more ? true : null,
        null);
  }
}
