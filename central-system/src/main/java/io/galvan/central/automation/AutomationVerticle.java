package io.galvan.central.automation;

import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.event.Happening.ChargerBooted;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerConnected;
import io.galvan.contract.event.Happening.ChargerDisconnected;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.event.Happening.PolicyUpdated;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what the policies want to the stations that are connected to this node: after a boot, and
 * when a policy changes, their configuration; of a station that connects and says nothing, a boot.
 */
public final class AutomationVerticle extends VerticleBase {
  private static final int STATIONS_AT_ONCE = 100;

  /** Whole models are large; few stations tell theirs at a time. */
  private static final int INVENTORIES_AT_ONCE = 20;

  /** A station that has just booted first tells of its connectors. */
  private static final long AFTER_BOOT_MS = 1_000;

  private static final String TRIGGER_BOOT = "{\"requestedMessage\":\"BootNotification\"}";

  private final Platform platform;
  private final SessionRegistry sessions;
  private final CommandService commands;
  private final Jobs tunings = new Jobs("the configuration", STATIONS_AT_ONCE);
  private final Jobs prompts = new Jobs("the boot", STATIONS_AT_ONCE);
  private final Jobs inventories = new Jobs("the inventory", INVENTORIES_AT_ONCE);

  /** Connections whose station has not booted yet. */
  private final Map<String, Arrival> arrivals = new HashMap<>();

  /** Stations that have just booted; one timer each, however often they boot. */
  private final Set<String> booted = new HashSet<>();

  private @Nullable MessageConsumer<?> events;

  private static final class Arrival {
    final long epoch;
    long timer = -1;

    Arrival(long epoch) {
      this.epoch = epoch;
    }
  }

  public AutomationVerticle(Platform platform, SessionRegistry sessions, CommandService commands) {
    this.platform = platform;
    this.sessions = sessions;
    this.commands = commands;
  }

  @Override
  public Future<?> start() {
    TransactionCare transactions = new TransactionCare(vertx, sessions, commands);
    events =
        Bus.of(vertx)
            .listen(
                batch ->
                    batch
                        .events()
                        .forEach(
                            event -> {
                              hear(event);
                              transactions.hear(event);
                            }));
    return Future.succeededFuture();
  }

  private void hear(Event event) {
    DomainEvent happening = event.happening();
    String chargerId = event.chargerId();
    if (happening instanceof PolicyUpdated updated) {
      updated.chargerIds().forEach(id -> tune(id, true));
    } else if (chargerId == null) {
      return;
    } else if (happening instanceof ChargerConnected connected) {
      // A station that went to another node is that node's.
      forget(chargerId);
      if (connected.nodeId().equals(platform.nodeId())) {
        await(chargerId, connected.epoch());
      }
    } else if (happening instanceof ChargerDisconnected disconnected) {
      Arrival arrival = arrivals.get(chargerId);
      if (arrival != null && arrival.epoch == disconnected.epoch()) {
        forget(chargerId);
      }
    } else if (happening instanceof ChargerUpdated update
        && update.change() == ChargerChange.Edited) {
      promptIfAccepted(chargerId);
    } else if (happening instanceof ChargerBooted boot) {
      forget(chargerId);
      if (boot.registration() == Registration.Accepted && sessions.find(chargerId) != null) {
        tuneSoon(chargerId);
      }
    }
  }

  private void tuneSoon(String chargerId) {
    if (booted.add(chargerId)) {
      vertx.setTimer(
          AFTER_BOOT_MS,
          id -> {
            booted.remove(chargerId);
            tune(chargerId, false);
            takeInventory(chargerId);
          });
    }
  }

  private void forget(String chargerId) {
    Arrival arrival = arrivals.remove(chargerId);
    if (arrival != null) {
      vertx.cancelTimer(arrival.timer);
    }
  }

  private void await(String chargerId, long epoch) {
    Arrival arrival = new Arrival(epoch);
    arrivals.put(chargerId, arrival);
    Bus.of(vertx)
        .request(Policies.EFFECTIVE, new ChargerKey(chargerId))
        .onComplete(
            (policy, failure) -> {
              Integer afterS = failure == null ? policy.triggerBootAfterS() : null;
              if (arrivals.get(chargerId) != arrival) {
                return;
              }
              if (afterS == null || afterS == 0) {
                arrivals.remove(chargerId);
              } else {
                arrival.timer = vertx.setTimer(afterS * 1_000L, id -> prompt(chargerId, arrival));
              }
            });
  }

  private void prompt(String chargerId, Arrival arrival) {
    if (arrivals.remove(chargerId, arrival)) {
      prompts.submit(
          chargerId,
          () -> {
            ChargerSession session = sessions.find(chargerId);
            return session == null || session.epoch() != arrival.epoch || !session.isFresh()
                ? Future.succeededFuture()
                : commands.execute(boot(chargerId, session.version()));
          });
    }
  }

  /** A station that waits to be accepted need not wait for its next boot. */
  private void promptIfAccepted(String chargerId) {
    ChargerSession waiting = sessions.find(chargerId);
    if (waiting == null || !waiting.isPending()) {
      return;
    }
    prompts.submit(
        chargerId,
        () ->
            mayPrompt(chargerId)
                .compose(
                    may -> {
                      ChargerSession session = sessions.find(chargerId);
                      return !may || session == null || !session.isPending()
                          ? Future.succeededFuture()
                          : commands.execute(boot(chargerId, session.version()));
                    }));
  }

  /** Whether it is accepted, and its policy lets it be asked for a boot. */
  private Future<Boolean> mayPrompt(String chargerId) {
    ChargerKey key = new ChargerKey(chargerId);
    return Bus.of(vertx)
        .request(Policies.EFFECTIVE, key)
        .compose(
            policy ->
                Integer.valueOf(0).equals(policy.triggerBootAfterS())
                    ? Future.succeededFuture(false)
                    : Bus.of(vertx)
                        .request(Chargers.GET, key)
                        .map(charger -> charger.registration() == Registration.Accepted));
  }

  private static CommandRequest boot(String chargerId, OcppVersion version) {
    return new CommandRequest(
        chargerId,
        "TriggerMessage",
        version == OcppVersion.V1_6 ? null : version,
        TRIGGER_BOOT,
        PastCommands.POLICY,
        null,
        null);
  }

  /** Asks a station of 2.x for its whole model, where that is not known for its firmware. */
  private void takeInventory(String chargerId) {
    ChargerSession booted = sessions.find(chargerId);
    if (booted == null || booted.version() == OcppVersion.V1_6) {
      return;
    }
    inventories.submit(
        chargerId,
        () -> {
          ChargerSession session = sessions.find(chargerId);
          return session == null || !session.isAccepted()
              ? Future.succeededFuture()
              : Bus.of(vertx)
                  .request(Policies.EFFECTIVE, new ChargerKey(chargerId))
                  .compose(
                      policy ->
                          Boolean.FALSE.equals(policy.takeInventory())
                              ? Future.succeededFuture()
                              : askWhenWanted(chargerId, session.version()));
        });
  }

  private Future<?> askWhenWanted(String chargerId, OcppVersion version) {
    return Bus.of(vertx)
        .request(DeviceModels.INVENTORY, new ChargerKey(chargerId))
        .compose(
            inventory ->
                inventory.wanted()
                    ? askForAll(chargerId, version, inventory.requestId())
                    : Future.succeededFuture());
  }

  private Future<?> askForAll(String chargerId, OcppVersion version, int requestId) {
    String request = "{\"requestId\":" + requestId + ",\"reportBase\":\"FullInventory\"}";
    return commands.execute(
        new CommandRequest(
            chargerId, "GetBaseReport", version, request, PastCommands.POLICY, null, null));
  }

  /**
   * @param changed the policy itself; after a boot the station has just been told its interval
   */
  private void tune(String chargerId, boolean changed) {
    if (sessions.find(chargerId) == null) {
      return;
    }
    tunings.submit(
        chargerId,
        () -> {
          ChargerSession session = sessions.find(chargerId);
          if (session == null || !session.isAccepted()) {
            return Future.succeededFuture();
          }
          Integer told = changed ? session.heartbeatIntervalS() : null;
          Bus bus = Bus.of(vertx);
          return session.version() == OcppVersion.V1_6
              ? new Tuning(bus, commands, platform.clock(), chargerId, told).run()
              : new Tuning2(bus, commands, platform.clock(), chargerId, session.version(), told)
                  .run();
        });
  }

  @Override
  public Future<?> stop() {
    return events == null ? Future.succeededFuture() : events.unregister();
  }
}
