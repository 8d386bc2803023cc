package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AuthorizationData;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.AuthorizeRequest;
import io.galvan.ocpp.v16.AuthorizeResponse;
import io.galvan.ocpp.v16.IdTagInfo;
import io.galvan.ocpp.v16.SendLocalListRequest;
import io.galvan.ocpp.v16.UpdateStatus;
import io.galvan.ocpp.v16.UpdateType;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may charge: the local list, the cache, the central system (OCPP 1.6, section 3.5). */
final class Authorization {
  private static final int MAX_CACHED = 1_000;

  private final Configuration configuration;
  private final Timeline timeline;
  private final Station station;
  private final Map<String, IdTagInfo> list = new LinkedHashMap<>();
  private final Map<String, IdTagInfo> cache =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, IdTagInfo> eldest) {
          return size() > MAX_CACHED;
        }
      };
  private int listVersion;

  Authorization(Station station) {
    this.station = station;
    this.configuration = station.configuration();
    this.timeline = station.timeline();
  }

  /** What is known of a tag; asks the central system unless a local answer may be used. */
  Future<IdTagInfo> authorize(String tag) {
    IdTagInfo known = local(tag);
    if (known != null
        && known.status() == AuthorizationStatus.Accepted
        && configuration.flag(Configuration.LOCAL_PRE_AUTHORIZE)) {
      return Future.succeededFuture(known);
    }
    return station
        .call(Actions16.AUTHORIZE, new AuthorizeRequest(tag))
        .map(AuthorizeResponse::idTagInfo)
        .onSuccess(info -> remember(tag, info))
        .recover(unreachable -> Future.succeededFuture(offline(tag)));
  }

  private IdTagInfo offline(String tag) {
    IdTagInfo known = local(tag);
    if (known != null && configuration.flag(Configuration.LOCAL_AUTHORIZE_OFFLINE)) {
      return known;
    }
    return IdTagInfo.of(
        known == null && configuration.flag(Configuration.ALLOW_OFFLINE_TX_FOR_UNKNOWN_ID)
            ? AuthorizationStatus.Accepted
            : AuthorizationStatus.Invalid);
  }

  /** The list comes before the cache; what has expired is not accepted. */
  private @Nullable IdTagInfo local(String tag) {
    String key = key(tag);
    IdTagInfo info =
        configuration.flag(Configuration.LOCAL_AUTH_LIST_ENABLED) ? list.get(key) : null;
    if (info == null && configuration.flag(Configuration.AUTHORIZATION_CACHE_ENABLED)) {
      info = cache.get(key);
    }
    if (info != null
        && info.status() == AuthorizationStatus.Accepted
        && info.expiryDate() != null
        && info.expiryDate().toInstant().isBefore(timeline.now())) {
      return new IdTagInfo(info.expiryDate(), info.parentIdTag(), AuthorizationStatus.Expired);
    }
    return info;
  }

  /** Keeps what the central system said of a tag. */
  void remember(String tag, IdTagInfo info) {
    if (configuration.flag(Configuration.AUTHORIZATION_CACHE_ENABLED)) {
      cache.put(key(tag), info);
    }
  }

  /** ClearCache; false when there is no cache. */
  boolean clearCache() {
    cache.clear();
    return configuration.flag(Configuration.AUTHORIZATION_CACHE_ENABLED);
  }

  /** GetLocalListVersion: 0 for an empty list, -1 when lists are off. */
  int listVersion() {
    if (!configuration.flag(Configuration.LOCAL_AUTH_LIST_ENABLED)) {
      return -1;
    }
    return list.isEmpty() ? 0 : listVersion;
  }

  /** SendLocalList. */
  UpdateStatus update(SendLocalListRequest request) {
    if (!configuration.flag(Configuration.LOCAL_AUTH_LIST_ENABLED)) {
      return UpdateStatus.NotSupported;
    }
    List<AuthorizationData> entries =
        request.localAuthorizationList() == null ? List.of() : request.localAuthorizationList();
    boolean full = request.updateType() == UpdateType.Full;
    if (!full && request.listVersion() <= listVersion) {
      return UpdateStatus.VersionMismatch;
    }
    if (entries.size() > configuration.number(Configuration.SEND_LOCAL_LIST_MAX_LENGTH)
        || !wellFormed(entries, full)) {
      return UpdateStatus.Failed;
    }
    Map<String, IdTagInfo> updated = new LinkedHashMap<>(full ? Map.of() : list);
    for (AuthorizationData entry : entries) {
      if (entry.idTagInfo() == null) {
        updated.remove(key(entry.idTag()));
      } else {
        updated.put(key(entry.idTag()), entry.idTagInfo());
      }
    }
    if (updated.size() > configuration.number(Configuration.LOCAL_AUTH_LIST_MAX_LENGTH)) {
      return UpdateStatus.Failed;
    }
    list.clear();
    list.putAll(updated);
    listVersion = request.listVersion();
    return UpdateStatus.Accepted;
  }

  private static boolean wellFormed(List<AuthorizationData> entries, boolean full) {
    Set<String> seen = new HashSet<>();
    return entries.stream()
        .allMatch(entry -> seen.add(key(entry.idTag())) && (!full || entry.idTagInfo() != null));
  }

  /** IdTokens are CiStrings. */
  private static String key(String tag) {
    return tag.toLowerCase(Locale.ROOT);
  }
}
