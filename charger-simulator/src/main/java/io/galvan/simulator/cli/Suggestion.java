package io.galvan.simulator.cli;

import java.util.Collection;
import java.util.Locale;

/** Guesses which name was meant by one that is none. */
final class Suggestion {
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** {@code "; did you mean …?"} with the nearest name; nothing when none is near. */
  static String of(String word, Collection<String> names) {
    String nearest = "";
    int least = Math.max(1, word.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
  }

  /** How many letters must be changed, left out or put in (Levenshtein). */
  private static int distance(String one, String other) {
    if (one.length() > LONGEST || other.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[other.length()];
  }
}
