package io.galvan.central.automation;

import io.galvan.central.automation.WantedKeys.Wanted;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Brings one station's configuration to what its policy wants: the stored copy is compared, and
 * only what differs is sent, one ChangeConfiguration after the other. A key that the copy does not
 * hold is read from the station first.
 */
final class Tuning {
  private final Bus bus;
  private final CommandService commands;
  private final Clock clock;
  private final String chargerId;

  /** The interval the station was told last; null when this is no time to tell another. */
  private final @Nullable Integer heartbeatTold;

  Tuning(
      Bus bus,
      CommandService commands,
      Clock clock,
      String chargerId,
      @Nullable Integer heartbeatTold) {
    this.bus = bus;
    this.commands = commands;
    this.clock = clock;
    this.chargerId = chargerId;
    this.heartbeatTold = heartbeatTold;
  }

  /** Completes when the station has what it can have; fails when it could not be asked. */
  Future<?> run() {
    return bus.request(Policies.EFFECTIVE, new ChargerKey(chargerId))
        .compose(
            policy ->
                differs(policy, Map.of()).isEmpty()
                    ? Future.succeededFuture()
                    : Future.all(stored(), past())
                        .compose(
                            both -> {
                              PastCommands past = both.resultAt(1);
                              return complete(policy, both.resultAt(0), past)
                                  .compose(
                                      stored ->
                                          sendAll(
                                              new ArrayDeque<>(differs(policy, stored)),
                                              stored,
                                              past));
                            }));
  }

  private Future<Map<String, StoredKey>> stored() {
    return bus.request(Configurations.GET, new ChargerKey(chargerId))
        .map(
            configuration -> {
              Map<String, StoredKey> stored = new HashMap<>();
              configuration.keys().forEach(key -> stored.put(lower(key.key()), key));
              return stored;
            });
  }

  private Future<PastCommands> past() {
    return bus.request(
            Commands.LIST,
            new Commands.CommandQuery(chargerId, null, null, PastCommands.READ, null))
        .map(page -> new PastCommands(page.items(), clock.instant()));
  }

  /** The keys wanted that are not as wanted, as far as the copy tells. */
  private List<Wanted> differs(Policy policy, Map<String, StoredKey> stored) {
    List<Wanted> wanted = new ArrayList<>(WantedKeys.of(policy, stored));
    wanted.removeIf(
        key -> {
          StoredKey present = stored.get(lower(key.key()));
          return present != null && WantedKeys.same(present.value(), key.values().get(0));
        });
    Integer interval = policy.heartbeatIntervalS();
    if (heartbeatTold != null && interval != null && !heartbeatTold.equals(interval)) {
      wanted.add(new Wanted(WantedKeys.HEARTBEAT_INTERVAL, List.of(interval.toString())));
    }
    return wanted;
  }

  /** The copy, asked for from the station where it lacks a key that it may have. */
  private Future<Map<String, StoredKey>> complete(
      Policy policy, Map<String, StoredKey> stored, PastCommands past) {
    List<String> missing =
        differs(policy, stored).stream()
            .map(Wanted::key)
            .filter(key -> !stored.containsKey(lower(key)) && !past.isUnknown(key))
            .filter(key -> !key.equals(WantedKeys.HEARTBEAT_INTERVAL))
            .toList();
    if (missing.isEmpty() || past.enough()) {
      return Future.succeededFuture(stored);
    }
    return execute("GetConfiguration", Map.of("key", missing), past)
        .compose(
            command ->
                command.state() == CommandState.Accepted || command.errorCode() != null
                    ? stored()
                    : Future.failedFuture("the station did not tell its configuration"));
  }

  private Future<?> sendAll(
      Queue<Wanted> wanted, Map<String, StoredKey> stored, PastCommands past) {
    Wanted next = wanted.poll();
    if (next == null) {
      return Future.succeededFuture();
    }
    StoredKey present = stored.get(lower(next.key()));
    boolean closed = (present != null && present.readonly()) || past.isUnknown(next.key());
    Future<?> sent =
        closed
            ? Future.succeededFuture()
            : send(next.key(), new ArrayDeque<>(next.values()), present, past);
    return sent.compose(ok -> sendAll(wanted, stored, past));
  }

  /** Tries the values until the station has one of them. */
  private Future<?> send(
      String key, Queue<String> values, @Nullable StoredKey present, PastCommands past) {
    String value = values.poll();
    while (value != null && past.isRefused(key, value)) {
      value = values.poll();
    }
    boolean heartbeat = key.equals(WantedKeys.HEARTBEAT_INTERVAL);
    boolean has = !heartbeat && present != null && WantedKeys.same(present.value(), orEmpty(value));
    if (value == null || has || past.enough()) {
      return Future.succeededFuture();
    }
    return execute("ChangeConfiguration", Map.of("key", key, "value", value), past)
        .compose(
            command ->
                switch (command.state()) {
                  case Accepted -> Future.succeededFuture();
                  case Rejected ->
                      past.isUnknown(key)
                          ? Future.succeededFuture()
                          : send(key, values, present, past);
                  default ->
                      command.errorCode() == null
                          ? Future.failedFuture("the station did not answer")
                          : Future.succeededFuture();
                });
  }

  private Future<Command> execute(String action, Map<String, ?> request, PastCommands past) {
    return commands
        .execute(
            new CommandRequest(chargerId, action, Mapper.write(request), PastCommands.POLICY, null))
        .map(
            outcome -> {
              past.add(outcome.command());
              return outcome.command();
            });
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
