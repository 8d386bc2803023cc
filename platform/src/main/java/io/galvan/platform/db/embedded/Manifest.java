package io.galvan.platform.db.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of each file of a folder, kept beside the folder. */
final class Manifest {
  private static final int BUFFER_BYTES = 1 << 16;

  private Manifest() {}

  /** Writes down what is in the folder now. */
  static void write(Path folder, Path manifest) throws IOException {
    Access.writePrivate(manifest, String.join("\n", lines(folder)));
  }

  /**
   * What is wrong with the folder: a file of another user, one that others can write, or other
   * content than was written down. Null when nothing is.
   */
  static @Nullable String fault(Path folder, Path manifest) throws IOException {
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      return "it was not unpacked completely";
    }
    String open = Access.fault(manifest);
    if (open != null) {
      return open;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String fault = Access.fault(file);
        if (fault != null) {
          return fault;
        }
      }
    }
    return Files.readString(manifest).equals(String.join("\n", lines(folder)))
        ? null
        : "its files are not those that were unpacked";
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = folder.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          lines.add("link " + name + " " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file)) {
          lines.add(sha256(file) + " " + name);
        }
      }
    }
    return lines;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
