package io.galvan.simulator.scenario;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.simulator.ScriptedCentral;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.scenario.ScenarioReport.Line;
import io.galvan.simulator.scenario.ScenarioReport.Outcome;
import io.galvan.simulator.scenario.ScenarioRun.Setting;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Loops, what is drawn, files that include others, and results for build servers. */
class ScenarioStepsTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private @TempDir Path folder;

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private ScenarioReport play(Scenario scenario, Long seed) throws InterruptedException {
    Setting setting =
        new Setting(
            new Way.WebSocket(central.url()),
            new Way.Mqtt("127.0.0.1", central.mqttPort()),
            false,
            null,
            Map.of(),
            null,
            seed);
    return new ScenarioRun(vertx, Clock.systemUTC(), setting).play(scenario);
  }

  private ScenarioReport play(String yaml) throws InterruptedException {
    return play(Scenario.parse("test", yaml), null);
  }

  private List<String> interval() {
    return central.calls("DataTransfer").stream()
        .map(each -> each.payload().getString("data"))
        .toList();
  }

  @Test
  void shouldPlayTheStepsOfALoopInEachRound() throws Exception {
    ScenarioReport report =
        play(
            """
            variables: {times: 2}
            steps:
              - connect
              - boot
              - repeat:
                  times: ${times}
                  as: outer
                  steps:
                    - repeat:
                        each: [a, b]
                        as: inner
                        steps:
                          - call: {action: DataTransfer, payload: {data: "${outer}${inner}"}}
              - repeat: {times: 0, steps: [drop]}
            """);
    assertThat(report.passed()).as(report.text()).isTrue();
    assertThat(interval()).containsExactly("1a", "1b", "2a", "2b");
    assertThat(report.lines()).hasSize(6);
    assertThat(report.lines().get(5).number()).isEqualTo(6);
    assertThat(report.lines().get(5).title()).startsWith("2/2 2/2 call");
  }

  @Test
  void shouldLeaveALoopAtItsFirstFailureAndSkipWhatFollows() throws Exception {
    ScenarioReport report =
        play(
            """
            steps:
              - repeat:
                  times: 3
                  steps:
                    - assert: {that: "${round}", equals: 1}
                    - set: {seen: "${round}"}
                timeout: 50ms
              - assert: {that: "${seen}", equals: 1}
            """);
    assertThat(report.lines().stream().map(Line::outcome))
        .containsExactly(Outcome.OK, Outcome.OK, Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED);
  }

  @Test
  void shouldDrawTheSameForTheSameSeed() throws Exception {
    String yaml =
        """
        seed: 7
        steps:
          - connect
          - boot
          - repeat:
              times: 3
              steps:
                - draw:
                    n: {whole: [1, 1000000]}
                    x: {number: [0.5, 0.6]}
                    tag: {letters: 8}
                    mac: {hex: 12}
                    who: {of: [A, B]}
                - call: {action: DataTransfer, payload: {data: "${n} ${x} ${tag} ${mac} ${who}"}}
        """;
    assertThat(play(yaml).passed()).isTrue();
    assertThat(play(yaml).passed()).isTrue();
    List<String> drawn = interval();
    assertThat(drawn.subList(0, 3)).isEqualTo(drawn.subList(3, 6)).doesNotHaveDuplicates();
    assertThat(drawn)
        .allMatch(text -> text.matches("\\d{1,7} 0\\.[56]\\d{0,2} [A-Z0-9]{8} [0-9a-f]{12} [AB]"));
    ScenarioReport other = play(Scenario.parse("test", yaml), 8L);
    assertThat(other.seed()).isEqualTo(8);
    assertThat(interval().subList(6, 9)).doesNotContainAnyElementsOf(drawn);
  }

  @Test
  void shouldUseWhatWasDrawnAsANumber() throws Exception {
    ScenarioReport report =
        play(
            """
            stations: [{id: CP-1, speed: 60}]
            variables: {text: "5"}
            steps:
              - connect
              - boot
              - draw: {kwh: {whole: [40, 40]}, kw: {number: [7, 7]}, wh: {whole: [20, 20]}}
              - plug: {capacity-kwh: "${kwh}", soc-percent: 50}
              - tag: TAG
              - power: {kw: "${kw}"}
              - meter: ${wh}
              - assert: {watt: 7000}
              - power: {kw: "${text}"}
              - assert: {watt: 5000}
              - meter: ${nobody}
            """);
    assertThat(report.lines().get(10).got()).contains("there is no variable ${nobody}");
    assertThat(report.lines().subList(0, 10)).allMatch(line -> line.outcome() == Outcome.OK);
    assertThatThrownBy(() -> Scenario.parse("test", "steps: [{power: {kw: much}}]"))
        .hasMessageContaining("'kw' must be a number");
  }

  private Path file(String name, String yaml) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, yaml);
  }

  @Test
  void shouldPlayTheStepsOfAnotherFileWithItsVariables() throws Exception {
    file(
        "parts/tell.yaml",
        """
        variables: {what: usual, more: usual}
        steps:
          - include: say.yaml
        """);
    file(
        "parts/say.yaml",
        "steps:\n  - call: {action: DataTransfer, payload: {data: '${what} ${more}'}}\n");
    Path whole =
        file(
            "whole.yaml",
            """
            steps:
              - connect
              - boot
              - include: {file: parts/tell.yaml, with: {what: own}}
            """);
    ScenarioReport report = play(Scenario.read(whole), null);
    assertThat(report.passed()).as(report.text()).isTrue();
    assertThat(interval()).containsExactly("own usual");
  }

  @Test
  void shouldRefuseFilesThatIncludeThemselvesOrTooDeep() throws Exception {
    Path first = file("a.yaml", "steps:\n  - include: b.yaml\n");
    file("b.yaml", "steps:\n  - include: a.yaml\n");
    assertThatThrownBy(() -> Scenario.read(first))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("b.yaml:2: step 1 (include): a.yaml is included in itself");
    for (int i = 0; i < 10; i++) {
      file("deep" + i + ".yaml", "steps:\n  - include: deep" + (i + 1) + ".yaml\n");
    }
    assertThatThrownBy(() -> Scenario.read(folder.resolve("deep0.yaml")))
        .hasMessageContaining("deep8.yaml:2: step 1 (include): loops and files are at most 8 deep");
    Path missing = file("missing.yaml", "steps:\n  - include: nowhere.yaml\n");
    assertThatThrownBy(() -> Scenario.read(missing)).hasMessageContaining("nowhere.yaml");
  }

  @Test
  void shouldRefuseFilesWhoseIncludesMultiply() throws Exception {
    file("leaf.yaml", "steps: [" + "drop, ".repeat(99) + "drop]\n");
    file("ten.yaml", "steps:\n" + "  - include: leaf.yaml\n".repeat(10));
    Path all = file("all.yaml", "steps:\n" + "  - include: ten.yaml\n".repeat(10));
    assertThatThrownBy(() -> Scenario.read(all)).hasMessageContaining("1 to 5000 steps");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "repeat: {steps: [drop]}                    | a number of 'times', or for 'each'",
        "repeat: {times: 1, each: [], steps: [drop]} | a number of 'times', or for 'each'",
        "repeat: {times: 1}                         | a scenario has 1 to",
        "repeat: {times: 1, steps: [{fly: 1}]}      | test:3: step 1: there is no verb 'fly'",
        "draw: {}                                   | draws variables",
        "draw: {n: {whole: [2, 1]}}                 | test:3: step 2 (draw): 'whole' must be two numbers",
        "draw: {n: {whole: [0.5, 1]}}               | 'whole' must be two numbers",
        "draw: {n: {letters: 0}}                    | 'letters' must be 1 to 1000",
        "draw: {n: {of: []}}                        | 'of' must be a list",
        "draw: {n: {hex: 2, letters: 2}}            | one of whole, number, letters, hex, of",
        "include: {file: x.yaml, wit: {}}           | test:3: step 2 (include): there is no field",
      })
  void shouldRefuseWhatMakesNoSenseWithItsLine(String step, String message) {
    assertThatThrownBy(() -> Scenario.parse("test", "steps:\n  - connect\n  - " + step))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldFailWhenALoopCannotBeCounted() throws Exception {
    ScenarioReport report = play("steps: [{repeat: {times: many, steps: [drop]}}]");
    assertThat(report.lines().get(0).got()).contains("repeats 0 to 10000 times, not \"many\"");
  }

  @Test
  void shouldPlayAStationOfAModel() throws Exception {
    file("m.yaml", "vendor: Maker\nmodel: Own\nconnectors: 3\npower: {max-kw: 5}\n");
    Path scenario =
        file(
            "s.yaml",
            "stations:\n  - {id: A, model: m.yaml}\n  - {id: B, model: zaptec-pro}\n"
                + "steps: [connect, boot, {connect: , station: B}, {boot: , station: B}]\n");
    assertThat(play(Scenario.read(scenario), null).passed()).isTrue();
    assertThat(
            central.calls("BootNotification").stream()
                .map(each -> each.payload().getString("chargePointVendor")))
        .containsExactly("Maker", "Zaptec");
    Path broken = file("t.yaml", "stations:\n  - {id: A, model: n.yaml}\nsteps: [connect]\n");
    assertThatThrownBy(() -> Scenario.read(broken))
        .hasMessageContaining("t.yaml:2: station 1: 'model' is wrong: n.yaml: is neither a file");
  }

  @Test
  void shouldWriteResultsAsJUnitXml() throws Exception {
    ScenarioReport report =
        play(
            """
            name: A <name> & more
            timeout: 50ms
            steps:
              - pause: 1ms
              - assert: {that: "a\\u0001b", equals: 2}
              - drop
            """);
    Path file = folder.resolve("junit.xml");
    JUnitXml.write(file, List.of(report));
    Element suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("A <name> & more");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    Element failed = (Element) suite.getElementsByTagName("testcase").item(1);
    assertThat(failed.getElementsByTagName("failure").item(0).getTextContent())
        .contains("expected: that")
        .contains("got:");
    Element skipped = (Element) suite.getElementsByTagName("testcase").item(2);
    assertThat(skipped.getElementsByTagName("skipped").getLength()).isOne();
  }
}
