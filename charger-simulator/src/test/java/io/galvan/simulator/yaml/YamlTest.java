package io.galvan.simulator.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
  @Test
  void shouldKnowTheLinesOfFieldsAndElements() {
    JsonNode tree =
        Yaml.parse(
            "a.yaml",
            """
            # a comment
            name: x
            list:
              - 1
              - {deep: true}
            """);
    assertThat(Yaml.line(tree, "name")).isEqualTo(2);
    assertThat(Yaml.line(tree, "list")).isEqualTo(3);
    assertThat(Yaml.line(tree.get("list"), 1)).isEqualTo(5);
    assertThat(Yaml.line(tree.get("list").get(1))).isEqualTo(5);
    assertThat(Yaml.line(tree, "nowhere")).isZero();
    assertThat(tree.toString()).isEqualTo("{\"name\":\"x\",\"list\":[1,{\"deep\":true}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1~a: 2                 | a.yaml:2: no YAML: Duplicate field 'a'",
        "a: [1                     | a.yaml:",
        "a: &x 1~b: *x             | a.yaml:2: aliases such as *x are not known here",
        "a: 1~---~b: 2             | a.yaml:3: a file is one document",
      })
  void shouldTellTheLineOfWhatIsNoYaml(String yaml, String message) {
    assertThatThrownBy(() -> Yaml.parse("a.yaml", yaml.replace('~', '\n')))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void shouldTellTheLineOfAFieldThatIsWrong() {
    JsonNode tree = Yaml.parse("a.yaml", "one: 1\nkw: much\n\nelse: 2\n");
    Place whole = Place.of("a.yaml");
    assertThatThrownBy(() -> Fields.of(whole, tree, "one", "kw"))
        .hasMessage("a.yaml:4: there is no field 'else' here; there are [kw, one]");
    Fields fields = Fields.of(whole, tree, "one", "kw", "else");
    assertThatThrownBy(() -> fields.number("kw", 1))
        .hasMessage("a.yaml:2: 'kw' must be a number, not \"much\"");
    assertThatThrownBy(() -> fields.text("two")).hasMessage("a.yaml:1: the field 'two' is needed");
  }

  @Test
  void shouldNotReadMoreThanAMegabyte(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("big.yaml"), "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Yaml.text(file)).hasMessageContaining("at most 1 MB");
  }
}
