package io.galvan.central.api.user;

import io.galvan.central.api.operation.SignedInUser;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.ApiKeys.Check;
import io.galvan.contract.user.ApiKeys.Credential;
import io.galvan.contract.user.ApiKeys.Use;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who the API keys are that come with requests. The auth service is asked when a key comes first,
 * and once a minute while it is used, beside the requests; what it said is good for 15 minutes, as
 * a token is, so that keys go on while the database is away. That a grant has ended is known at
 * once. Keys are remembered by their hashes. Thread-safe.
 */
final class KeyBearers {
  private static final int MOST_REMEMBERED = 1_000;
  private static final Duration ASKED_EVERY = Duration.ofMinutes(1);

  private final Bus bus;
  private final Clock clock;
  private final Predicate<String> ended;

  /** Answers that are awaited, so that many requests at once ask once. */
  private final Map<String, Future<Use>> asked = new HashMap<>();

  private record Remembered(Use use, Instant since) {}

  /** The least recently used is forgotten. */
  private final Map<String, Remembered> good =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  /**
   * @param ended whether this node knows that the grant of this id has ended
   */
  KeyBearers(Bus bus, Clock clock, Predicate<String> ended) {
    this.bus = bus;
    this.clock = clock;
    this.ended = ended;
  }

  /**
   * Whose key it is; fails with UNAUTHENTICATED for a wrong one, TOO_MANY after too many.
   *
   * @param network what wrong keys are counted by
   */
  Future<SignedInUser> check(String text, String network) {
    Credential credential = Credential.parse(text).orElse(null);
    if (credential == null) {
      return bus.request(ApiKeys.CHECK, new Check(null, network, false))
          .compose(use -> Future.failedFuture(refused()));
    }
    Remembered known = good.get(credential.hash());
    if (known == null || !isGood(known)) {
      return ask(credential, network, known != null).map(this::user);
    }
    if (!clock.instant().isBefore(known.since().plus(ASKED_EVERY))) {
      // Also tells that the key is in use; the request does not wait for it.
      ask(credential, network, true);
    }
    return Future.succeededFuture(SignedInUser.of(known.use()));
  }

  private boolean isGood(Remembered known) {
    Instant now = clock.instant();
    Instant end = known.use().expiresAt();
    return now.isBefore(known.since().plus(Bearers.LONGEST))
        && (end == null || now.isBefore(end))
        && !ended.test(known.use().grantId());
  }

  private Future<Use> ask(Credential credential, String network, boolean seen) {
    String hash = credential.hash();
    synchronized (asked) {
      Future<Use> awaited = asked.get(hash);
      if (awaited != null) {
        return awaited;
      }
      Instant since = clock.instant();
      Future<Use> answer = bus.request(ApiKeys.CHECK, new Check(credential, network, seen));
      if (!answer.isComplete()) {
        asked.put(hash, answer);
      }
      return answer.onComplete((use, failure) -> told(hash, since, use, failure));
    }
  }

  private void told(String hash, Instant since, @Nullable Use use, @Nullable Throwable failure) {
    synchronized (asked) {
      asked.remove(hash);
    }
    if (use != null) {
      good.put(hash, new Remembered(use, since));
    } else if (failure instanceof GalvanException known && known.fault() == Fault.UNAUTHENTICATED) {
      good.remove(hash);
    }
  }

  /** The grant may have ended while the answer was under way. */
  private SignedInUser user(Use use) {
    if (ended.test(use.grantId())) {
      throw refused();
    }
    return SignedInUser.of(use);
  }

  private static GalvanException refused() {
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the API key is wrong, has expired or was revoked");
  }
}
