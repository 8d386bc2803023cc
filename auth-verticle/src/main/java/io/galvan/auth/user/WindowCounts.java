package io.galvan.auth.user;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts on this node what comes for a key, within a window of time that begins with the first.
 * Keys beyond the bound push out the oldest. Not thread-safe: for one event loop.
 */
final class WindowCounts<K> {
  private final Clock clock;
  private final Duration length;
  private final Map<K, Window> windows;

  private record Window(Instant end, int count) {}

  WindowCounts(Clock clock, Duration length, int maxKeys) {
    this.clock = clock;
    this.length = length;
    this.windows =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Window> eldest) {
            return size() > maxKeys;
          }
        };
  }

  /**
   * Throws TOO_MANY, with the time to wait, when so many were counted.
   *
   * @param message what there were too many of
   */
  void check(K key, int most, String message) {
    Instant now = clock.instant();
    Window window = windows.get(key);
    if (window != null && now.isBefore(window.end) && window.count >= most) {
      Duration wait = Duration.between(now, window.end);
      throw new GalvanException(
              Fault.TOO_MANY, message + "; wait " + (wait.toMinutes() + 1) + " minutes")
          .retryAfter(wait);
    }
  }

  void count(K key) {
    Instant now = clock.instant();
    Window window = windows.get(key);
    if (window == null || !now.isBefore(window.end)) {
      windows.remove(key);
      windows.put(key, new Window(now.plus(length), 1));
    } else {
      windows.put(key, new Window(window.end, window.count + 1));
    }
  }

  /** The key starts anew. */
  void forget(K key) {
    windows.remove(key);
  }
}
