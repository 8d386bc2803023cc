package io.galvan.platform.db.embedded;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one installation keeps its files, held by one process at a time and closed to other users:
 * <code>postgresql</code> the database, <code>postgresql-password</code> its superuser's password,
 * <code>lock</code> the number of the process that holds the folder.
 */
public final class DataFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final int PASSWORD_BYTES = 24;

  /** Beyond what the lock file holds, so that its text can be read where locks forbid reading. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes the folder where missing and holds it until {@link #close}.
   *
   * @throws GalvanException CONFLICT while another process holds it; nothing was touched then
   * @throws IOException when it cannot be made or written
   */
  public static DataFolder open(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    makeOrClose(folder);
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new GalvanException(
            Fault.CONFLICT,
            "the data folder "
                + folder
                + " is in use by another Galvan (process "
                + holder(file)
                + "); stop that one, or choose another folder with --data");
      }
      channel.truncate(0);
      byte[] self = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(self), 0);
      return new DataFolder(folder, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(Path file) throws IOException {
    String holder = Files.readString(file).strip();
    return holder.isEmpty() ? "unknown" : holder;
  }

  /** A folder that held other things before stays as open as it was. */
  private static void makeOrClose(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Access.createPrivate(folder);
    } else if (Access.isOpen(folder)) {
      if (isGalvans(folder) && Access.isOurs(folder) && !Access.isSticky(folder)) {
        Access.restrict(folder, true);
      } else {
        LOG.warn(
            "the data folder {} can be listed by other users of this machine; a folder of its own"
                + " with mode 0700 is better",
            folder);
      }
    }
  }

  private static boolean isGalvans(Path folder) throws IOException {
    if (Files.isDirectory(folder.resolve("postgresql"))) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  Path database() {
    return folder.resolve("postgresql");
  }

  Path passwordFile() {
    return passwordFile(folder);
  }

  private static Path passwordFile(Path folder) {
    return folder.resolve("postgresql-password");
  }

  /** Whether the superuser's password is known. */
  boolean hasPassword() {
    return Files.isRegularFile(passwordFile(folder));
  }

  /** The superuser's password, which is made when there is none. */
  String password() throws IOException {
    Path file = passwordFile(folder);
    if (!hasPassword()) {
      Access.writePrivate(file, randomPassword());
    }
    Access.restrict(file, false);
    return password(folder);
  }

  /** The superuser's password of the installation in the folder, whoever holds it. */
  static String password(Path folder) throws IOException {
    return Files.readString(passwordFile(folder)).strip();
  }

  static String randomPassword() {
    byte[] password = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(password);
    return HexFormat.of().formatHex(password);
  }

  /** Deletes the database and its password. */
  void forget() throws IOException {
    Access.delete(database());
    Files.deleteIfExists(passwordFile(folder));
  }

  /** Lets others have it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
