package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No library is older than known-faults.txt says it must be. */
class KnownFaultsTest {
  private static final Pattern LINE =
      Pattern.compile("(?<group>[\\w.-]+):(?<artifact>[\\w.-]+) +(?<version>\\S+) +(?<fault>\\S+)");

  /** A library that has a fault in every version before this one. */
  private record KnownFault(String group, String artifact, String firstGood, String name) {
    static KnownFault parse(String line) {
      Matcher matcher = LINE.matcher(line);
      assertThat(matcher.matches()).as("known-faults.txt: %s", line).isTrue();
      return new KnownFault(
          matcher.group("group"),
          matcher.group("artifact"),
          matcher.group("version"),
          matcher.group("fault"));
    }

    /** What is wrong with the jar, which lies where Maven's local repository has it. */
    Stream<String> in(Path jar) {
      Path artifactFolder = Path.of(group.replace('.', File.separatorChar), artifact);
      Path version = jar.getParent();
      return version != null
              && version.getParent() != null
              && version.getParent().endsWith(artifactFolder)
              && isOlder(version.getFileName().toString(), firstGood)
          ? Stream.of(
              "%s:%s %s has %s; %s is the first without"
                  .formatted(group, artifact, version.getFileName(), name, firstGood))
          : Stream.empty();
    }
  }

  private static List<KnownFault> known() throws IOException {
    return Files.readAllLines(Path.of("..", "known-faults.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(KnownFault::parse)
        .toList();
  }

  private static List<String> faults(List<Path> jars) throws IOException {
    List<String> faults = new ArrayList<>();
    for (KnownFault known : known()) {
      jars.forEach(jar -> known.in(jar).forEach(faults::add));
    }
    return faults;
  }

  private static boolean isOlder(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other)) < 0;
  }

  private static int[] numbers(String version) {
    return Pattern.compile("\\d+")
        .matcher(version)
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .toArray();
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  @Test
  @Tag("slow")
  void shouldUseNoLibraryOlderThanItsFirstGoodVersion() throws IOException {
    assertThat(faults(classPath())).isEmpty();
  }

  @Test
  void shouldNameAJarThatIsTooOldAndReadEveryLine() throws IOException {
    Path netty = Path.of("repository", "io", "netty", "netty-codec-mqtt");
    assertThat(
            faults(
                List.of(
                    netty.resolve("4.2.9.Final").resolve("netty-codec-mqtt-4.2.9.Final.jar"),
                    netty.resolve("4.2.13.Final").resolve("netty-codec-mqtt-4.2.13.Final.jar"),
                    Path.of("galvan.jar"))))
        .containsExactly(
            "io.netty:netty-codec-mqtt 4.2.9.Final has CVE-2026-44248; 4.2.13.Final is the first"
                + " without");
    // Whatever is listed is used, and lies where it is looked for.
    List<Path> jars = classPath();
    assertThat(known())
        .allSatisfy(
            known ->
                assertThat(jars)
                    .as("%s:%s", known.group(), known.artifact())
                    .anyMatch(
                        jar ->
                            jar.toString()
                                .contains(File.separator + known.artifact() + File.separator)));
  }
}
