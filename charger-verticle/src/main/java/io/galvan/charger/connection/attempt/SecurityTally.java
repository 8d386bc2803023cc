package io.galvan.charger.connection.attempt;

import io.galvan.charger.connection.attempt.AttemptBook.Folded;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refused connections as the standard's security events (security whitepaper, 3.6; 2.0.1 part 2,
 * appendix 1): the first of a station and type at once, then one a minute with the count of those
 * since. Not thread-safe: for one event loop.
 */
final class SecurityTally {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int MOST = 10_000;
  private static final int MOST_ADDRESSES = 3;

  private record Key(String chargerId, Outcome outcome) {}

  private static final class Told {
    Instant next = Instant.MIN;
    Instant lastAt = Instant.MIN;
    long count;
    final Set<String> addresses = new LinkedHashSet<>();
  }

  private final Map<Key, Told> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Told> eldest) {
          return size() > MOST;
        }
      };

  /** The standard's name for the outcome; null for one that is no security event. */
  static @Nullable String type(Outcome outcome) {
    return switch (outcome) {
      case wrong_password, no_password, profile_too_low -> "FailedToAuthenticateAtCsms";
      case no_certificate, foreign_certificate -> "InvalidChargingStationCertificate";
      case accepted, wrong_path, no_subprotocol, unknown, occupied, tls_failed, limited -> null;
    };
  }

  /** Counts attempts of a station that is stored. */
  void count(String chargerId, Folded folded) {
    Told of = told.computeIfAbsent(new Key(chargerId, folded.way().outcome()), key -> new Told());
    of.count += folded.count();
    of.lastAt = of.lastAt.isAfter(folded.lastAt()) ? of.lastAt : folded.lastAt();
    if (of.addresses.size() <= MOST_ADDRESSES) {
      of.addresses.add(folded.way().address());
    }
  }

  /** What is to be told now. */
  List<Notice> due(Instant now) {
    List<Notice> due = new ArrayList<>();
    told.entrySet()
        .removeIf(
            entry -> {
              Told of = entry.getValue();
              boolean quiet = now.isBefore(of.next);
              if (of.count > 0 && !quiet) {
                due.add(notice(entry.getKey(), of));
                of.count = 0;
                of.addresses.clear();
                of.next = now.plus(QUIET);
                return false;
              }
              return of.count == 0 && !quiet;
            });
    return due;
  }

  private static Notice notice(Key key, Told of) {
    List<String> addresses = of.addresses.stream().limit(MOST_ADDRESSES).toList();
    return new Notice(
        key.chargerId,
        NoticeKind.SecurityEvent,
        String.valueOf(type(key.outcome)),
        null,
        key.outcome
            + " from "
            + String.join(", ", addresses)
            + (of.addresses.size() > MOST_ADDRESSES ? " and others" : "")
            + (of.count == 1 ? "" : ", " + of.count + " times"),
        of.lastAt);
  }
}
