package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ./run does for a faster start, with a program of one class in processes of its own. */
class ReadyClassesTest {
  @TempDir Path folder;

  /** A program that does nothing, and stops in order. */
  static final class Program {
    public static void main(String[] arguments) {
      ReadyClasses.keep(new PrintWriter(System.out, true));
    }
  }

  @Test
  void shouldStartFromTheClassesThatWereKeptWhenItStoppedBefore() throws Exception {
    Path ready = folder.resolve("ready.jsa");
    String property = "-Dgalvan.ready-classes=" + ready;
    String classPath = classPath();

    assertThat(java(classPath, "-XX:+RecordDynamicDumpInfo", property))
        .contains("Keeping the classes ready for a faster start");
    assertThat(ready).isNotEmptyFile();

    String second = java(classPath, "-XX:SharedArchiveFile=" + ready, "-Xlog:class+load");
    assertThat(second).doesNotContain("Keeping");
    assertThat(second.lines().filter(line -> line.contains(Program.class.getName())))
        .singleElement()
        .asString()
        .contains("shared objects file (top)");
  }

  @Test
  void shouldStopAsUsualWhenClassesCannotBeKept() throws Exception {
    Path ready = folder.resolve("ready.jsa");
    assertThat(java(classPath(), "-Xshare:off", "-Dgalvan.ready-classes=" + ready))
        .doesNotContain("Exception");
    assertThat(ready).doesNotExist();
  }

  private String java(String classPath, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("-cp", classPath, Program.class.getName()));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(said);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** Java keeps classes of jars only: those of this module in one, and the libraries'. */
  private String classPath() throws IOException {
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String root : List.of("target/test-classes", "target/classes")) {
        add(out, Path.of(root), "io/galvan/app/ReadyClasses");
      }
    }
    List<String> entries = new ArrayList<>(List.of(jar.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("slf4j") || entry.contains("logback"))
        .filter(entry -> entry.endsWith(".jar"))
        .forEach(entries::add);
    return String.join(File.pathSeparator, entries);
  }

  private static void add(JarOutputStream out, Path root, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        if (name.startsWith(prefix)) {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
  }
}
