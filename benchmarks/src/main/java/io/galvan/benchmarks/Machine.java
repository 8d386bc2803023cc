package io.galvan.benchmarks;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine that figures come from. */
final class Machine {
  private static final Pattern PROCESSOR = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB");
  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\S+)");

  private Machine() {}

  static JsonObject describe() {
    return new JsonObject()
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("processor", first(PROCESSOR, Path.of("/proc/cpuinfo"), "unknown"))
        .put("memoryMb", Long.parseLong(first(MEMORY, Path.of("/proc/meminfo"), "0")) / 1_024)
        .put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put(
            "jdk",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"))
        .put("openFiles", openFiles());
  }

  /** How many files a process may have open; each connection is one. */
  static int openFiles() {
    String limit = first(OPEN_FILES, Path.of("/proc/self/limits"), "unlimited");
    return limit.equals("unlimited")
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(limit));
  }

  private static String first(Pattern pattern, Path file, String otherwise) {
    try {
      Matcher found = pattern.matcher(Files.readString(file));
      return found.find() ? found.group(1) : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }
}
