package io.galvan.simulator.load;

import java.nio.charset.StandardCharsets;

/** Looking for bytes in bytes. */
final class Bytes {
  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Where a pattern first begins in a range; -1 when it is not there. */
  static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
    for (int at = from; at <= to - pattern.length; at++) {
      if (bytes[at] == pattern[0] && startsWith(bytes, at, to, pattern)) {
        return at;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] pattern) {
    if (to - from < pattern.length) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (bytes[from + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }
}
