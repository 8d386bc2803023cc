package io.galvan.simulator.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that a report goes to when a run is over. */
final class ReportFile {
  private ReportFile() {}

  /** Refuses a file that could not be written, before the run instead of after it. */
  static void mustBeWritable(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw new IllegalArgumentException("no report can be written to " + file);
    }
  }
}
