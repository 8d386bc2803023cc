package io.galvan.central.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this node, by charging station. Read and written from all event loops. */
public final class SessionRegistry {
  private final ConcurrentHashMap<String, ChargerSession> sessions = new ConcurrentHashMap<>();

  /**
   * The newest connection wins: puts the session in unless one with a higher epoch is there; gives
   * the one it replaced.
   */
  public @Nullable ChargerSession put(ChargerSession session) {
    ChargerSession[] loser = new ChargerSession[1];
    sessions.compute(
        session.chargerId(),
        (id, present) -> {
          if (present != null && present.epoch() > session.epoch()) {
            loser[0] = session;
            return present;
          }
          loser[0] = present;
          return session;
        });
    return loser[0];
  }

  /** Removes this very session; a newer one of the same station stays. */
  void remove(ChargerSession session) {
    sessions.remove(session.chargerId(), session);
  }

  public @Nullable ChargerSession find(String chargerId) {
    return sessions.get(chargerId);
  }

  public Collection<ChargerSession> all() {
    return sessions.values();
  }

  public int size() {
    return sessions.size();
  }
}
