package io.galvan.central.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests need beside Java. */
public final class Installed {
  private Installed() {}

  /** A program on the search path; skips the test where there is none, but fails on CI. */
  public static Path program(String name) {
    return orSkip(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null),
        name);
  }

  /** What needs a program; skips the test where it is null, but fails on CI. */
  public static <T> T orSkip(@Nullable T needed, String program) {
    String why = program + " is not installed, so this is not tested";
    if (needed == null && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(why);
    }
    Assumptions.assumeTrue(needed != null, why);
    return Objects.requireNonNull(needed);
  }
}
