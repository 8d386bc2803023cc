package io.galvan.platform.db;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupReadTest {
  private final List<Set<Integer>> selects = new ArrayList<>();
  private final ArrayDeque<Promise<Map<Integer, String>>> answers = new ArrayDeque<>();
  private final GroupRead<Integer, String> names =
      new GroupRead<>(
          "names",
          new SimpleMeterRegistry(),
          3,
          1,
          5,
          keys -> {
            selects.add(Set.copyOf(keys));
            Promise<Map<Integer, String>> answer = Promise.promise();
            answers.add(answer);
            return answer.future();
          });

  private void answerNext() {
    Set<Integer> keys = selects.get(selects.size() - 1);
    answers
        .remove()
        .complete(
            keys.stream()
                .filter(key -> key > 0)
                .collect(Collectors.toMap(key -> key, String::valueOf)));
  }

  @Test
  void shouldGatherWhatWaitsIntoOneSelectAndAnswerEachItsOwn() {
    Future<Optional<String>> one = names.find(1);
    List<Future<Optional<String>>> rest = List.of(names.find(2), names.find(-3), names.find(2));
    assertThat(selects).containsExactly(Set.of(1));
    answerNext();
    answerNext();
    assertThat(selects).containsExactly(Set.of(1), Set.of(2, -3));
    assertThat(await(one)).contains("1");
    assertThat(await(rest.get(0))).contains("2");
    assertThat(await(rest.get(1))).isEmpty();
    assertThat(await(rest.get(2))).contains("2");
  }

  @Test
  void shouldAskAgainForAKeyWhoseSelectIsAlreadyUnderWay() {
    names.find(1);
    Future<Optional<String>> later = names.find(1);
    answerNext();
    assertThat(later.isComplete()).isFalse();
    answerNext();
    assertThat(await(later)).contains("1");
    assertThat(selects).hasSize(2);
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndGoOnAfterAFailedSelect() {
    Future<Optional<String>> lost = names.find(1);
    List<Future<Optional<String>>> waiting = new ArrayList<>();
    for (int key = 2; key <= 7; key++) {
      waiting.add(names.find(key));
    }
    assertThatThrownBy(() -> await(waiting.get(5)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    answers.remove().fail(new java.io.IOException("connection lost"));
    assertThatThrownBy(() -> await(lost))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    answerNext();
    answerNext();
    assertThat(await(waiting.get(0))).contains("2");
    assertThat(await(waiting.get(4))).contains("6");
    assertThat(selects).containsExactly(Set.of(1), Set.of(2, 3, 4), Set.of(5, 6));
  }
}
