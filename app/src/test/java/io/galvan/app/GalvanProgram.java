package io.galvan.app;

import io.galvan.auth.user.FirstAdmin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program as a user starts it, in a process of its own. */
final class GalvanProgram implements AutoCloseable {
  private final Process process;

  /** What it told of the first admin; null when it is not its first start. */
  private final @Nullable FirstAdmin admin;

  private GalvanProgram(Process process, @Nullable FirstAdmin admin) {
    this.process = process;
    this.admin = admin;
  }

  /** Starts it on this data folder and waits until it says that it runs. */
  static GalvanProgram start(Path data, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.galvan.app.Galvan",
            "--no-demo",
            "--data",
            data.toString());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    CompletableFuture<FirstAdmin> started = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, started), "output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new GalvanProgram(process, started.orTimeout(90, TimeUnit.SECONDS).join());
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void read(Process process, CompletableFuture<FirstAdmin> started) {
    Pattern signIn = Pattern.compile("Sign in as +(\\S+) +password in (.+)");
    FirstAdmin admin = null;
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!started.isDone()) {
          all.append(line).append('\n');
        }
        Matcher matcher = signIn.matcher(line);
        if (matcher.find()) {
          Path password = Path.of(matcher.group(2));
          admin = new FirstAdmin(matcher.group(1), Files.readString(password).strip());
        }
        if (line.startsWith("Ctrl-C")) {
          started.complete(admin);
        }
      }
    } catch (IOException e) {
      all.append(e);
    }
    started.completeExceptionally(new AssertionError("the program ended:\n" + all));
  }

  @Nullable FirstAdmin admin() {
    return admin;
  }

  /** Ends it without a word. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
