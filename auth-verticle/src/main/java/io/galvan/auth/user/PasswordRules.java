package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.platform.error.GalvanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords people may choose: 10 to 128 characters, and none that is guessed first: a word
 * of our list or of the person's own name with figures and signs around it, a row of the keyboard
 * or the alphabet, or a few characters over and over.
 */
final class PasswordRules {
  static final int LEAST = 10;
  static final int MOST = 128;
  private static final int LEAST_DIFFERENT = 5;
  private static final int SHORTEST_ROW = 5;

  private static final List<String> ROWS =
      Stream.of(
              "abcdefghijklmnopqrstuvwxyz".repeat(2),
              "01234567890".repeat(12),
              "qwertyuiopasdfghjklzxcvbnm",
              "qwertzuiopasdfghjklyxcvbnm",
              "azertyuiopqsdfghjklmwxcvbn",
              "1q2w3e4r5t6z7u8i9o0p",
              "1q2w3e4r5t6y7u8i9o0p",
              "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p")
          .flatMap(row -> Stream.of(row, new StringBuilder(row).reverse().toString()))
          .toList();

  private static final Set<String> WORDS = words();

  private PasswordRules() {}

  private static Set<String> words() {
    try (InputStream stream = PasswordRules.class.getResourceAsStream("weak-passwords.txt")) {
      if (stream == null) {
        throw new IllegalStateException("weak-passwords.txt is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split("\\s+")))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The password as bytes; INVALID, with the field, when it may not be one. */
  static byte[] check(String field, @Nullable String password, @Nullable String email) {
    String given = Fields.required(field, password, LEAST, MOST);
    if (isWeak(given, email)) {
      throw GalvanException.invalid(field, field + " is one of those that are guessed first");
    }
    return given.getBytes(StandardCharsets.UTF_8);
  }

  static boolean isWeak(String password, @Nullable String email) {
    String plain = password.toLowerCase(Locale.ROOT);
    if (plain.chars().distinct().count() < LEAST_DIFFERENT) {
      return true;
    }
    String dense =
        plain
            .chars()
            .filter(Character::isLetterOrDigit)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return isOfRows(dense)
        || isWord(trimmed(dense), email)
        || isWord(trimmed(asLetters(plain)), email)
        || isWord(asLetters(trimmed(plain)), email);
  }

  /** Whether the whole is rows of the keyboard or the alphabet, one after the other. */
  private static boolean isOfRows(String text) {
    int at = 0;
    while (at < text.length()) {
      int end = text.length();
      while (end - at >= SHORTEST_ROW && !isRow(text.substring(at, end))) {
        end--;
      }
      if (end - at < SHORTEST_ROW) {
        return false;
      }
      at = end;
    }
    return at > 0;
  }

  private static boolean isRow(String part) {
    return ROWS.stream().anyMatch(row -> row.contains(part));
  }

  private static boolean isWord(String word, @Nullable String email) {
    if (word.isEmpty()) {
      return true;
    }
    for (int times = 1; times <= 4; times++) {
      int length = word.length() / times;
      String part = word.substring(0, length);
      if (length >= 3
          && word.equals(part.repeat(times))
          && (WORDS.contains(part) || isOf(part, email))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(String word, @Nullable String email) {
    if (email == null) {
      return false;
    }
    String address = email.toLowerCase(Locale.ROOT);
    String name = address.substring(0, Math.max(0, address.indexOf('@')));
    return word.equals(trimmed(name))
        || word.equals(letters(name))
        || word.equals(letters(address));
  }

  /** Without what is no letter, at both ends. */
  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && !Character.isLetter(text.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetter(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.chars().filter(Character::isLetter).forEach(c -> letters.append((char) c));
    return letters.toString();
  }

  /** Figures and signs as the letters they are written for. */
  private static String asLetters(String text) {
    StringBuilder letters = new StringBuilder();
    for (char c : text.toCharArray()) {
      char letter =
          switch (c) {
            case '0' -> 'o';
            case '1', '!' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> c;
          };
      if (Character.isLetterOrDigit(letter)) {
        letters.append(letter);
      }
    }
    return letters.toString();
  }
}
