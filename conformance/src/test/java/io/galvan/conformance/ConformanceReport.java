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
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The tables of cases in docs/conformance.md, written from how they went. A case that needs more
 * than one run (say, one for each kind of key) passed when all of them did.
 */
final class ConformanceReport {
  static final Path DOCUMENT = Path.of("../docs/conformance.md");
  private static final Pattern METHOD =
      Pattern.compile("(TC_(?:[A-Z]_)?\\d+(?:_\\d+)?)_([a-z]\\w*)");

  /** A table of the document: the cases of a version, and the ways in which they are played. */
  enum Section {
    CASES_16("1.6", "v16", Way.WebSocket16, Way.MQTT16, Way.Mosquitto16),
    CASES_201("2.0.1", "v2", Way.WebSocket201, Way.MQTT201, Way.Mosquitto201, Way.WebSocket21),
    CASES_21("2.1", "v21", Way.WebSocket21, Way.MQTT21, Way.Mosquitto21);

    final String number;
    private final String begin;
    private final String end;
    private final String packageName;
    private final List<Way> ways;

    Section(String number, String folder, Way... ways) {
      this.number = number;
      this.begin = "<!-- cases of %s: written by the conformance suite -->\n".formatted(number);
      this.end = "<!-- end of the cases of %s -->\n".formatted(number);
      this.packageName = ConformanceReport.class.getPackageName() + "." + folder;
      this.ways = List.of(ways);
    }

    boolean holds(Method method) {
      return method.getDeclaringClass().getPackageName().equals(packageName);
    }

    /** Every case that the suite plays, by the names of its methods. */
    List<Case> cases() {
      return ReflectionSupport.findAllClassesInPackage(
              packageName,
              type ->
                  Suite.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()),
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

    /** The tests that the document's table names, in its order. */
    List<String> documented() throws IOException {
      String document = Files.readString(DOCUMENT);
      String table = document.substring(document.indexOf(begin), document.indexOf(end));
      return Pattern.compile("^\\| TC_.*`(\\S+)` \\|$", Pattern.MULTILINE)
          .matcher(table)
          .results()
          .map(result -> result.group(1))
          .toList();
    }

    private String table(Map<Case, Map<Way, Outcome>> outcomes) {
      StringBuilder table = new StringBuilder("\n| case | title |");
      ways.forEach(way -> table.append(" ").append(title(way)).append(" |"));
      table.append(" test |\n|---|---|").append("---|".repeat(ways.size() + 1)).append("\n");
      new TreeMap<>(outcomes)
          .forEach(
              (one, byWay) -> {
                table.append("| %s | %s |".formatted(one.id(), one.title()));
                ways.forEach(way -> table.append(" ").append(word(byWay.get(way))).append(" |"));
                table.append(" `%s` |\n".formatted(one.test()));
              });
      return table.append('\n').toString();
    }

    private String title(Way way) {
      String version = way.version().number();
      return way.transport() + (version.equals(number) ? "" : ", " + version);
    }

    private static String word(@Nullable Outcome outcome) {
      return outcome == null ? "–" : outcome.name();
    }
  }

  enum Outcome {
    passed,
    failed
  }

  /** A certification case and the test that plays it. */
  record Case(String id, String title, String test) implements Comparable<Case> {
    private static final Comparator<Case> ORDER =
        Comparator.comparing((Case one) -> padded(one.id())).thenComparing(Case::test);

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

    /** Numbers of three digits come after those of two. */
    private static String padded(String id) {
      String number = id.substring(id.lastIndexOf('_') + 1);
      return id.matches("TC_[A-Z]_\\d+")
          ? id.substring(0, 5) + "0".repeat(4 - number.length()) + number
          : id.length() > 6 ? id : id + "_0";
    }

    @Override
    public int compareTo(Case other) {
      return ORDER.compare(this, other);
    }
  }

  private final Map<Section, Map<Case, Map<Way, Outcome>>> outcomes = new EnumMap<>(Section.class);

  ConformanceReport() {
    for (Section section : Section.values()) {
      outcomes.put(section, new ConcurrentHashMap<>());
    }
  }

  void note(Method method, Way way, Outcome outcome) {
    for (Section section : Section.values()) {
      if (section.holds(method)) {
        outcomes
            .get(section)
            .computeIfAbsent(Case.of(method), ignored -> new EnumMap<>(Way.class))
            .merge(way, outcome, (one, other) -> one == Outcome.failed ? one : other);
      }
    }
  }

  /** Replaces the tables in the document; refuses after a run of some cases only. */
  void write() {
    try {
      String document = Files.readString(DOCUMENT);
      for (Section section : Section.values()) {
        Map<Case, Map<Way, Outcome>> played = outcomes.get(section);
        if (!played.keySet().containsAll(section.cases())) {
          throw new IllegalStateException(
              "not every case of "
                  + section.number
                  + " was played, so the tables stay as they are");
        }
        document =
            document.substring(0, document.indexOf(section.begin) + section.begin.length())
                + section.table(played)
                + document.substring(document.indexOf(section.end));
      }
      Files.writeString(DOCUMENT, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
