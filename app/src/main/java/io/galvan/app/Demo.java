package io.galvan.app;

import io.galvan.central.gateway.Ports;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.token.Tokens;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.simulator.fleet.Fleet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Simulated charging stations on both transports, registered like real ones, so that a new user
 * sees something move.
 */
final class Demo {
  static final int STATIONS = 20;
  private static final int TAGS = 30;
  private static final long SEED = 1;

  /** What the stations speak, taking turns on each transport. */
  private static final List<OcppVersion> VERSIONS =
      List.of(OcppVersion.V1_6, OcppVersion.V2_0_1, OcppVersion.V2_1);

  private final Fleet fleet;

  private Demo(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Registers the stations and their drivers' tags where missing, then lets them come. */
  static Future<Demo> start(Vertx vertx, Ports ports) {
    Bus bus = Bus.of(vertx);
    List<String> tags =
        IntStream.rangeClosed(1, TAGS).mapToObj("DEMO-TAG-%02d"::formatted).toList();
    List<Future<?>> registered = new ArrayList<>();
    for (String tag : tags) {
      registered.add(
          create(
              bus,
              Tokens.CREATE,
              new Tokens.TokenData(tag, "DEMO-DRIVERS", false, null, null, "Demo driver")));
    }
    for (int i = 1; i <= STATIONS / 2; i++) {
      OcppVersion version = VERSIONS.get((i - 1) % VERSIONS.size());
      registered.add(
          create(bus, Chargers.CREATE, station("DEMO-WS-%02d".formatted(i), "Car park", version)));
      registered.add(
          create(bus, Chargers.CREATE, station("DEMO-MQTT-%02d".formatted(i), "Depot", version)));
    }
    return Future.all(registered)
        .compose(
            ok ->
                Fleet.demo(
                    vertx,
                    "ws://127.0.0.1:" + ports.get(Ports.Name.ocpp) + "/ocpp/",
                    "127.0.0.1",
                    ports.get(Ports.Name.mqtt),
                    STATIONS / 2,
                    STATIONS / 2,
                    tags,
                    SEED,
                    id -> null,
                    VERSIONS))
        .map(Demo::new);
  }

  private static Chargers.NewCharger station(String id, String site, OcppVersion version) {
    return new Chargers.NewCharger(id, null, site, Registration.Accepted, false, version);
  }

  /** What an earlier start created is there already. */
  private static <Q extends Record, R extends Record> Future<?> create(
      Bus bus, BusAddress<Q, R> address, Q what) {
    return bus.request(address, what)
        .recover(
            failure ->
                failure instanceof GalvanException known && known.fault() == Fault.CONFLICT
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  Future<Void> stop() {
    return fleet.stop().mapEmpty();
  }
}
