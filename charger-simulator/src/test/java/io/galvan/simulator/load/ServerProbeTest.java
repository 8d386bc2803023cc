package io.galvan.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProbeTest {
  @TempDir Path proc;
  @TempDir Path data;

  @BeforeEach
  void processes() throws IOException {
    process(10, "java", 1, 250, 50, 0, 0);
    Files.writeString(proc.resolve("10/status"), "Name:\tjava\nVmRSS:\t  2048 kB\n");
    process(20, "postgres", 1, 100, 0, 30, 20);
    process(21, "postgres: (writer) x", 20, 40, 10, 0, 0);
    process(22, "postgres", 99, 9_999, 0, 0, 0);
    Files.writeString(proc.resolve("20/smaps_rollup"), "Rss: 900 kB\nPss:  300 kB\n");
    Files.writeString(proc.resolve("21/smaps_rollup"), "Rss: 900 kB\nPss:  100 kB\n");
  }

  private void process(
      long pid, String name, long parent, long user, long system, long childUser, long childSystem)
      throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(
        folder.resolve("stat"),
        pid
            + " ("
            + name
            + ") S "
            + parent
            + " 1 1 0 -1 0 0 0 0 0 "
            + user
            + " "
            + system
            + " "
            + childUser
            + " "
            + childSystem
            + " 20 0 1");
  }

  @Test
  void shouldAddUpTheDatabasesProcessesAndThoseThatHaveEnded() throws IOException {
    Files.createDirectories(data.resolve("postgresql"));
    Files.writeString(data.resolve("postgresql/postmaster.pid"), "20\n/somewhere\n");
    ServerProbe probe = new ServerProbe(proc, 10, data);
    ServerProbe.Cpu cpu = probe.cpu();
    assertThat(cpu.jvmS()).isCloseTo(3.0, within(1e-9));
    assertThat(cpu.databaseS()).isCloseTo(2.0, within(1e-9));
    assertThat(probe.memory()).isEqualTo(new ServerProbe.Memory(2_048, 400));
  }

  @Test
  void shouldFindTheDatabaseByTheServersEnvironment() throws IOException {
    Files.writeString(data.resolve("postmaster.pid"), "20\n");
    Files.writeString(proc.resolve("10/environ"), "A=b\0GALVAN_DATA_DIR=" + data + "\0");
    assertThat(new ServerProbe(proc, 10, null).cpu().databaseS()).isCloseTo(2.0, within(1e-9));
  }

  @Test
  void shouldDoWithoutADatabaseOnThisMachine() {
    assertThat(new ServerProbe(proc, 10, data).cpu().databaseS()).isZero();
  }

  @Test
  void shouldSayThatThereIsNoSuchProcess() {
    assertThatThrownBy(() -> new ServerProbe(proc, 77, null)).hasMessageContaining("77");
  }

  @Test
  void shouldCollectTheGarbageOfARealProcess() {
    ServerProbe.Collected collected =
        new ServerProbe(ProcessHandle.current().pid(), null).collected();
    assertThat(collected.heapKb()).isPositive().isLessThan(collected.residentKb());
  }
}
