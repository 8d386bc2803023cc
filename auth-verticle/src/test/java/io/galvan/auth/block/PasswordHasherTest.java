package io.galvan.auth.block;

import static io.galvan.platform.testing.TestPlatform.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.auth.block.PasswordHasher.Asker;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers' passwords keep nobody else's from being checked. */
class PasswordHasherTest {
  private static final byte[] SECRET = "correct horse".getBytes(UTF_8);

  private final Vertx vertx = Vertx.vertx();

  /** Slow enough that none is done while others still ask. */
  private final PasswordHasher hasher = new PasswordHasher(vertx, "test", 1, 60_000, 20);

  /** Who was answered, in their order. */
  private final List<Asker> answered = new ArrayList<>();

  @AfterEach
  void stop() {
    await(hasher.close());
    await(vertx.close());
  }

  /** All at once, before any is answered. */
  private List<Future<PasswordHash>> ask(int strangers, int known) {
    return await(
        Future.<List<Future<PasswordHash>>>future(
            asked ->
                vertx.runOnContext(
                    ok -> {
                      List<Future<PasswordHash>> all = new ArrayList<>();
                      for (int i = 0; i < strangers; i++) {
                        all.add(ask(Asker.STRANGER));
                      }
                      for (int i = 0; i < known; i++) {
                        all.add(ask(Asker.KNOWN));
                      }
                      asked.complete(all);
                    })));
  }

  private Future<PasswordHash> ask(Asker asker) {
    return hasher.hash(asker, SECRET).onSuccess(ok -> answered.add(asker));
  }

  private static long refused(List<Future<PasswordHash>> asked) {
    await().until(() -> asked.stream().allMatch(Future::isComplete));
    assertThat(asked)
        .filteredOn(Future::failed)
        .allSatisfy(
            failed ->
                assertThat(((GalvanException) failed.cause()).fault())
                    .isEqualTo(Fault.UNAVAILABLE));
    return asked.stream().filter(Future::failed).count();
  }

  @Test
  void shouldGiveStrangersHalfOfThePlacesAndServeThemLast() {
    List<Future<PasswordHash>> asked = ask(50, 10);
    assertThat(refused(asked.subList(0, 50))).isEqualTo(40);
    assertThat(refused(asked.subList(50, 60))).isZero();
    // One stranger was served already when the others came.
    assertThat(answered.subList(1, 11)).containsOnly(Asker.KNOWN);
    assertThat(answered.subList(11, 20)).containsOnly(Asker.STRANGER);
  }

  @Test
  void shouldRefuseWhatIsBeyondItsBoundAndTakeMoreAfterwards() {
    assertThat(refused(ask(0, 25))).isEqualTo(5);
    assertThat(refused(ask(10, 10))).isZero();
    assertThat(refused(ask(0, 21))).isEqualTo(1);
  }
}
