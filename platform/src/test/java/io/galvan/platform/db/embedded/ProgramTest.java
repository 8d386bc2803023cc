package io.galvan.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.platform.testing.EmbeddedDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir Path folder;

  private static String version(Program program) throws IOException, InterruptedException {
    Process process = program.command("postgres", List.of("--version")).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return said;
  }

  /** Where in the folder the server's program is. */
  private static Path server(Program program, Path folder) {
    List<String> command = program.command("postgres", List.of()).command();
    return folder.relativize(Path.of(command.get(command.size() - 1)));
  }

  /** Cheaper than unpacking once more. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file)),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void shouldUnpackWhatIsNotAsItWasUnpackedOrWhatOthersCanWrite() throws Exception {
    Path server =
        folder.resolve(server(Program.in(EmbeddedDatabases.PROGRAM), EmbeddedDatabases.PROGRAM));
    copy(EmbeddedDatabases.PROGRAM, folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(folder.resolve(server(Program.in(folder), folder))).isEqualTo(server);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    byte[] unpacked = Files.readAllBytes(server);

    Files.writeString(server, "#!/bin/sh\necho somebody else's\n");
    assertThat(version(Program.in(folder))).startsWith("postgres (PostgreSQL)");
    assertThat(server).hasBinaryContent(unpacked);

    Path manifest = folder.resolve(server.getParent().getParent().getFileName() + ".manifest");
    assertThat(Manifest.fault(server.getParent().getParent(), manifest)).isNull();
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(Manifest.fault(server.getParent().getParent(), manifest))
        .isEqualTo(server + " can be written by others");
    Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
    Files.createFile(server.resolveSibling("more"));
    assertThat(Manifest.fault(server.getParent().getParent(), manifest))
        .isEqualTo("its files are not those that were unpacked");
  }
}
