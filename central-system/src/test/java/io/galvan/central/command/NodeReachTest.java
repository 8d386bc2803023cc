package io.galvan.central.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.connection.Nodes;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeReachTest {
  private final Vertx vertx = Vertx.vertx();
  private final NodeReach reach = new NodeReach(vertx, "own");
  private final Promise<String> answer = Promise.promise();

  @AfterEach
  void stop() {
    TestPlatform.await(vertx.close());
  }

  @Test
  void shouldTellWithinTwoSecondsThatANodeIsSilentAndNothingOfItsAnswer() {
    AtomicInteger pings = new AtomicInteger();
    Bus.of(vertx)
        .serveAt(
            Nodes.PING,
            "far",
            ping ->
                pings.incrementAndGet() < 3
                    ? Future.succeededFuture(Done.DONE)
                    : Future.future(p -> {}));
    Future<String> told = reach.orLost("far", answer.future());
    await().until(() -> pings.get() == 3);
    assertThat(told.isComplete()).isFalse();
    await().atMost(Duration.ofSeconds(2)).until(told::failed);
    assertThat(told.cause()).isInstanceOf(NodeReach.Lost.class).hasMessageContaining("far");
    answer.complete("late");
  }

  @Test
  void shouldGiveTheAnswerOfANodeThatIsThereAndStopPingingIt() {
    AtomicInteger pings = new AtomicInteger();
    Bus.of(vertx)
        .serveAt(
            Nodes.PING,
            "far",
            ping -> {
              pings.incrementAndGet();
              return Future.succeededFuture(Done.DONE);
            });
    Future<String> told = reach.orLost("far", answer.future());
    Future<String> other = reach.orLost("far", Future.succeededFuture("at once"));
    await().until(() -> pings.get() == 2);
    answer.complete("answered");
    assertThat(TestPlatform.await(told)).isEqualTo("answered");
    assertThat(TestPlatform.await(other)).isEqualTo("at once");
    await().during(Duration.ofMillis(1_100)).until(() -> pings.get() <= 3);
  }

  @Test
  void shouldTellAtOnceWhenAMemberLeftAndAskNobodyAboutItsOwnNode() {
    Bus.of(vertx).serveAt(Nodes.PING, "far", ping -> Future.succeededFuture(Done.DONE));
    Future<String> far = reach.orLost("far", answer.future());
    Future<String> own = reach.orLost("own", answer.future());
    reach.lost("far");
    assertThatThrownBy(() -> TestPlatform.await(far)).isInstanceOf(NodeReach.Lost.class);
    reach.lost("own");
    assertThat(own.isComplete()).isFalse();
  }
}
