package io.galvan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FlameGraphTest {
  @Test
  void shouldCollapseEqualStacks() {
    FlameGraph graph = new FlameGraph();
    graph.add(List.of("main", "read", "parse"));
    graph.add(List.of("main", "read", "parse"));
    graph.add(List.of("main", "read"));
    graph.add(List.of("main", "write"));
    assertThat(graph.samples()).isEqualTo(4);
    assertThat(graph.collapsed())
        .containsExactly("main;read 1", "main;read;parse 2", "main;write 1");
  }

  @Test
  void shouldDrawEachFrameAsWideAsItsSamples() throws Exception {
    FlameGraph graph = new FlameGraph();
    graph.add(List.of("main", "A<B>"));
    graph.add(List.of("main"));
    NodeList frames =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(graph.svg("two"))))
            .getElementsByTagName("g");
    assertThat(frames.getLength()).isEqualTo(3);
    assertThat(width(frames, 1)).isEqualTo("1200.0");
    assertThat(width(frames, 2)).isEqualTo("600.0");
    assertThat(frames.item(2).getFirstChild().getTextContent()).isEqualTo("A<B> (1, 50.0%)");
  }

  private static String width(NodeList frames, int frame) {
    return frames
        .item(frame)
        .getChildNodes()
        .item(1)
        .getAttributes()
        .getNamedItem("width")
        .getNodeValue();
  }

  @Test
  void shouldGiveASampleToTheInnermostPackageThatIsNotTheJdks() {
    io.galvan.benchmarks.Recording recording = new io.galvan.benchmarks.Recording();
    recording.add(
        List.of("java.util.HashMap.get", "io.galvan.ocpp.shape.Shape.read", "io.vertx.core.X.run"));
    recording.add(List.of("io.vertx.pgclient.impl.codec.deep.Y.read"));
    recording.add(List.of("java.lang.Thread.run"));
    recording.add(List.of("java.lang.Thread.run"));
    assertThat(recording.shares(2))
        .containsExactly(entry("the JDK itself", 50.0), entry("io.galvan.ocpp.shape", 25.0));
    assertThat(recording.shares(9)).containsEntry("io.vertx.pgclient.impl", 25.0);
    assertThat(recording.graph().collapsed())
        .contains("io.vertx.core.X.run;io.galvan.ocpp.shape.Shape.read;java.util.HashMap.get 1");
  }

  @Test
  void shouldReadARealRecording(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("test.jfr");
    try (Recording flight = new Recording()) {
      flight.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      flight.start();
      // When the sampler begins is Java's affair: there is work to see until it has seen some.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                work(Duration.ofMillis(500));
                flight.dump(file);
                return io.galvan.benchmarks.Recording.of(file).graph().collapsed().stream()
                    .anyMatch(stack -> stack.contains("FlameGraphTest.work"));
              });
    }
  }

  private static void work(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    double sum = 0;
    while (System.nanoTime() < until) {
      sum += Math.sqrt(sum + 1);
    }
    assertThat(sum).isPositive();
  }
}
