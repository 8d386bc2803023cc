package io.galvan.charger.locallist;

import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.locallist.LocalLists.LocalListState;
import io.galvan.contract.token.TokenTerms.Told;
import io.galvan.contract.token.Tokens.TokenStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a charger's local authorization list is known to hold, and the rules of OCPP 1.6 part 2,
 * 5.15 by which what it answers changes that.
 *
 * @param version of the entries; null when what the charger holds is not known
 * @param reportedVersion as the charger said last: by reporting it, or by accepting an update
 * @param plannedVersion the highest version given to an update so far
 * @param entries by idToken in lower case, for the charger compares them so
 */
record LocalList(
    String chargerId,
    @Nullable Integer version,
    @Nullable Integer reportedVersion,
    int plannedVersion,
    Map<String, Entry> entries,
    @Nullable ListUpdateType lastUpdateType,
    @Nullable String lastStatus) {
  static final String ACCEPTED = "Accepted";
  static final String NOT_SUPPORTED = "NotSupported";
  private static final int NO_LIST = -1;

  /** More than any station holds; beyond this its list counts as not known. */
  private static final int MAX_ENTRIES = 50_000;

  /**
   * One idToken of the list.
   *
   * @param type of the token; null in a list of 1.6
   * @param told what more a station of 2.x is told; null is nothing
   */
  record Entry(
      String idToken,
      TokenStatus status,
      @Nullable Instant expiresAt,
      @Nullable String parentIdToken,
      @Nullable String type,
      @Nullable Told told) {
    private static final Told NOTHING = new Told(null, null, null, null, null, null, null, null);

    /** As a station of 1.6 holds it. */
    static Entry of(
        String idToken,
        TokenStatus status,
        @Nullable Instant expiresAt,
        @Nullable String parentIdToken) {
      return new Entry(idToken, status, toTheSecond(expiresAt), parentIdToken, null, null);
    }

    /** Finer times may be lost on the wire. */
    static @Nullable Instant toTheSecond(@Nullable Instant time) {
      return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    Change change() {
      return new Change(idToken, type, this);
    }

    static @Nullable Told orNull(Told told) {
      return told.equals(NOTHING) ? null : told;
    }
  }

  /**
   * A token comes, changes or goes.
   *
   * @param entry null: it goes
   */
  record Change(String idToken, @Nullable String type, @Nullable Entry entry) {}

  /**
   * A SendLocalList.
   *
   * @param full it replaces the whole list
   */
  record Update(int version, boolean full, List<Change> changes) {}

  static LocalList unknown(String chargerId) {
    return new LocalList(chargerId, null, null, 0, Map.of(), null, null);
  }

  static String key(String idToken) {
    return idToken.toLowerCase(Locale.ROOT);
  }

  static Map<String, Entry> byKey(List<Entry> entries) {
    Map<String, Entry> byKey = new LinkedHashMap<>();
    entries.forEach(entry -> byKey.put(key(entry.idToken()), entry));
    return byKey;
  }

  /** The charger took the update. */
  LocalList accepted(Update update) {
    boolean full = update.full();
    Map<String, Entry> held = new LinkedHashMap<>();
    if (!full) {
      held.putAll(entries);
    }
    for (Change change : update.changes()) {
      if (change.entry() == null) {
        held.remove(key(change.idToken()));
      } else {
        held.put(key(change.idToken()), change.entry());
      }
    }
    boolean known = (full || isBase()) && held.size() <= MAX_ENTRIES;
    return new LocalList(
        chargerId,
        known ? update.version() : null,
        update.version(),
        plannedVersion,
        known ? held : Map.of(),
        type(update),
        ACCEPTED);
  }

  /** The charger answered the update with another status, or the code of a CALLERROR. */
  LocalList refused(Update update, String status) {
    return new LocalList(
        chargerId, version, reportedVersion, plannedVersion, entries, type(update), status);
  }

  /** Nobody knows whether the charger took the update. */
  LocalList unanswered(Update update) {
    return new LocalList(chargerId, null, null, plannedVersion, Map.of(), type(update), null);
  }

  private static ListUpdateType type(Update update) {
    return update.full() ? ListUpdateType.Full : ListUpdateType.Differential;
  }

  /** The charger told its version; 0 is an empty list. */
  LocalList reported(int told) {
    boolean supportsAfterAll = told != NO_LIST && NOT_SUPPORTED.equals(lastStatus);
    boolean lost = told == 0 && !entries.isEmpty();
    return new LocalList(
        chargerId,
        told == 0 && (version == null || lost) ? Integer.valueOf(0) : version,
        told,
        plannedVersion,
        lost ? Map.of() : entries,
        lastUpdateType,
        supportsAfterAll ? null : lastStatus);
  }

  /** The charger has no local list: it does not know the message. */
  LocalList unsupported() {
    return new LocalList(
        chargerId, null, NO_LIST, plannedVersion, Map.of(), lastUpdateType, NOT_SUPPORTED);
  }

  LocalList planned(int highest) {
    return new LocalList(
        chargerId, version, reportedVersion, highest, entries, lastUpdateType, lastStatus);
  }

  /** Whether what we know is what the charger holds, so that changes to it can be sent. */
  boolean isBase() {
    return version != null
        && (version.equals(reportedVersion)
            || (reportedVersion != null && reportedVersion == 0 && entries.isEmpty()));
  }

  /** Whether the charger holds this idToken, or may do so for all we know. */
  boolean mayHold(String idToken) {
    boolean sent = plannedVersion > 0 && !NOT_SUPPORTED.equals(lastStatus);
    return isBase() ? entries.containsKey(key(idToken)) : sent;
  }

  boolean isRefused() {
    return lastStatus != null && !lastStatus.equals(ACCEPTED);
  }

  LocalListState state(Map<String, Entry> wanted) {
    if (NOT_SUPPORTED.equals(lastStatus)
        || (reportedVersion != null && reportedVersion == NO_LIST)) {
      return LocalListState.NotSupported;
    }
    if (isRefused()) {
      return LocalListState.Failed;
    }
    if (reportedVersion == null) {
      return LocalListState.Unknown;
    }
    return isBase() && entries.equals(wanted) ? LocalListState.InSync : LocalListState.Behind;
  }

  /** What must be sent so that the charger holds these: what goes first, so that there is room. */
  List<Change> changesTo(Map<String, Entry> wanted) {
    List<Change> changes = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (!wanted.containsKey(key)) {
            changes.add(new Change(entry.idToken(), entry.type(), null));
          }
        });
    wanted.forEach(
        (key, entry) -> {
          if (!entry.equals(entries.get(key))) {
            changes.add(entry.change());
          }
        });
    return changes;
  }

  /** A version above all that were ever used, with room for so many more. */
  int nextVersion(int room) {
    int highest =
        Math.max(
            plannedVersion,
            Math.max(version == null ? 0 : version, reportedVersion == null ? 0 : reportedVersion));
    return highest > Integer.MAX_VALUE - room - 1 ? 1 : Math.max(0, highest) + 1;
  }
}
