package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.auth.user.FirstAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPasswordTest {
  private static final FirstAdmin ADMIN = new FirstAdmin("admin@galvan.local", "the-password-1");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter terminal = new StringWriter();

  @Test
  void shouldKeepThePasswordInAFileForItsOwnerAloneAndSayWhere() throws IOException {
    AdminPassword password = new AdminPassword(folder.resolve("data"));
    password.keep(ADMIN);
    Path file = folder.resolve("data").resolve("admin-password");
    assertThat(Files.readString(file)).isEqualTo("the-password-1\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    password.tell(new PrintWriter(out, true), null);
    assertThat(out.toString()).contains(file.toString()).doesNotContain("the-password-1");
  }

  @Test
  void shouldTellThePasswordToATerminal() {
    AdminPassword password = new AdminPassword(folder);
    password.keep(ADMIN);
    password.tell(new PrintWriter(out, true), new PrintWriter(terminal, true));
    assertThat(terminal.toString()).contains("admin@galvan.local", "the-password-1");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldSayNothingWhenNoAdminWasMade() {
    new AdminPassword(folder).tell(new PrintWriter(out, true), new PrintWriter(terminal, true));
    assertThat(out.toString() + terminal).isEmpty();
    assertThat(folder.resolve("admin-password")).doesNotExist();
  }
}
