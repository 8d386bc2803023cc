package io.galvan.simulator.station;

import io.galvan.simulator.behaviour.PowerCurve;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of stations as they are sold. */
public enum StationTemplate {
  /** A wall box at home or at work: one cable, three phases of 16 A. */
  AC_11("Wallbox 11", PowerCurve.AC_11, 1, Duration.ofMinutes(15), 60_000),
  /** A post in the street: two sockets, three phases of 32 A. */
  AC_22("Post 22", PowerCurve.AC_22, 2, Duration.ofMinutes(15), 60_000),
  /** A fast charger of one cable. */
  DC_50("Fast 50", PowerCurve.DC_50, 1, Duration.ofMinutes(1), 60_000),
  /** A fast charger beside the motorway: two cables. */
  DC_150("Fast 150", PowerCurve.DC_150, 2, Duration.ofMinutes(1), 77_000),
  /** A wall box of direct current that can take energy back from the vehicle. */
  V2X("Bidirectional 11", PowerCurve.V2X, 1, Duration.ofMinutes(5), 77_000);

  private final String model;
  private final PowerCurve curve;
  private final int connectors;
  private final Duration meterInterval;
  private final double vehicleWh;

  StationTemplate(
      String model, PowerCurve curve, int connectors, Duration meterInterval, double vehicleWh) {
    this.model = model;
    this.curve = curve;
    this.connectors = connectors;
    this.meterInterval = meterInterval;
    this.vehicleWh = vehicleWh;
  }

  /** What BootNotification calls it. */
  public String model() {
    return model;
  }

  /** What its outlets give. */
  public PowerCurve curve() {
    return curve;
  }

  /** How many connectors it has. */
  public int connectors() {
    return connectors;
  }

  /** How often it samples its meters when it is not told otherwise. */
  public Duration meterInterval() {
    return meterInterval;
  }

  /** The capacity of a vehicle that is usual here, in Wh. */
  public double vehicleWh() {
    return vehicleWh;
  }

  /** The same as a model. */
  public StationModel asModel() {
    return new StationModel(name(), model, connectors, curve, meterInterval, vehicleWh);
  }

  /** The template of a name, written with or without underscores and dashes. */
  public static Optional<StationTemplate> named(String text) {
    String plain = plain(text);
    return Arrays.stream(values()).filter(each -> plain(each.name()).equals(plain)).findFirst();
  }

  private static String plain(String text) {
    return text.replaceAll("[-_ ]", "").toUpperCase(Locale.ROOT);
  }
}
