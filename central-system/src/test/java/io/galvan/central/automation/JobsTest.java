package io.galvan.central.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final Jobs jobs = new Jobs("the job", 1);
  private final List<String> done = new ArrayList<>();

  private Future<?> done(String what) {
    done.add(what);
    return Future.succeededFuture();
  }

  @Test
  void shouldTakeAllThatWaitHoweverManyAreDoneAtOnce() {
    Promise<Void> first = Promise.promise();
    AtomicInteger ran = new AtomicInteger();
    jobs.submit("CP-0", first::future);
    for (int i = 1; i <= 100_000; i++) {
      jobs.submit(
          "CP-" + i,
          () -> {
            ran.incrementAndGet();
            return Future.succeededFuture();
          });
    }
    assertThat(ran).hasValue(0);
    first.complete();
    assertThat(ran).hasValue(100_000);
  }

  @Test
  void shouldRunOnlyTheNewestOfAStation() {
    Promise<Void> first = Promise.promise();
    jobs.submit("CP-1", first::future);
    jobs.submit("CP-1", () -> done("older"));
    jobs.submit("CP-1", () -> done("newer"));
    first.complete();
    assertThat(done).containsExactly("newer");
  }

  @Test
  void shouldGoOnWhenAJobFailsOrCannotEvenBegin() {
    Promise<Void> first = Promise.promise();
    jobs.submit("CP-1", first::future);
    jobs.submit("CP-2", () -> Future.failedFuture("refused"));
    jobs.submit(
        "CP-3",
        () -> {
          throw new IllegalStateException("broken");
        });
    jobs.submit("CP-4", () -> done("CP-4"));
    first.complete();
    jobs.submit("CP-3", () -> done("CP-3"));
    assertThat(done).containsExactly("CP-4", "CP-3");
  }
}
