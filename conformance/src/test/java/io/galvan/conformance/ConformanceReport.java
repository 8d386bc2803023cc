package io.galvan.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The table of cases in docs/conformance.md, written from how they went. A case that needs more
 * than one run (say, one for each kind of key) passed when all of them did.
 */
final class ConformanceReport {
  static final Path DOCUMENT = Path.of("../docs/conformance.md");
  private static final String BEGIN = "<!-- cases of 1.6: written by the conformance suite -->\n";
  private static final String END = "<!-- end of the cases of 1.6 -->\n";
  private static final Pattern METHOD = Pattern.compile("(TC_\\d+(?:_\\d+)?)_([a-z]\\w*)");

  enum Outcome {
    passed,
    failed
  }

  /** A certification case and the test that plays it. */
  record Case(String id, String title, String test) implements Comparable<Case> {
    private static final Comparator<Case> ORDER =
        Comparator.comparing((Case one) -> padded(one.id()));

    static Case of(Method method) {
      Matcher name = METHOD.matcher(method.getName());
      if (!name.matches()) {
        throw new AssertionError(method + " is not named TC_<number>_<what it plays>");
      }
      String title =
          name.group(2).replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
      return new Case(
          name.group(1),
          title,
          method.getDeclaringClass().getSimpleName() + "." + method.getName());
    }

    private static String padded(String id) {
      return id.length() > 6 ? id : id + "_0";
    }

    @Override
    public int compareTo(Case other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Case, Map<Transport, Outcome>> outcomes = new ConcurrentHashMap<>();

  /** Every case that the suite plays, by the names of its methods. */
  static List<Case> all() {
    return ReflectionSupport.findAllClassesInPackage(
            ConformanceReport.class.getPackageName(),
            type ->
                Suite16.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()),
            name -> true)
        .stream()
        .flatMap(
            type ->
                ReflectionSupport.findMethods(
                    type,
                    method -> method.getName().startsWith("TC_"),
                    HierarchyTraversalMode.TOP_DOWN)
                    .stream())
        .map(Case::of)
        .sorted()
        .toList();
  }

  void note(Method method, Transport transport, Outcome outcome) {
    outcomes
        .computeIfAbsent(Case.of(method), ignored -> new EnumMap<>(Transport.class))
        .merge(transport, outcome, (one, other) -> one == Outcome.failed ? one : other);
  }

  /** Replaces the table in the document; refuses after a run of some cases only. */
  void write() {
    if (!outcomes.keySet().containsAll(all())) {
      throw new IllegalStateException("not every case was played, so the table stays as it is");
    }
    try {
      String document = Files.readString(DOCUMENT);
      Files.writeString(
          DOCUMENT,
          document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
              + table()
              + document.substring(document.indexOf(END)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "\n| case | title | WebSocket | MQTT | Mosquitto | test |\n|---|---|---|---|---|---|\n");
    new TreeMap<>(outcomes)
        .forEach(
            (one, byTransport) ->
                table.append(
                    "| %s | %s | %s | %s | %s | `%s` |\n"
                        .formatted(
                            one.id(),
                            one.title(),
                            word(byTransport.get(Transport.WebSocket)),
                            word(byTransport.get(Transport.MQTT)),
                            word(byTransport.get(Transport.Mosquitto)),
                            one.test())));
    return table.append('\n').toString();
  }

  private static String word(Outcome outcome) {
    return outcome == null ? "–" : outcome.name();
  }

  /** The tests that the document's table names, in its order. */
  static List<String> documented() throws IOException {
    String document = Files.readString(DOCUMENT);
    String table = document.substring(document.indexOf(BEGIN), document.indexOf(END));
    return Pattern.compile("^\\| TC_.*`(\\S+)` \\|$", Pattern.MULTILINE)
        .matcher(table)
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
