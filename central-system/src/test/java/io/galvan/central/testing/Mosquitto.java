package io.galvan.central.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.platform.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Debian's MQTT broker, started by a test on a free loopback port with a folder of its own. Galvan
 * signs in as galvan and may all; a station may what docs/guides/mqtt-broker.md grants it, by its
 * client id; the user watcher may read all.
 */
public final class Mosquitto implements AutoCloseable {
  public static final String PASSWORD = "pass:w@rd";

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));

  private final Path folder;
  private final int port;
  private Process process;

  private Mosquitto(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** Starts one, or skips the test where there is none; on CI there must be one. */
  public static Mosquitto start() {
    return start(true);
  }

  /**
   * @param strangers whether stations need no password
   */
  public static Mosquitto start(boolean strangers) {
    return start(strangers, true);
  }

  /**
   * Starts one that writes down what it holds when it is told to {@link #save}, only; messages may
   * have any size.
   */
  public static Mosquitto startSavedByHand() {
    return start(true, false);
  }

  private static Mosquitto start(boolean strangers, boolean savesEachChange) {
    orSkip(isInstalled() ? true : null);
    try {
      Path folder = Files.createTempDirectory("mosquitto");
      int port = FreePort.next();
      Path users = folder.resolve("users");
      Files.createFile(users);
      user(users, "galvan", PASSWORD);
      user(users, "watcher", PASSWORD);
      user(users, "CP-1", PASSWORD);
      // Of the examples in docs/reference/mqtt.md.
      user(users, "CP-7", "secret-of-CP-7");
      Files.writeString(
          folder.resolve("acl"),
          """
          user galvan
          topic readwrite #
          user watcher
          topic read #
          pattern write ocpp/+/%c/up
          pattern write ocpp/+/%c/status
          pattern read ocpp/+/%c/down
          """);
      Files.writeString(
          folder.resolve("mosquitto.conf"),
          """
          user root
          listener %d 127.0.0.1
          allow_anonymous %s
          password_file %s
          acl_file %s
          persistence true
          persistence_location %s/
          autosave_interval %s
          autosave_on_changes %s
          max_inflight_messages 20000
          max_queued_messages 1000000
          message_size_limit %s
          set_tcp_nodelay true
          """
              .formatted(
                  port,
                  strangers,
                  users,
                  folder.resolve("acl"),
                  folder,
                  savesEachChange ? 1 : 0,
                  savesEachChange,
                  savesEachChange ? 1_500_000 : 0));
      return new Mosquitto(folder, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts one as the mosquitto.conf in this folder says, which goes with it.
   *
   * @param port one that it will listen at
   */
  public static Mosquitto in(Path folder, int port) {
    return new Mosquitto(folder, port);
  }

  /** Whether this machine has one. */
  public static boolean isInstalled() {
    return program() != null;
  }

  /** What needs the broker; skips the test where it is null, but fails on CI. */
  public static <T> T orSkip(@Nullable T broker) {
    return Installed.orSkip(broker, "mosquitto");
  }

  private static @Nullable Path program() {
    return PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
  }

  /** Adds a user to a file of passwords. */
  public static void user(Path users, String name, String password) throws IOException {
    run("mosquitto_passwd", "-b", users.toString(), name, password);
  }

  private static void run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(command[0]).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(
                  String.valueOf(program()), "-c", folder.resolve("mosquitto.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
              .start();
      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                assertThat(started.isAlive()).as("mosquitto runs; see %s", folder).isTrue();
                return accepts();
              });
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** The value of GALVAN_MQTT_BROKER. */
  public String url() {
    return "mqtt://galvan:pass%3Aw%40rd@127.0.0.1:" + port;
  }

  /** Has it write down what it holds, and waits until it has. */
  public void save() {
    Object before = writtenFile();
    try {
      run("kill", "-USR1", String.valueOf(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> !Objects.equals(writtenFile(), before));
  }

  /** Each time it writes another file and gives it this name. */
  private @Nullable Object writtenFile() {
    try {
      return Files.readAttributes(folder.resolve("mosquitto.db"), BasicFileAttributes.class)
          .fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Ends it without a word. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Starts it again on the same port, with what it had written to its folder. */
  public void restart() {
    process = launch();
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
