package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Applicable;
import io.galvan.contract.cost.Tariffs.Asked;
import io.galvan.contract.cost.Tariffs.Assignment;
import io.galvan.contract.cost.Tariffs.AssignmentKey;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.cost.Tariffs.AssignmentPage;
import io.galvan.contract.cost.Tariffs.AssignmentQuery;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.cost.Tariffs.TariffData;
import io.galvan.contract.cost.Tariffs.TariffKey;
import io.galvan.contract.cost.Tariffs.TariffPage;
import io.galvan.contract.cost.Tariffs.TariffQuery;
import io.galvan.contract.cost.Tariffs.Tax;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.galvan.transaction.TariffStore.Wanted;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tariffs as operators keep them, and which one holds where. */
final class TariffService {
  private static final int ID_LENGTH = 60;
  private static final int TEXT_LENGTH = 512;
  private static final int NAME_LENGTH = 20;
  private static final int TARGET_LENGTH = 255;
  private static final int MAX_TAXES = 5;
  private static final int MAX_STATION_TARIFF = 20_000;
  private static final int MAX_INTERVAL_S = 86_400;
  private static final int MAX_SCALE = 6;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MOST_WH = BigDecimal.valueOf(1_000_000_000);
  private static final String TARIFFS = "tariffs";
  private static final String ASSIGNMENTS = "tariff-assignments";

  private final Bus bus;
  private final Platform platform;
  private final Pool pool;
  private final Writer writer;
  private final TariffStore store;

  /**
   * Only then a charger's site is asked for; another node's first one is seen at the next sweep.
   */
  private boolean sitesMatter;

  /** Whether there is any, by the same. */
  private boolean anyAssigned;

  private final GroupRead<Wanted, Applicable> applicable;

  TariffService(Bus bus, Platform platform, Pool pool, Writer writer, TariffStore store) {
    this.bus = bus;
    this.platform = platform;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.applicable =
        new GroupRead<>(
            "tariffs",
            platform.meters(),
            wanted -> {
              List<Wanted> asked = List.copyOf(wanted);
              return store
                  .applicable(pool, asked)
                  .map(
                      found -> {
                        Map<Wanted, Applicable> byWanted = new HashMap<>();
                        for (int i = 0; i < asked.size(); i++) {
                          byWanted.put(asked.get(i), found.get(i));
                        }
                        return byWanted;
                      });
            });
  }

  /** Looks whether anyone, and any site, has a tariff. */
  Future<?> refresh() {
    return store
        .assigned(pool)
        .onSuccess(
            assigned -> {
              sitesMatter = assigned.sites();
              anyAssigned = assigned.any();
            });
  }

  /** Whether a tariff may hold at all. */
  boolean isAnyAssigned() {
    return anyAssigned;
  }

  Future<Tariff> create(TariffData data) {
    check(data);
    return writer.write(unit -> store.create(unit.sql(), data, unit.now()));
  }

  Future<Tariff> replace(TariffData data) {
    check(data);
    return writer
        .write(unit -> store.replace(unit.sql(), data, unit.now()))
        .map(replaced -> found(replaced, data.id()));
  }

  Future<Tariff> get(TariffKey key) {
    return store.find(pool, key.id()).map(tariff -> found(tariff, key.id()));
  }

  private static Tariff found(@Nullable Tariff tariff, String id) {
    if (tariff == null) {
      throw GalvanException.notFound("tariff " + id);
    }
    return tariff;
  }

  /** Takes its assignments with it; transactions keep the tariff as it was. */
  Future<Done> delete(TariffKey key) {
    return writer
        .write(unit -> store.delete(unit.sql(), key.id()))
        .map(
            deleted -> {
              if (!deleted) {
                throw GalvanException.notFound("tariff " + key.id());
              }
              return Done.DONE;
            });
  }

  Future<TariffPage> list(TariffQuery query) {
    return store
        .list(pool, query.limit(), Cursor.decode(query.cursor(), TARIFFS))
        .map(
            found -> {
              if (found.size() <= query.limit()) {
                return new TariffPage(found, null);
              }
              List<Tariff> items = List.copyOf(found.subList(0, query.limit()));
              String last = items.get(items.size() - 1).id();
              return new TariffPage(items, new Cursor(TARIFFS, "", last).encode());
            });
  }

  Future<Assignment> assign(Assignment assignment) {
    checkTarget(assignment.kind(), assignment.target());
    return writer
        .write(
            unit ->
                store
                    .find(unit.sql(), assignment.tariffId())
                    .map(tariff -> found(tariff, assignment.tariffId()))
                    .compose(tariff -> store.assign(unit.sql(), assignment)))
        .map(
            ok -> {
              anyAssigned = true;
              sitesMatter |= assignment.kind() == AssignmentKind.Site;
              return assignment;
            });
  }

  Future<Done> unassign(AssignmentKey key) {
    return writer
        .write(unit -> store.unassign(unit.sql(), key))
        .map(
            deleted -> {
              if (!deleted) {
                throw GalvanException.notFound(key.kind() + " " + key.target());
              }
              return Done.DONE;
            });
  }

  Future<AssignmentPage> assignments(AssignmentQuery query) {
    return store
        .assignments(pool, query, Cursor.decode(query.cursor(), ASSIGNMENTS))
        .map(
            found -> {
              if (found.size() <= query.limit()) {
                return new AssignmentPage(found, null);
              }
              List<Assignment> items = List.copyOf(found.subList(0, query.limit()));
              Assignment last = items.get(items.size() - 1);
              return new AssignmentPage(
                  items, new Cursor(ASSIGNMENTS, last.kind().name(), last.target()).encode());
            });
  }

  /** Which tariff would hold for a token here, now. */
  Future<Applicable> applicable(Asked asked) {
    return !anyAssigned
        ? Future.succeededFuture(TariffStore.NONE)
        : siteOf(asked.chargerId(), true)
            .compose(
                site ->
                    applicable.find(
                        new Wanted(
                            asked.chargerId(), asked.idToken(), site, platform.clock().instant())))
            .map(found -> found.orElse(TariffStore.NONE));
  }

  Future<List<Applicable>> applicable(SqlClient sql, List<Wanted> wanted) {
    return wanted.isEmpty() ? Future.succeededFuture(List.of()) : store.applicable(sql, wanted);
  }

  /** The charger's site, where that can matter; an unknown charger has none. */
  Future<@Nullable String> siteOf(String chargerId, boolean asked) {
    if (!asked || !sitesMatter) {
      return Future.succeededFuture();
    }
    return bus.request(Chargers.GET, new Chargers.ChargerKey(chargerId))
        .<@Nullable String>map(Chargers.Charger::site)
        .otherwise((String) null);
  }

  private static void check(TariffData data) {
    if (data.id().isBlank() || data.id().length() > ID_LENGTH || data.id().indexOf('\0') >= 0) {
      throw GalvanException.invalid("id", "must have 1 to " + ID_LENGTH + " characters");
    }
    try {
      Currency.getInstance(data.currency());
    } catch (IllegalArgumentException e) {
      throw GalvanException.invalid("currency", "must be a currency of ISO 4217, such as EUR");
    }
    Map.of(
            "energyPricePerKwh", data.energyPricePerKwh(),
            "timePrice", data.timePrice(),
            "fixedFee", data.fixedFee())
        .forEach((field, price) -> checkNumber(field, price, MOST));
    if (data.taxes().size() > MAX_TAXES) {
      throw GalvanException.invalid("taxes", "may be " + MAX_TAXES);
    }
    for (Tax tax : data.taxes()) {
      if (tax.name().isBlank() || tax.name().length() > NAME_LENGTH) {
        throw GalvanException.invalid("taxes", "a name has 1 to " + NAME_LENGTH + " characters");
      }
      checkNumber("taxes", tax.percent(), BigDecimal.valueOf(100));
    }
    Instant from = data.validFrom();
    Instant to = data.validTo();
    if (from != null && to != null && !from.isBefore(to)) {
      throw GalvanException.invalid("validTo", "must be after validFrom");
    }
    if (data.text() != null && data.text().length() > TEXT_LENGTH) {
      throw GalvanException.invalid("text", "may have " + TEXT_LENGTH + " characters");
    }
    if (data.runningCostIntervalS() < 0 || data.runningCostIntervalS() > MAX_INTERVAL_S) {
      throw GalvanException.invalid("runningCostIntervalS", "must be from 0 to " + MAX_INTERVAL_S);
    }
    checkLimit(data.limit());
    if (data.stationTariff() != null && data.stationTariff().length() > MAX_STATION_TARIFF) {
      throw GalvanException.invalid(
          "stationTariff", "may have " + MAX_STATION_TARIFF + " characters");
    }
  }

  /** Refuses a limit that no station could keep. */
  static void checkLimit(@Nullable Limit limit) {
    if (limit == null) {
      return;
    }
    if (limit.maxCost() != null) {
      checkNumber("limit.maxCost", limit.maxCost(), MOST);
    }
    if (limit.maxEnergyWh() != null) {
      checkNumber("limit.maxEnergyWh", limit.maxEnergyWh(), MOST_WH);
    }
    if (limit.maxTimeS() != null && limit.maxTimeS() < 0) {
      throw GalvanException.invalid("limit.maxTimeS", "must not be negative");
    }
    Integer soc = limit.maxSocPercent();
    if (soc != null && (soc < 0 || soc > 100)) {
      throw GalvanException.invalid("limit.maxSocPercent", "must be from 0 to 100");
    }
  }

  private static void checkNumber(String field, BigDecimal number, BigDecimal most) {
    if (number.signum() < 0 || number.compareTo(most) > 0 || number.scale() > MAX_SCALE) {
      throw GalvanException.invalid(
          field, "must be from 0 to " + most.toPlainString() + " with 6 decimals at most");
    }
  }

  private static void checkTarget(AssignmentKind kind, String target) {
    boolean fits =
        kind == AssignmentKind.Default
            ? target.isEmpty()
            : !target.isBlank() && target.length() <= TARGET_LENGTH && target.indexOf('\0') < 0;
    if (!fits) {
      throw GalvanException.invalid(
          "target",
          kind == AssignmentKind.Default
              ? "the default has no target"
              : "must have 1 to " + TARGET_LENGTH + " characters");
    }
  }
}
