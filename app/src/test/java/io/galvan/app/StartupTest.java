package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.config.Settings;
import io.galvan.platform.testing.FreePort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says that goes no further. */
class StartupTest {
  @TempDir Path folder;

  private final StringWriter said = new StringWriter();

  private void start(Startup.Joining joining, Map<String, String> settings)
      throws InterruptedException {
    Startup.start(
        Settings.from(settings),
        new Startup.Options(false, false, joining),
        new PrintWriter(said, true));
  }

  @Test
  void shouldNotJoinOtherNodesWithoutASecret() {
    Map<String, String> settings = Map.of("GALVAN_DATA_DIR", folder.toString());
    assertThatThrownBy(() -> start(new Startup.Joining("127.0.0.1", List.of()), settings))
        .hasMessageContaining("--cluster needs GALVAN_CLUSTER_SECRET");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldSayThatMembersAreNotAuthenticatedBeyondLoopback() throws Exception {
    // A taken port ends the start soon.
    try (ServerSocket taken = new ServerSocket(FreePort.next())) {
      Map<String, String> settings =
          Map.of(
              "GALVAN_DATA_DIR",
              folder.toString(),
              "GALVAN_CLUSTER_SECRET",
              "s".repeat(32),
              "GALVAN_API_PORT",
              Integer.toString(taken.getLocalPort()));
      assertThatThrownBy(() -> start(new Startup.Joining("127.0.0.1", List.of()), settings))
          .hasMessageContaining("is taken");
      assertThat(said.toString()).isEmpty();
      assertThatThrownBy(() -> start(new Startup.Joining("192.0.2.1", List.of()), settings))
          .hasMessageContaining("is taken");
      assertThat(said.toString())
          .contains("WARNING: the cluster's members are not authenticated")
          .contains("192.0.2.1")
          .doesNotContain("sss");
    }
  }
}
