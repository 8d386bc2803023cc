package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationActions;
import io.galvan.ocpp.v2.AuthorizationData;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.AuthorizeRequest;
import io.galvan.ocpp.v2.AuthorizeResponse;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.OCSPRequestData;
import io.galvan.ocpp.v2.SendLocalListRequest;
import io.galvan.ocpp.v2.SendLocalListStatus;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.ocpp.v2.Update;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may charge: the local list, the cache, the central system (OCPP 2.x, C and D). */
final class Authorization {
  private static final int MAX_CACHED = 1_000;
  private static final int MAX_LISTED = 10_000;
  private static final int ENTRY_BYTES = 100;

  /** What became of a token. */
  record Verdict(IdTokenInfo info, @Nullable Tariff tariff) {
    boolean accepted() {
      return info.status() == AuthorizationStatus.Accepted;
    }
  }

  /** What the cache knows, and until when. */
  private record Cached(IdTokenInfo info, Instant until) {}

  private final Station2 station;
  private final DeviceModel model;
  private final Map<String, IdTokenInfo> list = new LinkedHashMap<>();
  private final Map<String, Cached> cache =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
          return size() > MAX_CACHED;
        }
      };
  private int listVersion;

  Authorization(Station2 station) {
    this.station = station;
    this.model = station.model();
    model
        .find("AuthCacheCtrlr.Storage")
        .ifPresent(each -> each.shows(() -> Integer.toString(cache.size() * ENTRY_BYTES)));
    model
        .find("LocalAuthListCtrlr.Entries")
        .ifPresent(each -> each.shows(() -> Integer.toString(list.size())));
    model
        .find("LocalAuthListCtrlr.Storage")
        .ifPresent(each -> each.shows(() -> Integer.toString(list.size() * ENTRY_BYTES)));
  }

  static IdTokenInfo info(AuthorizationStatus status) {
    return new IdTokenInfo(null, null, null, null, null, null, null, status, null);
  }

  /** What is known of a token; asks the central system unless a local answer may be used. */
  Future<Verdict> authorize(IdToken token) {
    return authorize(token, null, null);
  }

  /** The same for a contract, with its certificate or the hashes of it (C07). */
  Future<Verdict> authorize(
      IdToken token, @Nullable String certificate, @Nullable List<OCSPRequestData> hashes) {
    if (!model.flag("AuthCtrlr.Enabled") || token.type().equals("NoAuthorization")) {
      return Future.succeededFuture(new Verdict(info(AuthorizationStatus.Accepted), null));
    }
    IdTokenInfo known = local(token);
    if (known != null
        && known.status() == AuthorizationStatus.Accepted
        && model.flag("AuthCtrlr.LocalPreAuthorize")) {
      return Future.succeededFuture(new Verdict(known, null));
    }
    if (model.flag("AuthCtrlr.DisableRemoteAuthorization")) {
      return Future.succeededFuture(
          new Verdict(known == null ? info(AuthorizationStatus.Invalid) : known, null));
    }
    return station
        .call(
            AuthorizationActions.AUTHORIZE, new AuthorizeRequest(token, certificate, hashes, null))
        .map(answer -> verdict(token, answer))
        .recover(unreachable -> Future.succeededFuture(new Verdict(offline(token), null)));
  }

  private Verdict verdict(IdToken token, AuthorizeResponse answer) {
    remember(token, answer.idTokenInfo());
    boolean tariffs = station.settings().version() == OcppVersion.V2_1;
    return new Verdict(answer.idTokenInfo(), tariffs ? answer.tariff() : null);
  }

  private IdTokenInfo offline(IdToken token) {
    IdTokenInfo known = local(token);
    if (known != null && model.flag("AuthCtrlr.LocalAuthorizeOffline")) {
      return known;
    }
    return info(
        known == null && model.flag("AuthCtrlr.OfflineTxForUnknownIdEnabled")
            ? AuthorizationStatus.Accepted
            : AuthorizationStatus.Invalid);
  }

  /** The list comes before the cache; what has expired is not known any more (C10, C13). */
  private @Nullable IdTokenInfo local(IdToken token) {
    if (model.flag("LocalAuthListCtrlr.Enabled")) {
      IdTokenInfo listed = list.get(key(token));
      if (listed != null) {
        return listed;
      }
    }
    Cached cached = model.flag("AuthCacheCtrlr.Enabled") ? cache.get(key(token)) : null;
    return cached == null || !cached.until().isAfter(station.timeline().now())
        ? null
        : cached.info();
  }

  /** Keeps what the central system said of a token. */
  void remember(IdToken token, IdTokenInfo info) {
    if (model.flag("AuthCacheCtrlr.Enabled")) {
      Instant until =
          info.cacheExpiryDateTime() == null
              ? station.timeline().now().plusSeconds(model.number("AuthCacheCtrlr.LifeTime"))
              : info.cacheExpiryDateTime().toInstant();
      cache.remove(key(token));
      cache.put(key(token), new Cached(info, until));
    }
  }

  /** Whether a token may end what another began: the same, of its group, or a master pass. */
  Future<Boolean> mayStop(IdToken token, @Nullable IdToken began) {
    if (began != null && key(token).equals(key(began))) {
      return Future.succeededFuture(true);
    }
    Future<Verdict> other = authorize(token);
    return other.compose(
        verdict -> {
          IdToken group = verdict.info().groupIdToken();
          if (!verdict.accepted() || group == null) {
            return Future.succeededFuture(false);
          }
          if (group.idToken().equals(model.text("AuthCtrlr.MasterPassGroupId"))) {
            return Future.succeededFuture(true);
          }
          return began == null
              ? Future.succeededFuture(false)
              : authorize(began).map(own -> sameGroup(group, own.info().groupIdToken()));
        });
  }

  static boolean sameGroup(@Nullable IdToken one, @Nullable IdToken other) {
    return one != null && other != null && one.idToken().equalsIgnoreCase(other.idToken());
  }

  /** ClearCache; false when there is no cache. */
  boolean clearCache() {
    cache.clear();
    return model.flag("AuthCacheCtrlr.Enabled");
  }

  /** Forgets a customer (N09, N10). */
  void forget(IdToken token) {
    cache.remove(key(token));
  }

  /** Whether anything is kept of a customer. */
  boolean knows(IdToken token) {
    return local(token) != null;
  }

  /** GetLocalListVersion: 0 for an empty list. */
  int listVersion() {
    return list.isEmpty() || !model.flag("LocalAuthListCtrlr.Enabled") ? 0 : listVersion;
  }

  /** SendLocalList. */
  SendLocalListStatus update(SendLocalListRequest request) {
    List<AuthorizationData> entries =
        request.localAuthorizationList() == null ? List.of() : request.localAuthorizationList();
    boolean full = request.updateType() == Update.Full;
    if (!model.flag("LocalAuthListCtrlr.Enabled") || request.versionNumber() <= 0) {
      return SendLocalListStatus.Failed;
    }
    if (!full && request.versionNumber() <= listVersion) {
      return SendLocalListStatus.VersionMismatch;
    }
    if (entries.size() > model.number("LocalAuthListCtrlr.ItemsPerMessage")
        || !wellFormed(entries, full)) {
      return SendLocalListStatus.Failed;
    }
    Map<String, IdTokenInfo> updated = new LinkedHashMap<>(full ? Map.of() : list);
    for (AuthorizationData entry : entries) {
      if (entry.idTokenInfo() == null) {
        updated.remove(key(entry.idToken()));
      } else {
        updated.put(key(entry.idToken()), entry.idTokenInfo());
      }
    }
    if (updated.size() > MAX_LISTED) {
      return SendLocalListStatus.Failed;
    }
    list.clear();
    list.putAll(updated);
    listVersion = request.versionNumber();
    return SendLocalListStatus.Accepted;
  }

  private static boolean wellFormed(List<AuthorizationData> entries, boolean full) {
    Set<String> seen = new HashSet<>();
    return entries.stream()
        .allMatch(
            entry -> seen.add(key(entry.idToken())) && (!full || entry.idTokenInfo() != null));
  }

  /** Tokens are without regard to case, and differ by their type. */
  private static String key(IdToken token) {
    return token.type() + " " + token.idToken().toLowerCase(Locale.ROOT);
  }
}
