package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.Location;
import io.galvan.ocpp.v16.Measurand;
import io.galvan.ocpp.v16.MeterValue;
import io.galvan.ocpp.v16.MeterValuesRequest;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.SampledValue;
import io.galvan.ocpp.v16.UnitOfMeasure;
import io.galvan.ocpp.v16.ValueFormat;
import io.galvan.simulator.behaviour.Battery;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What flows at a connector: under the limits of the profiles, metered, and sampled. */
final class Energy {
  private final Station station;
  private final Timeline timeline;
  private final Configuration configuration;
  private final Connector connector;
  private final Meter meter;
  private boolean suspendedByVehicle;
  private double vehicleLimitWatt = Double.MAX_VALUE;
  private Instant chargedUntil = Instant.EPOCH;
  private Instant nextSample = Instant.EPOCH;
  private Timeline.Timer tick = Timeline.Timer.NONE;

  Energy(Station station, Connector connector, RandomGenerator random) {
    this.station = station;
    this.timeline = station.timeline();
    this.configuration = station.configuration();
    this.connector = connector;
    this.meter = new Meter(() -> station.settings().curve(), random);
  }

  long registerWh() {
    return meter.registerWh();
  }

  double watt() {
    return meter.watt();
  }

  /** A transaction starts now. */
  void begin(Instant now) {
    suspendedByVehicle = false;
    chargedUntil = now;
    nextSample = chargedUntil.plus(sampleInterval());
  }

  /** A transaction ends with what has flowed until now. */
  void end() {
    charge();
    tick.cancel();
    meter.idle();
  }

  /** Nothing flows. */
  void idle() {
    meter.idle();
  }

  /** Brings battery, meter and status to the present. */
  void charge() {
    Instant now = timeline.now();
    Duration time = Duration.between(chargedUntil, now);
    chargedUntil = now;
    Battery battery = connector.vehicle();
    if (battery == null || suspendedByVehicle) {
      meter.idle();
      return;
    }
    double limit = limitWatt();
    Duration passed = time.isNegative() ? Duration.ZERO : time;
    if (vehicleLimitWatt < 0) {
      meter.discharge(battery, -vehicleLimitWatt, passed);
      connector
          .status()
          .move(battery.spent() ? ChargePointStatus.SuspendedEV : ChargePointStatus.Charging);
      return;
    }
    meter.charge(battery, Math.min(limit, vehicleLimitWatt), passed);
    if (meter.tooLittle(limit)) {
      connector.status().move(ChargePointStatus.SuspendedEVSE);
    } else {
      boolean takesNone = battery.full() || meter.tooLittle(vehicleLimitWatt);
      connector
          .status()
          .move(takesNone ? ChargePointStatus.SuspendedEV : ChargePointStatus.Charging);
    }
  }

  /** The vehicle pauses, or goes on. */
  void suspendByVehicle(boolean suspended) {
    if (connector.transaction() == null) {
      return;
    }
    charge();
    suspendedByVehicle = suspended;
    if (suspended) {
      meter.idle();
      connector.status().move(ChargePointStatus.SuspendedEV);
    } else {
      charge();
    }
  }

  /** The vehicle takes no more than this, or gives as much if it is below 0. */
  void limitByVehicle(double watt) {
    boolean gives = station.settings().curve().bidirectional();
    if (Double.isNaN(watt) || watt < 0 && !gives) {
      throw new IllegalArgumentException("this outlet can only give power, not " + watt + " W");
    }
    if (connector.transaction() != null) {
      charge();
    }
    vehicleLimitWatt = watt;
    if (connector.transaction() != null) {
      charge();
    }
  }

  private double limitWatt() {
    int sharing =
        (int) station.connectors().stream().filter(each -> each.transaction() != null).count();
    return station
        .profiles()
        .limitWatt(connector.number(), connector.transaction(), timeline.now(), sharing);
  }

  private void sampleIfDue() {
    Transaction running = connector.transaction();
    if (running == null || timeline.now().isBefore(nextSample)) {
      return;
    }
    Instant planned = nextSample.plus(sampleInterval());
    nextSample = planned.isAfter(timeline.now()) ? planned : timeline.now().plus(sampleInterval());
    sendSample(
        ReadingContext.SamplePeriodic,
        configuration.measurands(Configuration.METER_VALUES_SAMPLED_DATA));
  }

  /** Sends a sample: through the queue when it belongs to a transaction. */
  void sendSample(ReadingContext context, List<Measurand> measurands) {
    if (connector.transaction() != null) {
      charge();
    }
    Transaction running = connector.transaction();
    List<MeterValue> values = new ArrayList<>(1);
    values.add(sample(context, measurands));
    if (running == null) {
      station.tell(
          Actions16.METER_VALUES, new MeterValuesRequest(connector.number(), null, values));
    } else {
      station
          .queue()
          .add(
              Actions16.METER_VALUES,
              () -> new MeterValuesRequest(connector.number(), running.id, values),
              answer -> {});
    }
  }

  private MeterValue sample(ReadingContext context, List<Measurand> measurands) {
    return meter.sample(
        timeline.timestamp(), context, measurands, connector.vehicle(), limitWatt());
  }

  /** Goes on charging and sampling while the transaction runs. */
  void watch() {
    Duration untilSample = Duration.between(timeline.now(), nextSample);
    Duration usual = station.settings().tick();
    Duration next = untilSample.compareTo(usual) < 0 ? untilSample : usual;
    tick =
        timeline.after(
            next,
            () -> {
              if (connector.transaction() != null) {
                charge();
                sampleIfDue();
                watch();
              }
            });
  }

  /** An interval of 0 means no samples (section 9.1.14). */
  private Duration sampleInterval() {
    int seconds = configuration.number(Configuration.METER_VALUE_SAMPLE_INTERVAL);
    return seconds == 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds);
  }

  /** A sample of a transaction's begin or end, which its stop tells. */
  void keepForStop(Transaction of, ReadingContext context) {
    List<Measurand> wanted = configuration.measurands(Configuration.STOP_TXN_SAMPLED_DATA);
    SignedMeter signing = station.signedMeter(connector.number());
    if (signing != null) {
      of.stopData.add(signed(signing, of, context));
    }
    if (!wanted.isEmpty()) {
      of.stopData.add(sample(context, wanted));
    }
  }

  private MeterValue signed(SignedMeter signing, Transaction of, ReadingContext context) {
    char kind = context == ReadingContext.TransactionBegin ? 'B' : 'E';
    OffsetDateTime at = timeline.timestamp();
    String text = signing.sign(at.toInstant(), kind, of.idTag, meter.registerWh());
    return new MeterValue(
        at,
        List.of(
            new SampledValue(
                text,
                context,
                ValueFormat.SignedData,
                Measurand.EnergyActiveImportRegister,
                null,
                Location.Outlet,
                UnitOfMeasure.Wh)));
  }
}
