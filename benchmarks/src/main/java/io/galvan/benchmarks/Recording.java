package io.galvan.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What a flight recording's samples say of where Java spends its time. */
final class Recording {
  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final int PACKAGE_PARTS = 4;

  private final FlameGraph graph = new FlameGraph();
  private final Map<String, Long> packages = new TreeMap<>();

  /** Reads all samples of a recording. */
  static Recording of(Path file) throws IOException {
    Recording recording = new Recording();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
          List<String> stack = new ArrayList<>();
          for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            if (frame.isJavaFrame()) {
              stack.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
            }
          }
          recording.add(stack);
        }
      }
    }
    return recording;
  }

  /**
   * @param stack from the innermost frame to the outermost
   */
  void add(List<String> stack) {
    packages.merge(owner(stack), 1L, Long::sum);
    List<String> outermostFirst = new ArrayList<>(stack);
    Collections.reverse(outermostFirst);
    graph.add(outermostFirst);
  }

  /** Whose work a sample is: of the innermost frame that is not the JDK's. */
  static String owner(List<String> stack) {
    for (String frame : stack) {
      if (!frame.startsWith("java.") && !frame.startsWith("jdk.") && !frame.startsWith("sun.")) {
        String[] parts = frame.split("\\.");
        List<String> name = new ArrayList<>();
        for (String part : parts) {
          if (name.size() == PACKAGE_PARTS || Character.isUpperCase(part.charAt(0))) {
            break;
          }
          name.add(part);
        }
        return String.join(".", name);
      }
    }
    return "the JDK itself";
  }

  FlameGraph graph() {
    return graph;
  }

  /** Shares of all samples in per cent, the largest first. */
  Map<String, Double> shares(int most) {
    Map<String, Double> shares = new LinkedHashMap<>();
    packages.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(most)
        .forEach(
            entry ->
                shares.put(
                    entry.getKey(), 100.0 * entry.getValue() / Math.max(1, graph.samples())));
    return shares;
  }
}
