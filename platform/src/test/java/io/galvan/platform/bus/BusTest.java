package io.galvan.platform.bus;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
  record Question(String text, Instant at) {}

  private static final BusAddress<Question, Done> ASK =
      new BusAddress<>("test.ask", Question.class, Done.class);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void shouldHandTheSameInstanceToAServiceOnThisNode() {
    Question question = new Question("?", Instant.EPOCH);
    Question[] heard = new Question[1];
    bus.serve(
        ASK,
        request -> {
          heard[0] = request;
          return Future.succeededFuture(Done.DONE);
        });
    assertThat(await(bus.request(ASK, question))).isSameAs(Done.DONE);
    assertThat(heard[0]).isSameAs(question);
  }

  @Test
  void shouldCarryFaultMessageAndField() {
    bus.serve(ASK, request -> Future.failedFuture(GalvanException.invalid("text", "too short")));
    assertThatThrownBy(() -> await(bus.request(ASK, new Question("", Instant.EPOCH))))
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INVALID);
              assertThat(e.message()).isEqualTo("too short");
              assertThat(e.field()).isEqualTo("text");
            });
  }

  /**
   * Messages from nodes of another version, whose list of faults may be longer or in other order.
   */
  @Test
  void shouldReadFaultsByNameAndTakeOneItDoesNotKnowForInternal() {
    assertThat(asIfToldBy("NOT_FOUND\n\nCP-1 does not exist\nsecond line"))
        .satisfies(
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND);
              assertThat(e.message()).isEqualTo("CP-1 does not exist\nsecond line");
              assertThat(e.field()).isNull();
            });
    assertThat(asIfToldBy("OF_LATER_VERSIONS\nfield\nwhat is wrong"))
        .satisfies(
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INTERNAL);
              assertThat(e.message()).isEqualTo("what is wrong");
              assertThat(e.field()).isEqualTo("field");
            });
    assertThat(asIfToldBy("whatever").fault()).isEqualTo(Fault.INTERNAL);
  }

  private GalvanException asIfToldBy(String wire) {
    var consumer =
        vertx
            .eventBus()
            .consumer(ASK.name(), message -> message.fail(Fault.INVALID.ordinal(), wire));
    try {
      return catchThrowableOfType(
          GalvanException.class, () -> await(bus.request(ASK, new Question("", Instant.EPOCH))));
    } finally {
      await(consumer.unregister());
    }
  }

  @Test
  void shouldHideTheTextOfAnUnexpectedException() {
    bus.serve(
        ASK,
        request -> {
          throw new IllegalStateException("secret detail");
        });
    assertThatThrownBy(() -> await(bus.request(ASK, new Question("", Instant.EPOCH))))
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.INTERNAL);
              assertThat(e.message()).isEqualTo("internal error");
            });
  }

  @Test
  void shouldSayThatNobodyServesAnAddress() {
    assertThatThrownBy(() -> await(bus.request(ASK, new Question("", Instant.EPOCH))))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
  }

  @Test
  void shouldReadFromTheWireWhatItWrote() {
    RecordCodec<Question> codec = new RecordCodec<>(Question.class);
    Question question = new Question("what?", Instant.parse("2026-01-02T03:04:05.123456Z"));
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, question);
    assertThat(codec.decodeFromWire(6, wire)).isEqualTo(question);
  }
}
