package io.galvan.charger.connection.attempt;

import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.registration.Identities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of the last minute in memory: repeats are one entry with a count, and the number of
 * entries is bounded for each address and in all. Not thread-safe: for one event loop.
 */
final class AttemptBook {
  /** Refused ways of one address; more are folded into one that names no identity. */
  static final int MOST_OF_AN_ADDRESS = 100;

  static final int MOST_REFUSED = 10_000;
  static final int MOST_ACCEPTED = 50_000;

  /** So long an entry is known as a repeat after its last attempt. */
  private static final Duration REPEATS = Duration.ofMinutes(1);

  /** All that must be the same for a repeat. */
  record Way(
      @Nullable String identity,
      String address,
      @Nullable Transport transport,
      @Nullable String asked,
      boolean secure,
      Outcome outcome,
      @Nullable String certificateSubject,
      @Nullable String certificateFingerprint) {
    private static Way of(Attempt attempt) {
      return new Way(
          attempt.identity(),
          attempt.address(),
          attempt.transport(),
          attempt.asked(),
          attempt.secure(),
          attempt.outcome(),
          attempt.certificateSubject(),
          attempt.certificateFingerprint());
    }

    private Way nameless() {
      return new Way(null, address, transport, null, secure, outcome, null, null);
    }

    private boolean isNameless() {
      return identity == null && asked == null && certificateFingerprint == null;
    }
  }

  /** So many attempts of one way that are not stored yet. */
  record Folded(Way way, long count, Instant firstAt, Instant lastAt) {
    private Folded and(Folded later) {
      return new Folded(
          way,
          count + later.count,
          firstAt.isBefore(later.firstAt) ? firstAt : later.firstAt,
          lastAt.isAfter(later.lastAt) ? lastAt : later.lastAt);
    }
  }

  private final Map<Way, Folded> refused = new LinkedHashMap<>();
  private final Map<Way, Folded> accepted = new LinkedHashMap<>();
  private final Map<String, Integer> ofAddress = new HashMap<>();

  /** Counts the attempt; false if there is no room for it. */
  boolean add(Attempt attempt) {
    Way way = Way.of(attempt);
    return add(new Folded(way, 1, attempt.at(), attempt.at()));
  }

  /** Counts what could not be stored again. */
  void giveBack(List<Folded> taken) {
    taken.forEach(this::add);
  }

  private boolean add(Folded added) {
    Way way = added.way;
    if (way.outcome() == Outcome.accepted) {
      if (accepted.size() >= MOST_ACCEPTED && !accepted.containsKey(way)) {
        return false;
      }
      accepted.merge(way, added, Folded::and);
      return true;
    }
    Folded known = refused.get(way);
    if (known == null) {
      boolean many =
          refused.size() >= MOST_REFUSED
              || ofAddress.getOrDefault(way.address(), 0) >= MOST_OF_AN_ADDRESS;
      if (many && !way.isNameless()) {
        Way nameless = way.nameless();
        return add(new Folded(nameless, added.count, added.firstAt, added.lastAt));
      }
      if (refused.size() >= 2 * MOST_REFUSED) {
        return false;
      }
      ofAddress.merge(way.address(), 1, Integer::sum);
    }
    refused.put(way, known == null || known.count == 0 ? added : known.and(added));
    return true;
  }

  /** At most so many ways with attempts that are not stored yet; they count as stored now. */
  List<Folded> take(int most) {
    List<Folded> taken = new ArrayList<>();
    for (Map.Entry<Way, Folded> entry : refused.entrySet()) {
      Folded folded = entry.getValue();
      if (folded.count > 0) {
        taken.add(folded);
        entry.setValue(new Folded(folded.way, 0, folded.lastAt, folded.lastAt));
        if (taken.size() == most) {
          return taken;
        }
      }
    }
    Iterator<Folded> in = accepted.values().iterator();
    while (in.hasNext() && taken.size() < most) {
      taken.add(in.next());
      in.remove();
    }
    return taken;
  }

  /** Forgets ways that are stored and were not seen for a minute. */
  void forget(Instant now) {
    Instant oldest = now.minus(REPEATS);
    refused
        .values()
        .removeIf(
            folded -> {
              boolean old = folded.count == 0 && folded.lastAt.isBefore(oldest);
              if (old) {
                ofAddress.computeIfPresent(
                    folded.way.address(), (address, n) -> n > 1 ? n - 1 : null);
              }
              return old;
            });
  }

  /** Whether this identity was let in from this address, and that is not stored yet. */
  boolean hasAccepted(String identity, String address) {
    return accepted.keySet().stream()
        .anyMatch(
            way ->
                way.address().equals(address)
                    && way.identity() != null
                    && Identities.same(way.identity(), identity));
  }
}
