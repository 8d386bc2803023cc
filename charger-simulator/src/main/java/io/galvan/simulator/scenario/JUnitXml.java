package io.galvan.simulator.scenario;

import io.galvan.simulator.scenario.ScenarioReport.Line;
import io.galvan.simulator.scenario.ScenarioReport.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What became of scenarios, as build servers read it: a suite a scenario, a test case a step. */
public final class JUnitXml {
  private static final double MILLIS = 1_000;

  private JUnitXml() {}

  /** Writes a file. */
  public static void write(Path file, List<ScenarioReport> reports) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      List<Line> all = reports.stream().flatMap(each -> each.lines().stream()).toList();
      counts(xml, "charger-simulator", all);
      for (ScenarioReport each : reports) {
        suite(xml, each);
      }
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException broken) {
      throw new IOException(file + " cannot be written", broken);
    }
  }

  private static void suite(XMLStreamWriter xml, ScenarioReport report) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    counts(xml, report.name(), report.lines());
    xml.writeStartElement("properties");
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", "seed");
    xml.writeAttribute("value", Long.toString(report.seed()));
    xml.writeEndElement();
    for (Line line : report.lines()) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", text(report.name()));
      xml.writeAttribute("name", text(line.number() + " " + line.title()));
      xml.writeAttribute("time", seconds(line.took()));
      if (line.outcome() == Outcome.FAILED) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", text("expected " + line.expected()));
        xml.writeCharacters(text("expected: " + line.expected() + "\ngot:      " + line.got()));
        xml.writeEndElement();
      } else if (line.outcome() == Outcome.SKIPPED) {
        xml.writeEmptyElement("skipped");
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void counts(XMLStreamWriter xml, String name, List<Line> lines)
      throws XMLStreamException {
    Duration took = lines.stream().map(Line::took).reduce(Duration.ZERO, Duration::plus);
    xml.writeAttribute("name", text(name));
    xml.writeAttribute("tests", Integer.toString(lines.size()));
    xml.writeAttribute("failures", count(lines, Outcome.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(lines, Outcome.SKIPPED));
    xml.writeAttribute("time", seconds(took));
  }

  private static String count(List<Line> lines, Outcome outcome) {
    return Long.toString(lines.stream().filter(line -> line.outcome() == outcome).count());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / MILLIS);
  }

  /** XML 1.0 has no way to write most control characters and lone surrogates. */
  private static String text(String any) {
    StringBuilder text = new StringBuilder(any.length());
    any.codePoints()
        .map(
            each ->
                each >= 0x20 && each < 0xD800
                        || each == '\t'
                        || each == '\n'
                        || each >= 0xE000 && each < 0xFFFE
                        || each >= 0x10000
                    ? each
                    : '\uFFFD')
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
