package io.galvan.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgTest {
  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  @Test
  void shouldDrawAPointForEachValueHigherForMore() throws Exception {
    Element svg =
        parse(Svg.lines("Power", "kW", "a", "b", new Svg.Series("p", new double[] {0, 5, 10})));
    String[] points =
        ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points").split(" ");
    assertThat(points).hasSize(3);
    assertThat(y(points[0])).isGreaterThan(y(points[1]));
    assertThat(y(points[1])).isGreaterThan(y(points[2]));
  }

  private static double y(String point) {
    return Double.parseDouble(point.split(",")[1]);
  }

  @Test
  void shouldDrawABarForEachLabelAndEscapeIt() throws Exception {
    Element svg = parse(Svg.bars("<Bars> & more", "", List.of("<a>", "b"), new double[] {3, 0}));
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(2);
    assertThat(svg.getAttribute("aria-label")).isEqualTo("<Bars> & more");
  }

  @Test
  void shouldDrawNothingButTheGridWithoutValues() throws Exception {
    Element svg = parse(Svg.lines("Empty", "", "", "", new Svg.Series("none", new double[0])));
    assertThat(svg.getElementsByTagName("line").getLength()).isEqualTo(5);
  }

  @Test
  void shouldWriteAPageThatNeedsNothingBesideItAndEscapesWhatItIsGiven() {
    String html =
        new Page("A <run>")
            .verdict(false, "1 & 2")
            .table(List.of("a"), List.of(List.of("<script>")))
            .html();
    assertThat(html).contains("A &lt;run&gt;").contains("1 &amp; 2").contains("&lt;script&gt;");
    assertThat(html).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=");
  }
}
