package io.galvan.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicLevelTest {
  /** OCPP 2.x part 2, 3.1.1: identifierString. */
  private static final String IDENTIFIER_STRING =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*-_=:+|@.";

  @ParameterizedTest
  @CsvSource({
    "CP 1, CP 1",
    "a/b, a%2Fb",
    "+, %2B",
    "#1, %231",
    "100%, 100%25",
    "%2F, %252F",
    "a:b=c@d|e, a:b=c@d|e",
    "Säule-東, Säule-東",
    "*-_.~!$&'(),*-_.~!$&'()"
  })
  void shouldEncodeWhatMeansSomethingToMqttAndNothingElse(String text, String level) {
    assertThat(TopicLevel.encode(text)).isEqualTo(level);
    assertThat(TopicLevel.decode(level)).contains(text);
  }

  @Test
  void shouldLeaveEveryCharacterOfAnIdentifierButThePlusAsItIs() {
    IDENTIFIER_STRING
        .chars()
        .mapToObj(Character::toString)
        .forEach(
            letter -> {
              String level = TopicLevel.encode(letter);
              assertThat(level).isEqualTo(letter.equals("+") ? "%2B" : letter);
              assertThat(TopicLevel.decode(level)).contains(letter);
            });
  }

  @Test
  void shouldGiveBackEveryCharacterThereIs() {
    String all =
        IntStream.range(1, 0x11_0000)
            .filter(code -> code < 0xD800 || code > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertThat(TopicLevel.decode(TopicLevel.encode(all))).contains(all);
    assertThat(TopicLevel.encode(all)).doesNotContain("/", "+", "#");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CP%201", "CP%2f1", "CP%2", "%", "a/b", "+", "a#", "%C3%A4"})
  void shouldReadNoOtherSpelling(String level) {
    assertThat(TopicLevel.decode(level)).isEmpty();
  }
}
