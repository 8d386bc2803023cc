package io.galvan.simulator.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a request must show, so that other users of this machine do not drive the stations. */
public final class ControlToken {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";

  private final String text;

  private ControlToken(String text) {
    this.text = text;
  }

  /** One that nobody can guess. */
  public static ControlToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ControlToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public String text() {
    return text;
  }

  /** Whether an Authorization header shows it. */
  boolean isShownBy(@Nullable String header) {
    return header != null
        && header.startsWith(SCHEME)
        && MessageDigest.isEqual(
            header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes it to a file that its owner alone may read (0600), in place of one that is there, until
   * the program ends.
   */
  public void keep(Path file) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(folder, permissions(posix, "rwx------"));
    }
    Files.deleteIfExists(file);
    Files.createFile(file, permissions(posix, "rw-------"));
    Files.writeString(file, text + "\n");
    file.toFile().deleteOnExit();
  }

  private static FileAttribute<?>[] permissions(boolean posix, String text) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return "***";
  }
}
