package io.galvan.simulator.fleet;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.station2.Station2Builder;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a station of one version is put together from a plan that says nothing of versions. */
@FunctionalInterface
public interface Assembly {
  /** How each version's stations are made. */
  Map<OcppVersion, Assembly> BY_VERSION =
      Map.of(
          OcppVersion.V1_6,
          Assembly::station16,
          OcppVersion.V2_0_1,
          Assembly::station2,
          OcppVersion.V2_1,
          Assembly::station2);

  /**
   * What a station is to be.
   *
   * @param connectors null for as many as the model has
   * @param meterInterval null for the model's
   * @param signed whether meters sign their readings, whatever the model says
   * @param quirks beside those of the model
   * @param timeline the time it lives in
   * @param speed how many times faster than the real one that is
   * @param configuration what configuration keys are at first, other than usual
   * @param wrapping put between the station and its way
   */
  record Blueprint(
      Member member,
      StationModel model,
      @Nullable Integer connectors,
      @Nullable Duration meterInterval,
      Timeline timeline,
      double speed,
      long seed,
      boolean signed,
      Set<Quirk> quirks,
      Patience patience,
      Map<String, String> configuration,
      UnaryOperator<Transport> wrapping) {
    private boolean signs() {
      return signed || model.signed();
    }

    private Set<Quirk> allQuirks() {
      Set<Quirk> all = EnumSet.noneOf(Quirk.class);
      all.addAll(model.quirks());
      all.addAll(quirks);
      return all;
    }
  }

  /**
   * How a station bears a bad network, in real time.
   *
   * @param callTimeout how long an answer is awaited
   * @param longestBackOff the most between two tries to connect
   * @param attempts how often it tells of a transaction that the central system fails on
   * @param chargesStrangers whether it lets tags charge that it cannot ask for while offline
   */
  record Patience(
      Duration callTimeout, Duration longestBackOff, int attempts, boolean chargesStrangers) {
    /** As the standard's defaults. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60), 3, false);

    /** Of a station that is used to losing its connection. */
    public static final Patience HARDENED =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5), 100, true);
  }

  /** Makes a station; it is not started yet. */
  ChargingStation assemble(Vertx vertx, Blueprint blueprint);

  /** The station of a blueprint, in its member's version. */
  static ChargingStation of(Vertx vertx, Blueprint blueprint) {
    OcppVersion version = blueprint.member().version();
    Assembly assembly = BY_VERSION.get(version);
    if (assembly == null) {
      throw new IllegalArgumentException(
          "no simulated station speaks "
              + version.subprotocol()
              + "; there are "
              + BY_VERSION.keySet());
    }
    return assembly.assemble(vertx, blueprint);
  }

  private static ChargingStation station16(Vertx vertx, Blueprint blueprint) {
    Member member = blueprint.member();
    Patience patience = blueprint.patience();
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id(member.id())
            .password(member.password())
            .model(blueprint.model())
            .timeline(blueprint.timeline(), blueprint.speed())
            .seed(blueprint.seed())
            .signedMeterValues(blueprint.signs())
            .quirks(blueprint.allQuirks())
            .wrap(blueprint.wrapping())
            .callTimeout(patience.callTimeout())
            .backOff(Duration.ofSeconds(1), patience.longestBackOff())
            .heartbeatAtMostEvery(Duration.ofSeconds(30))
            .configure("TransactionMessageAttempts", Integer.toString(patience.attempts()))
            .configure("AllowOfflineTxForUnknownId", Boolean.toString(patience.chargesStrangers()));
    blueprint.configuration().forEach(builder::configure);
    if (blueprint.connectors() != null) {
      builder.connectors(blueprint.connectors());
    }
    if (blueprint.meterInterval() != null) {
      builder.meterInterval(blueprint.meterInterval());
    }
    if (member.way() instanceof Way.WebSocket webSocket) {
      builder.webSocket(webSocket.url());
    } else if (member.way() instanceof Way.Mqtt mqtt) {
      builder.mqtt(mqtt.host(), mqtt.port());
    }
    return builder.build();
  }

  private static ChargingStation station2(Vertx vertx, Blueprint blueprint) {
    Member member = blueprint.member();
    Patience patience = blueprint.patience();
    Station2Builder builder =
        SimulatedStation2.builder(vertx, member.version())
            .id(member.id())
            .password(member.password())
            .model(blueprint.model())
            .timeline(blueprint.timeline(), blueprint.speed())
            .seed(blueprint.seed())
            .signedMeterValues(blueprint.signs())
            .quirks(blueprint.allQuirks())
            .wrap(blueprint.wrapping())
            .callTimeout(patience.callTimeout())
            .backOff(Duration.ofSeconds(1), patience.longestBackOff())
            .heartbeatAtMostEvery(Duration.ofSeconds(30))
            .configure(
                "OCPPCommCtrlr.MessageAttempts[TransactionEvent]",
                Integer.toString(patience.attempts()))
            .configure(
                "AuthCtrlr.OfflineTxForUnknownIdEnabled",
                Boolean.toString(patience.chargesStrangers()));
    blueprint.configuration().forEach(builder::configure);
    if (blueprint.connectors() != null) {
      builder.evses(blueprint.connectors());
    }
    if (blueprint.meterInterval() != null) {
      builder.meterInterval(blueprint.meterInterval());
    }
    if (member.way() instanceof Way.WebSocket webSocket) {
      builder.webSocket(webSocket.url());
    } else if (member.way() instanceof Way.Mqtt mqtt) {
      builder.mqtt(mqtt.host(), mqtt.port());
    }
    return builder.build();
  }
}
