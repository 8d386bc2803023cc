package io.galvan.charger.policy;

import io.galvan.charger.block.Identity;
import io.galvan.contract.event.Happening.PolicyUpdated;
import io.galvan.contract.policy.Policies.DefaultQuery;
import io.galvan.contract.policy.Policies.Owner;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.contract.policy.Policies.Scope;
import io.galvan.contract.policy.Policies.SetPolicy;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.EnergyTransferMode;
import io.galvan.platform.Platform;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Policies of chargers and sites, and what holds for a charger in the end. */
public final class PolicyService {
  private static final int OWNER_LENGTH = 200;
  private static final int MAX_MEASURANDS = 30;

  /** A configuration value of 1.6 has no more (part 2, 7.24 KeyValue). */
  private static final int VALUE_LENGTH = 500;

  private static final int CHARGERS_IN_AN_EVENT = 1_000;
  private static final Pattern MEASURAND = Pattern.compile("[A-Za-z0-9.\\-]{1,60}");

  private final Policy standard;
  private final Pool pool;
  private final Writer writer;
  private final PolicyStore store;
  private final GroupRead<String, Policy> policies;

  PolicyService(Platform platform, Pool pool, Pool keyed, Writer writer, PolicyStore store) {
    this.standard = Policy.of(platform.settings().defaultPolicy());
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.policies =
        new GroupRead<>("policy", platform.meters(), ids -> store.ofChargers(keyed, ids));
  }

  /** Answers {@code policy.default}. */
  Future<Policy> standard(DefaultQuery query) {
    return Future.succeededFuture(standard);
  }

  /** Answers {@code policy.effective}. */
  Future<Policy> effective(ChargerKey key) {
    if (key.chargerId().indexOf('\0') >= 0) {
      throw Identity.unknown(key.chargerId());
    }
    return policies
        .find(key.chargerId())
        .map(found -> found.orElseThrow(() -> Identity.unknown(key.chargerId())).or(standard));
  }

  /** Answers {@code policy.get}. */
  Future<Policy> get(Owner owner) {
    check(owner);
    return store
        .get(pool, owner.scope(), owner.name())
        .compose(
            policy ->
                policy == null
                    ? Future.failedFuture(Identity.unknown(owner.name()))
                    : Future.succeededFuture(policy));
  }

  /** Answers {@code policy.set}. */
  Future<Policy> set(SetPolicy request) {
    Owner owner = request.owner();
    check(owner);
    check(request.policy());
    return writer.write(
        unit ->
            (owner.scope() == Scope.Charger
                    ? telling(unit, owner.name(), () -> setOfCharger(unit, request))
                    : setOfSite(unit, request))
                .map(request.policy()));
  }

  private Future<?> setOfCharger(UnitOfWork unit, SetPolicy request) {
    String id = request.owner().name();
    return store
        .get(unit.sql(), Scope.Charger, id)
        .compose(
            known ->
                known == null ? Future.failedFuture(Identity.unknown(id)) : write(unit, request));
  }

  private Future<?> write(UnitOfWork unit, SetPolicy request) {
    Owner owner = request.owner();
    return request.policy().or(Policy.NONE).equals(Policy.NONE)
        ? store.remove(unit.sql(), owner.scope(), owner.name())
        : store.put(unit.sql(), owner.scope(), owner.name(), request.policy());
  }

  private Future<?> setOfSite(UnitOfWork unit, SetPolicy request) {
    String site = request.owner().name();
    store.lockSites(unit.sql(), true);
    return write(unit, request)
        .compose(ok -> store.ofSite(unit.sql(), site))
        .onSuccess(
            chargers -> {
              // The policies of single chargers may still differ from their site's.
              for (Boolean freeVending : Arrays.asList(true, false, null)) {
                emit(unit, null, chargersWith(freeVending, chargers), freeVending);
              }
            });
  }

  private static List<String> chargersWith(
      @Nullable Boolean freeVending, Map<String, Policy> chargers) {
    return chargers.entrySet().stream()
        .filter(charger -> Objects.equals(charger.getValue().freeVending(), freeVending))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static void emit(
      UnitOfWork unit,
      @Nullable String chargerId,
      List<String> chargers,
      @Nullable Boolean freeVending) {
    for (int from = 0; from < chargers.size(); from += CHARGERS_IN_AN_EVENT) {
      int to = Math.min(from + CHARGERS_IN_AN_EVENT, chargers.size());
      unit.emit(chargerId, new PolicyUpdated(List.copyOf(chargers.subList(from, to)), freeVending));
    }
  }

  /** Makes a change to a charger, and tells when another policy holds for it afterwards. */
  public <T> Future<T> telling(UnitOfWork unit, String chargerId, Supplier<Future<T>> change) {
    store.lockSites(unit.sql(), false);
    return store
        .hold(unit.sql(), chargerId)
        .compose(
            before ->
                change
                    .get()
                    .compose(
                        changed ->
                            store
                                .hold(unit.sql(), chargerId)
                                .map(
                                    after -> {
                                      tell(unit, chargerId, before, after);
                                      return changed;
                                    })));
  }

  private static void tell(
      UnitOfWork unit, String chargerId, Optional<Policy> before, Optional<Policy> after) {
    Policy now = after.orElse(Policy.NONE);
    if (!now.equals(before.orElse(Policy.NONE))) {
      emit(unit, chargerId, List.of(chargerId), now.freeVending());
    }
  }

  private static void check(Owner owner) {
    String name = owner.name();
    if (name.isEmpty() || name.length() > OWNER_LENGTH || name.indexOf('\0') >= 0) {
      throw GalvanException.invalid(
          owner.scope() == Scope.Site ? "site" : "chargerId",
          "must have 1 to " + OWNER_LENGTH + " characters, and no U+0000");
    }
  }

  private static void check(Policy policy) {
    within("heartbeatIntervalS", policy.heartbeatIntervalS(), 1, 86_400);
    within("sampleIntervalS", policy.sampleIntervalS(), 0, 86_400);
    within("clockAlignedIntervalS", policy.clockAlignedIntervalS(), 0, 86_400);
    within("triggerBootAfterS", policy.triggerBootAfterS(), 0, 3_600);
    checkEnergyTransfers(policy.vehiclesOrNone().energyTransfers());
    checkMeasurands(policy.measurands());
  }

  private static void checkEnergyTransfers(@Nullable List<String> modes) {
    if (modes == null) {
      return;
    }
    if (modes.isEmpty() || new HashSet<>(modes).size() < modes.size()) {
      throw GalvanException.invalid("vehicles.energyTransfers", "must name one or more, each once");
    }
    for (String mode : modes) {
      if (Wire.parse(EnergyTransferMode.class, mode).isEmpty()) {
        throw GalvanException.invalid(
            "vehicles.energyTransfers", "\"" + mode + "\" is none like AC_three_phase or DC_BPT");
      }
    }
  }

  private static void checkMeasurands(@Nullable List<String> measurands) {
    if (measurands == null) {
      return;
    }
    if (measurands.isEmpty() || measurands.size() > MAX_MEASURANDS) {
      throw GalvanException.invalid("measurands", "must name 1 to " + MAX_MEASURANDS);
    }
    for (String measurand : measurands) {
      if (!MEASURAND.matcher(measurand).matches()) {
        throw GalvanException.invalid(
            "measurands", "\"" + measurand + "\" is no measurand like Power.Active.Import");
      }
    }
    if (new HashSet<>(measurands).size() < measurands.size()) {
      throw GalvanException.invalid("measurands", "must name each once");
    }
    if (measurands.stream().collect(Collectors.joining(",")).length() > VALUE_LENGTH) {
      throw GalvanException.invalid(
          "measurands", "must have " + VALUE_LENGTH + " characters together, with commas");
    }
  }

  private static void within(String field, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw GalvanException.invalid(field, "must be from " + least + " to " + most);
    }
  }
}
