package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.Location;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.MeterValuesRequest;
import io.galvan.ocpp.v2.MeterValuesResponse;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.SampledValue;
import io.galvan.ocpp.v2.SignedMeterValue;
import io.galvan.ocpp.v2.UnitOfMeasure;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Functional block J: readings outside transactions, by EVSE. */
final class MeteringRoutes {
  /** Beyond this no measured value has a meaning, and its digits would fill the memory. */
  private static final int MOST_DIGITS = 40;

  private final Bus bus;

  MeteringRoutes(Bus bus) {
    this.bus = bus;
  }

  Future<MeterValuesResponse> meterValues(Caller caller, MeterValuesRequest request) {
    return bus.request(
            Transactions.METER,
            new Transactions.Meter(
                caller.chargerId(), request.evseId(), null, readings(request.meterValue())))
        .map(ok -> new MeterValuesResponse(null));
  }

  /** The neutral form of readings, as every message that carries some brings them. */
  static List<Reading> readings(List<MeterValue> values) {
    return values.stream()
        .map(
            value ->
                new Reading(
                    value.timestamp().toInstant(),
                    value.sampledValue().stream().flatMap(MeteringRoutes::samples).toList()))
        .toList();
  }

  /** A signed value is kept as it came, beside the number that it signs. */
  private static Stream<Sample> samples(SampledValue value) {
    Sample sample = sample(value);
    SignedMeterValue signed = value.signedMeterValue();
    return signed == null
        ? Stream.of(sample)
        : Stream.of(
            sample,
            new Sample(
                Shape.of(SignedMeterValue.class).write(signed),
                sample.context(),
                "SignedData",
                sample.measurand(),
                sample.phase(),
                sample.location(),
                sample.unit()));
  }

  /** Fills in what the standard says an absent field means (2.0.1 part 2, SampledValueType). */
  private static Sample sample(SampledValue value) {
    Measurand measurand =
        value.measurand() == null ? Measurand.EnergyActiveImportRegister : value.measurand();
    UnitOfMeasure unit = value.unitOfMeasure();
    return new Sample(
        plain(value.value(), unit == null || unit.multiplier() == null ? 0 : unit.multiplier()),
        Wire.text(value.context() == null ? ReadingContext.SamplePeriodic : value.context()),
        "Raw",
        Wire.text(measurand),
        value.phase() == null ? null : Wire.text(value.phase()),
        Wire.text(value.location() == null ? Location.Outlet : value.location()),
        unit == null || unit.unit() == null ? defaultUnit(Wire.text(measurand)) : unit.unit());
  }

  private static String plain(BigDecimal value, int multiplier) {
    boolean sane =
        Math.abs((long) value.scale()) <= MOST_DIGITS && Math.abs((long) multiplier) <= MOST_DIGITS;
    if (!sane) {
      throw GalvanException.invalid("value", "a measured value has at most 40 digits");
    }
    return value.scaleByPowerOfTen(multiplier).toPlainString();
  }

  /** Wh where the standard says so; for the others the SI unit is what stations mean. */
  private static String defaultUnit(String measurand) {
    String quantity = measurand.startsWith("Display.") ? "" : measurand;
    if (quantity.startsWith("Energy.Reactive")) {
      return "varh";
    } else if (quantity.startsWith("Energy.Apparent")) {
      return "VAh";
    } else if (quantity.startsWith("Energy.")) {
      return "Wh";
    } else if (quantity.startsWith("Power.Reactive")) {
      return "var";
    } else if (quantity.startsWith("Power.Apparent")) {
      return "VA";
    } else if (quantity.startsWith("Power.") && !quantity.equals("Power.Factor")) {
      return "W";
    } else if (quantity.startsWith("Current.")) {
      return "A";
    } else if (quantity.startsWith("Voltage")) {
      return "V";
    }
    return quantity.equals("SoC") ? "Percent" : "";
  }
}
