package io.galvan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample project is built, and what it tests is run. */
class SampleProjectTest {
  private static final Path PROJECT = Path.of("sample");

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path classes;

  @AfterEach
  void close() {
    Wait.get(vertx.close());
  }

  @Test
  void shouldBuildAndPass() throws Exception {
    ScriptedCentral central = new ScriptedCentral(vertx);
    Wait.get(central.listen());
    List<String> sources;
    try (Stream<Path> files = Files.walk(PROJECT.resolve("src"))) {
      sources = files.map(Path::toString).filter(each -> each.endsWith(".java")).toList();
    }
    List<String> arguments =
        Stream.concat(Stream.of("--release", "17", "-d", classes.toString()), sources.stream())
            .toList();
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(errors).isZero();

    System.setProperty("central", central.url());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> test = loader.loadClass("sample.OneSessionTest");
      Object instance = test.getConstructor().newInstance();
      test.getMethod("aDriverCharges").invoke(instance);
    } catch (InvocationTargetException failed) {
      throw new AssertionError(failed.getCause());
    } finally {
      System.clearProperty("central");
    }
    assertThat(central.calls("StartTransaction", "StopTransaction")).hasSize(2);
  }

  /** The versions that it names are ours. */
  @Test
  void shouldNameTheVersionsOfThisBuild() throws Exception {
    String own = Files.readString(PROJECT.resolve("pom.xml"));
    String parent = Files.readString(Path.of("..", "pom.xml"));
    assertThat(parent).contains("<version>0.1.0-SNAPSHOT</version>");
    assertThat(own).contains("<version>0.1.0-SNAPSHOT</version>");
    String junit = parent.split("<junit.version>")[1].split("<")[0];
    assertThat(own).contains("<version>" + junit + "</version>");
  }

  /** Who uses the library logs in a way of their own. */
  @Test
  void shouldBringNoLogConfiguration() {
    assertThat(Path.of("target/classes/logback.xml")).doesNotExist();
    assertThat(Path.of("src/main/resources/logback.xml")).doesNotExist();
  }
}
