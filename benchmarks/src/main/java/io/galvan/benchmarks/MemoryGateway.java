package io.galvan.benchmarks;

import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.Visitor;
import io.galvan.central.http.ClientAddress;
import io.galvan.central.route.Routes16;
import io.galvan.central.route.VendorHandlers;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionMeters;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of one event loop whose stations come without a wire, and otherwise the way of all
 * stations: doorkeeper, arrival, session, routes.
 */
final class MemoryGateway extends VerticleBase {
  private static final int AT_ONCE = 500;
  private static final String BOOT =
      "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"Galvan\",\"chargePointModel\":\"Memory\"}]";
  private static final String STATUS =
      "[2,\"%d\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\"}]";

  private record Station(ChargerSession session, MemoryLink link) {}

  private final Platform platform;
  private final SessionRegistry registry;
  private final List<Station> stations = new ArrayList<>();
  private @Nullable SessionHost host;
  private @Nullable Doorkeeper doorkeeper;
  private @Nullable Arrivals arrivals;

  MemoryGateway(Platform platform, SessionRegistry registry) {
    this.platform = platform;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    Bus bus = Bus.of(vertx);
    host =
        new SessionHost(
            vertx,
            platform,
            registry,
            new SessionMeters(platform.meters()),
            Map.of(OcppVersion.V1_6, Routes16.table(bus, null, VendorHandlers.load())));
    doorkeeper = new Doorkeeper(vertx, platform);
    arrivals = new Arrivals(bus, platform.nodeId(), registry);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return Objects.requireNonNull(host).close();
  }

  /** Lets so many stations in and boots them. */
  Future<Void> open(String prefix, int count) {
    return each(
        count,
        number ->
            open(prefix + number)
                .compose(
                    station ->
                        say(station, BOOT, "Accepted").onSuccess(ok -> stations.add(station))));
  }

  private Future<Station> open(String identity) {
    MemoryLink link = new MemoryLink();
    return Objects.requireNonNull(doorkeeper)
        .admit(
            new Visitor(
                identity,
                Transport.WebSocket,
                ClientAddress.of(null),
                null,
                null,
                null,
                false,
                null))
        .compose(
            admitted ->
                Objects.requireNonNull(arrivals)
                    .open(Objects.requireNonNull(host), link, admitted, OcppVersion.V1_6))
        .map(
            session -> {
              link.session(session);
              return new Station(session, link);
            });
  }

  /** Every station tells its status once. */
  Future<Void> status(int round) {
    return each(
        stations.size(),
        number -> say(stations.get(number), STATUS.formatted(round + 2), "[3,").mapEmpty());
  }

  private static Future<Void> say(Station station, String frame, String expected) {
    return station
        .session()
        .onFrame(frame)
        .compose(
            answered ->
                String.valueOf(station.link().lastAnswer()).contains(expected)
                    ? Future.succeededFuture()
                    : Future.failedFuture("the answer was " + station.link().lastAnswer()));
  }

  /** Does it for each number, so many at once, on this event loop. */
  private Future<Void> each(int count, IntFunction<Future<Void>> work) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        ready -> {
          List<Future<Void>> lanes = new ArrayList<>();
          int[] next = {0};
          for (int i = 0; i < AT_ONCE; i++) {
            Promise<Void> lane = Promise.promise();
            lanes.add(lane.future());
            step(count, next, work, lane);
          }
          Future.all(lanes).<Void>mapEmpty().onComplete(done);
        });
    return done.future();
  }

  private void step(int count, int[] next, IntFunction<Future<Void>> work, Promise<Void> lane) {
    if (next[0] >= count) {
      lane.complete();
      return;
    }
    work.apply(next[0]++)
        .onComplete(
            (ok, failure) -> {
              if (failure != null) {
                lane.fail(failure);
              } else {
                // Not by recursion: answers may come at once.
                context.runOnContext(later -> step(count, next, work, lane));
              }
            });
  }
}
