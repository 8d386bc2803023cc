package io.galvan.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.report.LoadReport.ActionLine;
import io.galvan.simulator.report.LoadReport.Idle;
import io.galvan.simulator.report.LoadReport.Percentile;
import io.galvan.simulator.report.LoadReport.Second;
import io.galvan.simulator.report.LoadReport.Server;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final ActionLine ALL = new ActionLine("all", 900, 300, 1, 2, 3, 4, 5);

  private static LoadReport report(long lost) {
    return new LoadReport(
        "session",
        "ws",
        100,
        100,
        500,
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        900 + lost,
        900,
        lost,
        0,
        0,
        0,
        0,
        0,
        Map.of("Heartbeat", 900L),
        List.of(ALL),
        new ActionLine("connect and boot", 100, 33, 1, 2, 3, 4, 5),
        new ActionLine("command", 10, 3, 1, 2, 3, 4, 5),
        List.of(new Second(1, 290, 100, 1, 3, 0), new Second(2, 310, 100, 1.5, 4, lost)),
        List.of(new Percentile(0, 0.5), new Percentile(50, 1), new Percentile(99.9, 4)),
        12.5,
        new Server(1.5, 0.5, 0.03, 204_800, 51_200),
        new Idle(11_000, 5_000),
        lost == 0 ? Map.of() : Map.of("lost: <late>", lost));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  @Test
  void shouldDrawEveryPointInsideOfThePicture() throws Exception {
    String svg =
        new Plot("A <plot>", "x", "y")
            .logX()
            .line("one", new double[] {1, 100, 10_000}, new double[] {0, 50, 20})
            .svg();
    Document document = xml(svg);
    String points =
        document
            .getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getNodeValue()
            .strip();
    // The first is at the left end at the bottom, the second in the middle at the top.
    assertThat(points).isEqualTo("64.0,252.0 384.0,40.0 704.0,167.2");
    assertThat(svg).contains("A &lt;plot&gt;");
  }

  @Test
  void shouldDrawAnEmptyPlot() throws Exception {
    assertThat(xml(new Plot("none", "x", "y").svg()).getElementsByTagName("svg").getLength())
        .isOne();
  }

  @Test
  void shouldBeOneFileThatNeedsNoOther() throws Exception {
    String html = HtmlReport.of(report(0));
    assertThat(html)
        .contains("Every call was answered", "open loop of 500 calls/s", "polyline")
        .doesNotContain("src=", "href=");
    for (String part : html.split("(?=<svg)")) {
      if (part.startsWith("<svg")) {
        xml(part.substring(0, part.indexOf("</svg>") + 6));
      }
    }
  }

  @Test
  void shouldLookLikeTheOtherReportsInLightAndDark() {
    String html = HtmlReport.of(report(3));
    assertThat(html).contains("prefers-color-scheme:dark", "<td class=\"n\">900</td>");
    assertThat(style(html)).isEqualTo(style(new Page("another").html()));
    // Of 310 calls and 3 errors in the last second.
    assertThat(html).contains("Errors over time");
  }

  private static String style(String html) {
    return html.substring(html.indexOf("<style>"), html.indexOf("</style>"));
  }

  @Test
  void shouldSayWhatWentWrong() {
    assertThat(HtmlReport.of(report(2))).contains("Not clean", "2 x lost: &lt;late&gt;");
  }

  @Test
  void shouldTellProgramsTheSame() {
    JsonObject json = report(0).json();
    assertThat(json.getBoolean("clean")).isTrue();
    assertThat(json.getJsonArray("seconds")).hasSize(2);
    assertThat(report(5).json().getJsonArray("seconds").getJsonObject(1).getLong("errors"))
        .isEqualTo(5);
    assertThat(json.getJsonObject("server").getDouble("cpuSPer1000Calls")).isEqualTo(0.03);
    assertThat(json.getJsonObject("idle").getLong("heapBytes")).isEqualTo(5_000);
    assertThat(json.getJsonObject("commands").getDouble("p99Ms")).isEqualTo(3);
  }
}
