package io.galvan.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1}            | {\"a\":1,\"b\":2}      | true",
        "{\"a\":1}            | {\"a\":1.0}            | true",
        "{\"a\":1}            | {\"a\":\"1\"}          | false",
        "{\"a\":{\"b\":1}}    | {\"a\":{\"b\":2}}      | false",
        "{\"a\":null}         | {\"b\":2}              | true",
        "{\"a\":null}         | {\"a\":2}              | false",
        "{\"a\":\"*\"}        | {\"a\":2}              | true",
        "{\"a\":\"*\"}        | {}                     | false",
        "{\"a\":\"/^C.*d$/\"} | {\"a\":\"Charged\"}    | true",
        "{\"a\":\"/^C.*d$/\"} | {\"a\":\"Discharged\"} | false",
        "{\"a\":\">= 5\"}     | {\"a\":5}              | true",
        "{\"a\":\"> 5\"}      | {\"a\":5}              | false",
        "{\"a\":\"< 5\"}      | {\"a\":\"4.9\"}        | true",
        "{\"a\":\"!= 5\"}     | {\"a\":\"text\"}       | false",
        "[1,2]                | [1,2]                  | true",
        "[1]                  | [1,2]                  | false",
        "[{\"a\":1}]          | [{\"a\":1,\"b\":2}]    | true",
        "true                 | true                   | true",
        "true                 | \"true\"               | false"
      })
  void shouldMatch(String expected, String got, boolean matches) {
    assertThat(Matching.matches(Json.parse(expected), Json.parse(got))).isEqualTo(matches);
  }

  @Test
  void shouldSayWhereItDiffers() {
    assertThat(
            Matching.differences(
                Json.parse("{\"a\":{\"b\":[1,\"x\"]},\"c\":null}"),
                Json.parse("{\"a\":{\"b\":[1,\"y\"]},\"c\":3}")))
        .containsExactly("/a/b/1: expected \"x\", got \"y\"", "/c: must not be there, but is 3");
  }
}
