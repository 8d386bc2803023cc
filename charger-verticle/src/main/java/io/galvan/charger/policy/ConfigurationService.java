package io.galvan.charger.policy;

import io.galvan.charger.block.Identity;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.policy.Configurations.Configuration;
import io.galvan.contract.policy.Configurations.ConfigurationKey;
import io.galvan.contract.policy.Configurations.ConfigurationReport;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configuration as chargers last reported it. */
final class ConfigurationService {
  private static final int KEY_LENGTH = 500;
  private static final int VALUE_LENGTH = 10_000;
  private static final int MAX_KEYS = 5_000;

  private final Pool pool;
  private final Writer writer;
  private final ConfigurationStore store;

  ConfigurationService(Pool pool, Writer writer, ConfigurationStore store) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code charger.configuration.store}. */
  Future<Done> store(ConfigurationReport report) {
    return writer.write(unit -> store(unit, report));
  }

  /** As part of a change; the passwords of chargers are not kept. */
  Future<Done> store(UnitOfWork unit, ConfigurationReport report) {
    List<ConfigurationKey> keys = storable(report.keys());
    List<String> named = keys.stream().map(ConfigurationKey::key).toList();
    return store
        .holds(unit.sql(), report.chargerId())
        .compose(
            known ->
                known
                    ? write(unit, report, keys, named)
                    : Future.failedFuture(Identity.unknown(report.chargerId())));
  }

  private Future<Done> write(
      UnitOfWork unit,
      ConfigurationReport report,
      List<ConfigurationKey> keys,
      List<String> named) {
    String chargerId = report.chargerId();
    List<Future<?>> steps = new ArrayList<>();
    if (report.complete()) {
      steps.add(store.removeAllBut(unit.sql(), chargerId, named));
    }
    if (!report.unknownKeys().isEmpty()) {
      steps.add(store.remove(unit.sql(), chargerId, names(report.unknownKeys())));
    }
    if (!keys.isEmpty()) {
      steps.add(store.put(unit.sql(), chargerId, keys, unit.now()));
    }
    if (!report.rebootRequired().isEmpty()) {
      steps.add(store.requireReboot(unit.sql(), chargerId, names(report.rebootRequired())));
    }
    unit.emit(chargerId, new ChargerUpdated(ChargerChange.Configuration, null));
    return Future.all(steps).map(Done.DONE);
  }

  private static List<String> names(List<String> keys) {
    return keys.stream().limit(MAX_KEYS).map(key -> Sql.required(key, KEY_LENGTH)).toList();
  }

  /** Each key once, the last report of it; never the secret itself. */
  private static List<ConfigurationKey> storable(List<ConfigurationKey> keys) {
    Map<String, ConfigurationKey> byName = new LinkedHashMap<>();
    for (ConfigurationKey key : keys) {
      String name = Sql.required(key.key(), KEY_LENGTH);
      if (!name.isEmpty() && byName.size() < MAX_KEYS) {
        byName.put(
            lowerAscii(name),
            new ConfigurationKey(name, key.readonly(), valueOf(name, key.value())));
      }
    }
    return List.copyOf(byName.values());
  }

  /** As the index's lower() with collation "C": two names it holds for one must be one here. */
  private static String lowerAscii(String name) {
    StringBuilder lower = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return lower.toString();
  }

  private static @Nullable String valueOf(String name, @Nullable String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    // The charger's password, under its name in 1.6 and in 2.x.
    boolean secret = lower.equals("authorizationkey") || lower.endsWith("basicauthpassword");
    return secret ? null : Sql.text(value, VALUE_LENGTH);
  }

  /** Answers {@code charger.configuration.get}. */
  Future<Configuration> get(ChargerKey key) {
    return store
        .keys(pool, key.chargerId())
        .compose(
            keys ->
                keys == null
                    ? Future.failedFuture(Identity.unknown(key.chargerId()))
                    : Future.succeededFuture(new Configuration(key.chargerId(), keys)));
  }
}
