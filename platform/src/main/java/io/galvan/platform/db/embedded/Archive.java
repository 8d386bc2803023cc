package io.galvan.platform.db.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The .tar.xz that carries PostgreSQL's programs. */
final class Archive {
  private static final int EXECUTABLE = 0100;

  private Archive() {}

  /** Unpacks it into the folder; only its owner can read or write the files. */
  static void unpack(byte[] archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = inside(folder, folder.resolve(entry.getName()));
        if (entry.isDirectory()) {
          Access.createPrivate(file);
        } else if (entry.isSymbolicLink()) {
          Access.createPrivate(parent(file));
          Path target = Path.of(entry.getLinkName());
          inside(folder, file.resolveSibling(target));
          Files.createSymbolicLink(file, target);
        } else {
          Access.createPrivate(parent(file));
          Files.copy(tar, file);
          Access.restrict(file, (entry.getMode() & EXECUTABLE) != 0);
        }
      }
    }
  }

  private static Path inside(Path folder, Path file) throws IOException {
    Path normal = file.normalize();
    if (!normal.startsWith(folder.normalize())) {
      throw new IOException("the archive of PostgreSQL names files outside its folder");
    }
    return normal;
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("the archive of PostgreSQL names a file without a folder");
    }
    return parent;
  }
}
