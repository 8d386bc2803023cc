package io.galvan.charger.policy;

import io.galvan.charger.devicemodel.FleetVariableStore;
import io.galvan.charger.devicemodel.MessageLimits;
import io.galvan.charger.devicemodel.PlanService;
import io.galvan.charger.devicemodel.ValueText;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.devicemodel.DeviceModels.NewValue;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.contract.policy.WantedVariables.Difference;
import io.galvan.contract.policy.WantedVariables.Drift;
import io.galvan.contract.policy.WantedVariables.DriftPage;
import io.galvan.contract.policy.WantedVariables.DriftQuery;
import io.galvan.contract.policy.WantedVariables.EditSet;
import io.galvan.contract.policy.WantedVariables.Repair;
import io.galvan.contract.policy.WantedVariables.Repaired;
import io.galvan.contract.policy.WantedVariables.SetData;
import io.galvan.contract.policy.WantedVariables.SetKey;
import io.galvan.contract.policy.WantedVariables.SetPage;
import io.galvan.contract.policy.WantedVariables.SetQuery;
import io.galvan.contract.policy.WantedVariables.WantedSet;
import io.galvan.contract.policy.WantedVariables.WantedVariable;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Wanted values of variables: sets of them for sites, vendors and models, where stations differ,
 * and campaigns that set what differs.
 */
final class WantedService {
  private static final int MOST_SETS = 1_000;
  private static final int MOST_VARIABLES = 200;
  private static final int TEXT = 200;
  private static final int NAME = 50;
  private static final int MOST_EVSES = 1_000;
  private static final int PAGE = 5_000;
  private static final int MOST_DIFFERENCES = 200_000;
  private static final int MOST_CAMPAIGNS = 20;
  private static final String DRIFT_ORDER = "drift";

  private final Pool pool;
  private final Writer writer;
  private final WantedStore store;
  private final FleetVariableStore fleet;
  private final Function<NewCampaign, Future<Campaign>> campaigns;

  WantedService(
      Pool pool,
      Writer writer,
      WantedStore store,
      FleetVariableStore fleet,
      Function<NewCampaign, Future<Campaign>> campaigns) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.fleet = fleet;
    this.campaigns = campaigns;
  }

  /** Answers {@code wanted-variables.create}. */
  Future<WantedSet> create(SetData data) {
    check(data);
    String id = UUID.randomUUID().toString();
    return writer
        .write(
            unit ->
                store
                    .count(unit.sql())
                    .compose(
                        count ->
                            count < MOST_SETS
                                ? store.create(unit.sql(), id, data, unit.now()).map(id)
                                : Future.failedFuture(
                                    new GalvanException(
                                        Fault.CONFLICT,
                                        "there are " + MOST_SETS + " sets already"))))
        .compose(ok -> get(new SetKey(id)));
  }

  /** Answers {@code wanted-variables.replace}. */
  Future<WantedSet> replace(EditSet edit) {
    check(edit.data());
    return writer
        .write(
            unit ->
                store
                    .replace(unit.sql(), edit.id(), edit.data(), unit.now())
                    .compose(WantedService::known))
        .compose(ok -> get(new SetKey(edit.id())));
  }

  /** Answers {@code wanted-variables.delete}. */
  Future<Done> delete(SetKey key) {
    return writer.write(
        unit -> store.delete(unit.sql(), key.id()).compose(WantedService::known).map(Done.DONE));
  }

  private static Future<Boolean> known(boolean known) {
    return known ? Future.succeededFuture(true) : Future.failedFuture(unknown());
  }

  private static GalvanException unknown() {
    return GalvanException.notFound("the set of wanted variables");
  }

  /** Answers {@code wanted-variables.get}. */
  Future<WantedSet> get(SetKey key) {
    return store
        .get(pool, key.id())
        .compose(set -> set == null ? Future.failedFuture(unknown()) : Future.succeededFuture(set));
  }

  /** Answers {@code wanted-variables.list}, newest first. */
  Future<SetPage> list(SetQuery query) {
    return store
        .list(pool, query.limit(), Cursor.decode(query.cursor(), "wanted set"))
        .map(
            sets -> {
              if (sets.size() <= query.limit()) {
                return new SetPage(sets, null);
              }
              List<WantedSet> page = sets.subList(0, query.limit());
              WantedSet last = page.get(page.size() - 1);
              return new SetPage(
                  page, new Cursor("wanted set", last.createdAt().toString(), last.id()).encode());
            });
  }

  private static void check(SetData data) {
    text("name", data.name(), 1, TEXT);
    text("site", data.site(), 1, TEXT);
    text("vendor", data.vendor(), 1, TEXT);
    text("model", data.model(), 1, TEXT);
    if (data.variables().isEmpty() || data.variables().size() > MOST_VARIABLES) {
      throw GalvanException.invalid("variables", "must name 1 to " + MOST_VARIABLES);
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < data.variables().size(); i++) {
      WantedVariable one = data.variables().get(i);
      String field = "/variables/" + i;
      text(field + "/component", one.component(), 1, NAME);
      text(field + "/componentInstance", one.componentInstance(), 0, NAME);
      text(field + "/variable", one.variable(), 1, NAME);
      text(field + "/variableInstance", one.variableInstance(), 0, NAME);
      number(field + "/evseId", one.evseId());
      number(field + "/connectorId", one.connectorId());
      ValueText.check(field + "/value", null, one.value());
      if (VariableNames.isSecret(one.variable())) {
        throw GalvanException.invalid(
            field, "a secret is for one charging station, and is not stored");
      }
      if (!seen.add(List.of(key(one), one.type() == null ? "Actual" : one.type().name()))) {
        throw GalvanException.invalid(field, "is wanted twice");
      }
    }
  }

  private static VariableName key(WantedVariable one) {
    return VariableNames.key(
        new VariableName(
            one.component(),
            one.componentInstance(),
            one.evseId() == null ? -1 : one.evseId(),
            one.connectorId() == null ? -1 : one.connectorId(),
            one.variable(),
            one.variableInstance()));
  }

  private static void text(String field, @Nullable String value, int least, int most) {
    if (value == null) {
      return;
    }
    boolean blank = least > 0 && value.isBlank();
    if (blank || value.length() > most || value.indexOf('\0') >= 0) {
      throw GalvanException.invalid(
          field, "must have " + least + " to " + most + " characters, and no U+0000");
    }
  }

  private static void number(String field, @Nullable Integer value) {
    if (value != null && (value < 0 || value > MOST_EVSES)) {
      throw GalvanException.invalid(field, "must be from 0 to " + MOST_EVSES);
    }
  }

  /** Answers {@code wanted-variables.drift}, by station. */
  Future<DriftPage> drift(DriftQuery query) {
    if (query.limit() < 1 || query.limit() > Conditions.MAX_LIMIT) {
      throw GalvanException.invalid("limit", "limit must be from 1 to " + Conditions.MAX_LIMIT);
    }
    WantedStore.After after = after(Cursor.decode(query.cursor(), DRIFT_ORDER));
    return get(new SetKey(query.id()))
        .compose(
            ok ->
                Future.all(
                    store.counts(pool, query.id()),
                    store.drift(pool, query.id(), query.limit(), after)))
        .map(
            both -> {
              WantedStore.Counts counts = both.resultAt(0);
              List<WantedStore.Place> places = both.resultAt(1);
              boolean more = places.size() > query.limit();
              List<WantedStore.Place> page = more ? places.subList(0, query.limit()) : places;
              return new DriftPage(
                  counts.stations(),
                  counts.unknown(),
                  counts.differing(),
                  page.stream().map(WantedStore.Place::drift).toList(),
                  more ? cursor(page.get(page.size() - 1).after()).encode() : null);
            });
  }

  private static Cursor cursor(WantedStore.After last) {
    return new Cursor(DRIFT_ORDER, last.chargerId(), last.position() + ":" + last.variableId());
  }

  private static WantedStore.@Nullable After after(@Nullable Cursor cursor) {
    if (cursor == null) {
      return null;
    }
    if (!cursor.id().matches("\\d{1,9}:\\d{1,18}")) {
      throw GalvanException.invalid("cursor", "the cursor does not belong to this list");
    }
    String[] parts = cursor.id().split(":");
    return new WantedStore.After(
        cursor.key(), Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }

  /** Answers {@code wanted-variables.repair}. */
  Future<Repaired> repair(Repair request) {
    return get(new SetKey(request.id()))
        .compose(
            set ->
                differences(request.id(), null, new LinkedHashMap<>())
                    .compose(
                        byStation ->
                            byStation.isEmpty()
                                ? Future.succeededFuture(new Repaired(0, List.of()))
                                : repair(request, set, byStation)));
  }

  /** What is to be set, by station. */
  private Future<Map<String, List<NewValue>>> differences(
      String id, WantedStore.@Nullable After after, Map<String, List<NewValue>> byStation) {
    return store
        .drift(pool, id, PAGE, after)
        .compose(
            places -> {
              boolean more = places.size() > PAGE;
              List<WantedStore.Place> page = more ? places.subList(0, PAGE) : places;
              for (WantedStore.Place place : page) {
                Drift drift = place.drift();
                if (drift.difference() == Difference.Differs) {
                  byStation
                      .computeIfAbsent(drift.chargerId(), station -> new ArrayList<>())
                      .add(new NewValue(drift.name(), drift.type(), drift.wanted()));
                }
              }
              long found = byStation.values().stream().mapToLong(List::size).sum();
              return more && found < MOST_DIFFERENCES
                  ? differences(id, page.get(page.size() - 1).after(), byStation)
                  : Future.succeededFuture(byStation);
            });
  }

  private Future<Repaired> repair(
      Repair request, WantedSet set, Map<String, List<NewValue>> byStation) {
    return fleet
        .limits(pool, MessageLimits.names(PlanService.SET), List.copyOf(byStation.keySet()))
        .compose(
            models -> {
              Map<String, List<String>> payloads = new LinkedHashMap<>();
              byStation.forEach(
                  (station, values) ->
                      MessageLimits.of(PlanService.SET, models.getOrDefault(station, Map.of()))
                          .cut(values, PlanService::writing)
                          .forEach(payload -> add(payloads, payload, station)));
              return start(
                      request,
                      set,
                      payloads.size() <= MOST_CAMPAIGNS ? payloads : oneByOne(byStation))
                  .map(started -> new Repaired(byStation.size(), started));
            });
  }

  /** Stations that differ in many ways have still few variables to set, each a campaign. */
  private static Map<String, List<String>> oneByOne(Map<String, List<NewValue>> byStation) {
    Map<String, List<String>> payloads = new LinkedHashMap<>();
    byStation.forEach(
        (station, values) ->
            values.forEach(value -> add(payloads, PlanService.writing(List.of(value)), station)));
    if (payloads.size() > MOST_CAMPAIGNS) {
      throw new GalvanException(
          Fault.CONFLICT,
          "this needs more than " + MOST_CAMPAIGNS + " campaigns; make smaller sets");
    }
    return payloads;
  }

  private static void add(Map<String, List<String>> payloads, String payload, String station) {
    payloads.computeIfAbsent(payload, one -> new ArrayList<>()).add(station);
  }

  private Future<List<Campaign>> start(
      Repair request, WantedSet set, Map<String, List<String>> payloads) {
    List<Campaign> started = new ArrayList<>();
    Future<?> all = Future.succeededFuture();
    for (Map.Entry<String, List<String>> one : payloads.entrySet()) {
      NewCampaign campaign =
          new NewCampaign(
              name(set),
              PlanService.SET,
              one.getKey(),
              one.getValue(),
              null,
              request.parallelism(),
              request.waitS(),
              request.requestedBy(),
              OcppVersion.V2_0_1);
      all = all.compose(ok -> campaigns.apply(campaign)).onSuccess(started::add);
    }
    return all.map(started);
  }

  private static String name(WantedSet set) {
    String name = "Repair " + set.name();
    return name.length() <= TEXT ? name : name.substring(0, TEXT);
  }
}
