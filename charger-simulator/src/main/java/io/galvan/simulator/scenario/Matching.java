package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds a tree against what is expected of it. Objects may have more fields than expected; arrays
 * have as many elements. A text may be {@code *} for anything that is there, a regular expression
 * between slashes, or a comparison such as {@code >= 5}; null expects that a field is not there.
 */
final class Matching {
  private static final Pattern COMPARISON =
      Pattern.compile("(>=|<=|>|<|!=)\\s*(-?\\d+(?:\\.\\d+)?)");

  private Matching() {}

  static boolean matches(JsonNode expected, JsonNode got) {
    return differences(expected, got).isEmpty();
  }

  /** What differs, a line for each place. */
  static List<String> differences(JsonNode expected, JsonNode got) {
    List<String> differences = new ArrayList<>();
    compare("", expected, got, differences);
    return differences;
  }

  private static void compare(
      String place, JsonNode expected, JsonNode got, List<String> differences) {
    if (expected.isNull() || expected.isMissingNode()) {
      if (!got.isMissingNode() && !got.isNull()) {
        differences.add(at(place) + "must not be there, but is " + got);
      }
    } else if (expected.isObject() && got.isObject()) {
      for (Map.Entry<String, JsonNode> each : expected.properties()) {
        compare(place + "/" + each.getKey(), each.getValue(), got.path(each.getKey()), differences);
      }
    } else if (expected.isArray() && got.isArray() && expected.size() == got.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(place + "/" + i, expected.get(i), got.get(i), differences);
      }
    } else if (!sameValue(expected, got)) {
      differences.add(
          at(place) + "expected " + expected + ", got " + (got.isMissingNode() ? "nothing" : got));
    }
  }

  private static String at(String place) {
    return place.isEmpty() ? "" : place + ": ";
  }

  private static boolean sameValue(JsonNode expected, JsonNode got) {
    if (expected.isNumber() && got.isNumber()) {
      return expected.decimalValue().compareTo(got.decimalValue()) == 0;
    }
    if (!expected.isTextual()) {
      return expected.equals(got);
    }
    String text = expected.asText();
    if (text.equals("*")) {
      return !got.isMissingNode() && !got.isNull();
    }
    if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
      return got.isValueNode()
          && Pattern.compile(text.substring(1, text.length() - 1)).matcher(got.asText()).find();
    }
    Matcher comparison = COMPARISON.matcher(text);
    if (comparison.matches()) {
      return compares(comparison, got);
    }
    return got.isTextual() && got.asText().equals(text);
  }

  /** Numbers stand in texts, too, as in the values of meters. */
  private static boolean compares(Matcher comparison, JsonNode got) {
    BigDecimal number;
    try {
      number = new BigDecimal(got.asText());
    } catch (NumberFormatException none) {
      return false;
    }
    int order = number.compareTo(new BigDecimal(comparison.group(2)));
    return switch (comparison.group(1)) {
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case "<" -> order < 0;
      default -> order != 0;
    };
  }
}
