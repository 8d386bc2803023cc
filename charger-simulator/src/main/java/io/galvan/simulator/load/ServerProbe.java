package io.galvan.simulator.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server on this machine uses: its Java process and every process of its PostgreSQL, as
 * Linux tells it under /proc. Blocks.
 */
public final class ServerProbe {
  private static final double TICKS_PER_SECOND = 100;
  private static final long JCMD_TIMEOUT_S = 60;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
  private static final Pattern KILOBYTES = Pattern.compile("(?m)^(VmRSS|Rss|Pss):\\s+(\\d+) kB");

  /** Seconds of CPU used since the processes began. */
  public record Cpu(double jvmS, double databaseS) {}

  /** Memory as it is now. */
  public record Memory(long jvmKb, long databaseKb) {}

  /** Memory after a full collection. */
  public record Collected(long residentKb, long heapKb) {}

  private final Path proc;
  private final long pid;
  private final @Nullable Path dataDir;

  /**
   * @param dataDir where the server keeps its embedded database; null finds it by the server's
   *     environment
   */
  public ServerProbe(long pid, @Nullable Path dataDir) {
    this(Path.of("/proc"), pid, dataDir);
  }

  ServerProbe(Path proc, long pid, @Nullable Path dataDir) {
    this.proc = proc;
    this.pid = pid;
    this.dataDir = dataDir;
    if (!Files.isDirectory(process(pid))) {
      throw new IllegalArgumentException("there is no process " + pid + " on this machine");
    }
  }

  /** What was used until now; cheap enough to ask beside a load. */
  public Cpu cpu() {
    double databaseS = 0;
    Long postmaster = postmaster();
    if (postmaster != null) {
      // A backend that ends leaves its time with the postmaster, as time of children.
      databaseS = cpuS(postmaster, true);
      for (long child : children(postmaster)) {
        databaseS += cpuS(child, false);
      }
    }
    return new Cpu(cpuS(pid, false), databaseS);
  }

  /** What is in memory; Linux looks at every page of PostgreSQL's for that, a tenth of a second. */
  public Memory memory() {
    long databaseKb = 0;
    Long postmaster = postmaster();
    if (postmaster != null) {
      databaseKb = kilobytes(process(postmaster).resolve("smaps_rollup"), "Pss");
      for (long child : children(postmaster)) {
        databaseKb += kilobytes(process(child).resolve("smaps_rollup"), "Pss");
      }
    }
    return new Memory(residentKb(), databaseKb);
  }

  /** Has the server collect its garbage, and reads what is left. */
  public Collected collected() {
    jcmd("GC.run");
    Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("GC.heap_info of process " + pid + " tells no used heap");
    }
    return new Collected(residentKb(), Long.parseLong(used.group(1)));
  }

  private long residentKb() {
    return kilobytes(process(pid).resolve("status"), "VmRSS");
  }

  private Path process(long id) {
    return proc.resolve(Long.toString(id));
  }

  private @Nullable Long postmaster() {
    Path folder = dataDir == null ? folderOfServer() : dataDir;
    if (folder == null) {
      return null;
    }
    for (Path file :
        List.of(folder.resolve("postmaster.pid"), folder.resolve("postgresql/postmaster.pid"))) {
      String text = text(file);
      if (!text.isEmpty()) {
        long id = Long.parseLong(text.lines().findFirst().orElseThrow().strip());
        return Files.isDirectory(process(id)) ? id : null;
      }
    }
    return null;
  }

  private @Nullable Path folderOfServer() {
    for (String variable : text(process(pid).resolve("environ")).split("\0")) {
      if (variable.startsWith("GALVAN_DATA_DIR=")) {
        return Path.of(variable.substring(variable.indexOf('=') + 1));
      }
    }
    try {
      return process(pid).resolve("cwd").toRealPath().resolve("data");
    } catch (IOException notOurs) {
      return null;
    }
  }

  private List<Long> children(long parent) {
    List<Long> children = new ArrayList<>();
    try (Stream<Path> processes = Files.list(proc)) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        String name = process.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit)) {
          String[] fields = stat(Long.parseLong(name));
          if (fields.length > 1 && Long.parseLong(fields[1]) == parent) {
            children.add(Long.parseLong(name));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return children;
  }

  /** The fields from the state on; none when the process has ended. */
  private String[] stat(long id) {
    String text = text(process(id).resolve("stat"));
    int nameEnds = text.lastIndexOf(')');
    return nameEnds < 0 ? new String[0] : text.substring(nameEnds + 2).split(" ");
  }

  private double cpuS(long id, boolean withChildren) {
    String[] fields = stat(id);
    if (fields.length < 15) {
      return 0;
    }
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    if (withChildren) {
      ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long kilobytes(Path file, String name) {
    Matcher lines = KILOBYTES.matcher(text(file));
    while (lines.find()) {
      if (lines.group(1).equals(name)) {
        return Long.parseLong(lines.group(2));
      }
    }
    return 0;
  }

  /** Empty when there is no such file, or not any more. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  private String jcmd(String command) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(JCMD_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("jcmd " + pid + " " + command + " says: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd is needed, which a JDK has", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
