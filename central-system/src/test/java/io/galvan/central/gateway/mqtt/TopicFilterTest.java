package io.galvan.central.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
  @ParameterizedTest
  @CsvSource({
    "galvan/#, galvan/events/x, true",
    "galvan/#, galvan, true",
    "galvan/+/x, galvan/events/x, true",
    "galvan/+, galvan/events/x, false",
    "galvan/events/x, galvan/events/x, true",
    "galvan/events, galvan/events/x, false",
    "galvan/#/x, galvan/events/x, false",
    "ocpp-mirror/+/CP-1/+, ocpp-mirror/1.6/CP-2/up, false"
  })
  void shouldMatchAsTheStandardSays(String filter, String topic, boolean matches) {
    assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"galvan/#, true", "galvan, true", "#, false", "+/events, false", "galvanic/#, false"})
  void shouldBeUnderALevelOnlyWhenItNamesIt(String filter, boolean under) {
    assertThat(new TopicFilter(filter).isUnder("galvan")).isEqualTo(under);
  }

  @Test
  void shouldSpreadStationsOverNodesAndMoveNoneButThoseOfTheNodeThatWent() {
    List<String> nodes = List.of("one", "two", "three");
    Map<String, Integer> counts = new HashMap<>();
    IntStream.range(0, 3_000)
        .mapToObj(i -> "ocpp/1.6/CP-" + i + "/status")
        .forEach(
            station -> {
              String node = BrokerReader.nodeOf(station, nodes);
              counts.merge(node, 1, Integer::sum);
              if (!node.equals("three")) {
                assertThat(BrokerReader.nodeOf(station, List.of("one", "two"))).isEqualTo(node);
              }
            });
    assertThat(counts).hasSize(3);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(700, 1_300));
  }
}
