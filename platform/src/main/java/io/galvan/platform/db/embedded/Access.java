package io.galvan.platform.db.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that only the user of this process may read and write. Where the system has no POSIX
 * permissions, its own defaults hold.
 */
public final class Access {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private Access() {}

  /**
   * Makes the folder and those above it where missing. One that is there must belong to this
   * process's user, and is closed to others.
   */
  public static void createPrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      if (POSIX && !isOurs(folder)) {
        throw new IOException(folder + " belongs to another user");
      }
      restrict(folder, true);
    } else {
      Files.createDirectories(folder, attributes(FOLDER));
    }
  }

  /** Takes all rights from others. */
  static void restrict(Path file, boolean executable) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(file, executable ? FOLDER : FILE);
    }
  }

  /** Writes the file whole or not at all. */
  public static void writePrivate(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path written = Files.createTempFile(folder, "write-", ".tmp", attributes(FILE));
    try {
      Files.writeString(written, content);
      Files.move(
          written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** Why others may have written the file; null when they cannot. */
  static @Nullable String fault(Path file) throws IOException {
    if (!POSIX || Files.isSymbolicLink(file)) {
      return null;
    }
    if (!isOurs(file)) {
      return file + " belongs to another user";
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
        ? file + " can be written by others"
        : null;
  }

  /** Whether the file belongs to this process's user. */
  static boolean isOurs(Path file) throws IOException {
    return !POSIX || Self.USER == userOf(file);
  }

  /** Whether others than the owner may list or change the folder. */
  static boolean isOpen(Path folder) throws IOException {
    return POSIX && !FOLDER.containsAll(Files.getPosixFilePermissions(folder));
  }

  /** Whether everybody may make files in the folder, as in /tmp. */
  static boolean isSticky(Path folder) throws IOException {
    return POSIX && ((int) Files.getAttribute(folder, "unix:mode") & 01000) != 0;
  }

  private static int userOf(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Deletes the file or the folder with all in it; nothing happens when there is none. */
  static void delete(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(file)) {
      for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  /** Who this process runs as: the owner of what it makes. */
  private static final class Self {
    static final int USER = user();

    private static int user() {
      try {
        Path made = Files.createTempFile("galvan-", ".user");
        try {
          return userOf(made);
        } finally {
          Files.delete(made);
        }
      } catch (IOException e) {
        throw new IllegalStateException("cannot tell which user this process runs as", e);
      }
    }
  }
}
