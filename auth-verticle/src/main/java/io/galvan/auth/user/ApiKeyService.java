package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.ApiKeys.ApiKey;
import io.galvan.contract.user.ApiKeys.Check;
import io.galvan.contract.user.ApiKeys.Credential;
import io.galvan.contract.user.ApiKeys.KeyId;
import io.galvan.contract.user.ApiKeys.KeyPage;
import io.galvan.contract.user.ApiKeys.KeyQuery;
import io.galvan.contract.user.ApiKeys.KeyRole;
import io.galvan.contract.user.ApiKeys.KeyToken;
import io.galvan.contract.user.ApiKeys.NewKey;
import io.galvan.contract.user.ApiKeys.ReplaceKey;
import io.galvan.contract.user.ApiKeys.ShownKey;
import io.galvan.contract.user.ApiKeys.Use;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys of programs: made, looked at, changed, and checked when they come with a request. */
final class ApiKeyService {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyService.class);

  static final int MOST_KEYS = 500;
  static final int MOST_A_MINUTE = 60_000;

  /** Wrong keys of one prefix, and of all, from one network within {@link #WINDOW}. */
  static final int MOST_WRONG = 10;

  static final int MOST_WRONG_IN_ALL = 100;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int MAX_COUNTS = 20_000;

  private static final Duration TOUCHED_EVERY = Duration.ofMinutes(1);
  private static final int MAX_NAME = 100;
  private static final int SECRET_BYTES = 32;
  private static final int PREFIX_LETTERS = 12;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String ORDER = "apiKey";
  private static final UUID FIRST = new UUID(0, 0);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ApiKeyStore store;
  private final Writer writer;
  private final SignedTokens tokens;
  private final Clock clock;
  private final WindowCounts<Wrong> wrong;

  /**
   * @param prefix empty for all of a network together
   */
  private record Wrong(String prefix, String network) {
    Wrong ofAll() {
      return new Wrong("", network);
    }
  }

  /** A new secret: the key as it is told once, and what is stored of it. */
  private record Secret(String key, byte[] hash) {
    static Secret of(String prefix) {
      byte[] bytes = new byte[SECRET_BYTES];
      RANDOM.nextBytes(bytes);
      String key = prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return new Secret(key, HexFormat.of().parseHex(Credential.parse(key).orElseThrow().hash()));
    }

    @Override
    public String toString() {
      return "Secret";
    }
  }

  ApiKeyService(ApiKeyStore store, Writer writer, SignedTokens tokens, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.tokens = tokens;
    this.clock = clock;
    this.wrong = new WindowCounts<>(clock, WINDOW, MAX_COUNTS);
  }

  // ---- keys that come with requests

  /** See {@link Check}. */
  Future<Use> check(Check request) {
    Credential credential = request.credential();
    Wrong own = new Wrong(credential == null ? "no key" : credential.prefix(), request.network());
    refuseGuesser(request, own);
    if (credential == null) {
      return Future.failedFuture(wrong(own));
    }
    return read(store.find(credential.prefix()))
        .map(
            found -> {
              // Others that came at once may have been wrong meanwhile.
              refuseGuesser(request, own);
              ApiKeyStore.Stored stored = found.orElse(null);
              if (stored == null
                  || !MessageDigest.isEqual(stored.hash(), bytes(credential))
                  || isOver(stored.key(), clock.instant())) {
                throw wrong(own);
              }
              wrong.forget(own);
              return stored;
            })
        .onSuccess(this::touch)
        .map(ApiKeyService::use);
  }

  private void refuseGuesser(Check request, Wrong own) {
    if (!request.seen()) {
      wrong.check(own, MOST_WRONG, "too many wrong API keys");
      wrong.check(own.ofAll(), MOST_WRONG_IN_ALL, "too many wrong API keys");
    }
  }

  private GalvanException wrong(Wrong own) {
    wrong.count(own);
    wrong.count(own.ofAll());
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the API key is wrong, has expired or was revoked");
  }

  /** An access token for a right key, as {@link #check} has it. */
  Future<KeyToken> token(Check request) {
    return check(request).map(tokens::issue);
  }

  private static byte[] bytes(Credential credential) {
    try {
      return HexFormat.of().parseHex(credential.hash());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static boolean isOver(ApiKey key, Instant now) {
    return key.expiresAt() != null && !now.isBefore(key.expiresAt());
  }

  private static Use use(ApiKeyStore.Stored stored) {
    ApiKey key = stored.key();
    return new Use(
        key.id(),
        stored.grantId().toString(),
        key.name() + " (" + key.prefix() + ")",
        key.role(),
        key.requestsPerMinute(),
        key.expiresAt());
  }

  /** Beside the request, which does not wait for it. */
  private void touch(ApiKeyStore.Stored stored) {
    Instant last = stored.key().lastUsedAt();
    if (last == null || !clock.instant().isBefore(last.plus(TOUCHED_EVERY))) {
      writer
          .write(unit -> store.touch(unit, UUID.fromString(stored.key().id()), TOUCHED_EVERY))
          .onFailure(
              failure ->
                  LOG.warn(
                      "the use of {} could not be noted: {}",
                      stored.key().prefix(),
                      failure.getMessage()));
    }
  }

  // ---- what admins do with them

  Future<ShownKey> create(NewKey request) {
    String name = name(request.name());
    Instant now = clock.instant();
    String prefix = newPrefix();
    Secret secret = Secret.of(prefix);
    ApiKey key =
        new ApiKey(
            UUID.randomUUID().toString(),
            prefix,
            name,
            role(request.role()),
            rate(request.requestsPerMinute()),
            expiry(request.expiresAt(), now),
            request.createdBy(),
            now,
            null,
            null);
    return writer
        .write(
            unit ->
                store
                    .insert(unit, key, secret.hash(), UUID.randomUUID(), MOST_KEYS)
                    .map(
                        made ->
                            made.orElseThrow(
                                () ->
                                    new GalvanException(
                                        Fault.CONFLICT,
                                        "there are " + MOST_KEYS + " API keys; delete one first"))))
        .map(made -> new ShownKey(made.key(), secret.key()));
  }

  /** See {@link ReplaceKey}. */
  Future<ApiKey> replace(ReplaceKey request) {
    UUID id = id(request.id());
    String name = name(request.name());
    KeyRole role = role(request.role());
    int rate = rate(request.requestsPerMinute());
    return writer.write(
        unit ->
            lock(unit, id)
                .compose(
                    before -> {
                      ApiKey key = before.key();
                      Instant expiry = request.expiresAt();
                      boolean sameExpiry = Objects.equals(expiry, key.expiresAt());
                      if (!sameExpiry) {
                        expiry(expiry, unit.now());
                      }
                      boolean goesOn = sameExpiry && role == key.role();
                      UUID grant = goesOn ? before.grantId() : UUID.randomUUID();
                      return (goesOn ? Future.succeededFuture() : store.end(unit, before.grantId()))
                          .compose(ok -> store.replace(unit, id, name, role, rate, expiry, grant));
                    })
                .map(ApiKeyStore.Stored::key));
  }

  /** Another secret; the one before is good no longer. */
  Future<ShownKey> rotate(KeyId request) {
    UUID id = id(request.id());
    return writer.write(
        unit ->
            lock(unit, id)
                .compose(
                    before -> {
                      Secret secret = Secret.of(before.key().prefix());
                      return store
                          .end(unit, before.grantId())
                          .compose(ok -> store.rotate(unit, id, secret.hash(), UUID.randomUUID()))
                          .map(after -> new ShownKey(after.key(), secret.key()));
                    }));
  }

  Future<Done> delete(KeyId request) {
    UUID id = id(request.id());
    return writer.write(
        unit ->
            lock(unit, id)
                .compose(before -> store.end(unit, before.grantId()))
                .compose(ok -> store.delete(unit, id))
                .map(Done.DONE));
  }

  Future<ApiKey> get(KeyId request) {
    UUID id = id(request.id());
    return read(store.find(id)).map(found -> found.orElseThrow(() -> missing(request.id())).key());
  }

  Future<KeyPage> list(KeyQuery query) {
    int limit = Fields.limit(query.limit());
    String search = Fields.keyOrNull(Fields.optional("search", query.search(), MAX_NAME));
    Cursor after = Cursor.decode(query.cursor(), ORDER);
    return read(store.list(
            after == null ? "" : after.key(),
            after == null ? FIRST : cursorId(after),
            search,
            limit + 1))
        .map(
            keys -> {
              if (keys.size() <= limit) {
                return new KeyPage(keys, null);
              }
              List<ApiKey> page = List.copyOf(keys.subList(0, limit));
              ApiKey last = page.get(limit - 1);
              return new KeyPage(
                  page, new Cursor(ORDER, Fields.key(last.name()), last.id()).encode());
            });
  }

  private Future<ApiKeyStore.Stored> lock(UnitOfWork unit, UUID id) {
    return store.lock(unit, id).map(found -> found.orElseThrow(() -> missing(id.toString())));
  }

  private static String newPrefix() {
    StringBuilder prefix = new StringBuilder(ApiKeys.MARK);
    for (int i = 0; i < PREFIX_LETTERS; i++) {
      prefix.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return prefix.toString();
  }

  private static String name(@Nullable String given) {
    return Fields.required("name", given, 1, MAX_NAME).strip();
  }

  private static KeyRole role(@Nullable KeyRole given) {
    if (given == null) {
      throw GalvanException.invalid("role", "role is missing");
    }
    return given;
  }

  private static int rate(int given) {
    if (given < 1 || given > MOST_A_MINUTE) {
      throw GalvanException.invalid(
          "requestsPerMinute", "requestsPerMinute must be from 1 to " + MOST_A_MINUTE);
    }
    return given;
  }

  private static @Nullable Instant expiry(@Nullable Instant given, Instant now) {
    if (given != null && !given.isAfter(now)) {
      throw GalvanException.invalid("expiresAt", "expiresAt must lie in the future");
    }
    return given;
  }

  private static UUID cursorId(Cursor cursor) {
    try {
      return UUID.fromString(cursor.id());
    } catch (IllegalArgumentException e) {
      throw GalvanException.invalid("cursor", "the cursor does not belong to this list");
    }
  }

  private static UUID id(@Nullable String text) {
    try {
      return UUID.fromString(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw missing(String.valueOf(text));
    }
  }

  private static GalvanException missing(String id) {
    return GalvanException.notFound("API key " + id);
  }

  private static <T> Future<T> read(Future<T> read) {
    return read.recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }
}
