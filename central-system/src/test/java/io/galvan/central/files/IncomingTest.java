package io.galvan.central.files;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.file.Files.FileKey;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body that comes faster than it can be stored, or that does not come to its end. */
class IncomingTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Done>> stored = new CopyOnWriteArrayList<>();
  private final List<Integer> lengths = new CopyOnWriteArrayList<>();
  private final List<String> discarded = new CopyOnWriteArrayList<>();
  private final Body body = new Body();
  private final Incoming incoming = new Incoming(vertx, Bus.of(vertx), 10_000_000);

  /** A sender that can be made to wait. */
  private static final class Body implements ReadStream<Buffer> {
    private volatile Handler<Buffer> handler = buffer -> {};
    private volatile Handler<Void> end = nothing -> {};
    private volatile Handler<Throwable> failure = cause -> {};
    private volatile boolean flowing;

    @Override
    public Body handler(@Nullable Handler<Buffer> handler) {
      this.handler = handler;
      return this;
    }

    @Override
    public Body exceptionHandler(@Nullable Handler<Throwable> handler) {
      this.failure = handler;
      return this;
    }

    @Override
    public Body endHandler(@Nullable Handler<Void> handler) {
      this.end = handler;
      return this;
    }

    @Override
    public Body pause() {
      flowing = false;
      return this;
    }

    @Override
    public Body resume() {
      flowing = true;
      return this;
    }

    @Override
    public Body fetch(long amount) {
      return this;
    }
  }

  @BeforeEach
  void serve() {
    Bus bus = Bus.of(vertx);
    bus.serve(Files.OPEN, request -> Future.succeededFuture(new FileKey("F")));
    bus.serve(
        Files.APPEND,
        (Chunk chunk) -> {
          Promise<Done> promise = Promise.promise();
          lengths.add(chunk.bytes().length);
          stored.add(promise);
          return promise.future();
        });
    bus.serve(
        Files.DISCARD,
        key -> {
          discarded.add(key.fileId());
          return Future.succeededFuture(Done.DONE);
        });
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Future<Content> take() {
    Future<Content> taken = incoming.take(body);
    await().until(() -> body.flowing);
    return taken;
  }

  private void answer(int chunk) {
    await().until(() -> stored.size() > chunk);
    stored.get(chunk).complete(Done.DONE);
  }

  @Test
  void shouldLetTheSenderWaitWhileAChunkIsStored() {
    Future<Content> taken = take();
    body.handler.handle(Buffer.buffer(new byte[Files.CHUNK_BYTES - 1]));
    assertThat(body.flowing).isTrue();
    body.handler.handle(Buffer.buffer(new byte[2]));
    assertThat(body.flowing).isFalse();
    answer(0);
    await().until(() -> body.flowing);
    body.end.handle(null);
    answer(1);
    assertThat(await(taken).size()).isEqualTo(Files.CHUNK_BYTES + 1);
    assertThat(lengths).containsExactly(Files.CHUNK_BYTES, 1);
    assertThat(discarded).isEmpty();
  }

  @Test
  void shouldDiscardWhatBrokeOff() {
    Future<Content> broken = take();
    body.handler.handle(Buffer.buffer("x"));
    body.failure.handle(new IllegalStateException("gone"));
    assertThatThrownBy(() -> await(broken)).hasMessage("gone");
    await().until(() -> discarded.equals(List.of("F")));
  }

  @Test
  void shouldGiveUpWhenAChunkCannotBeStored() {
    Future<Content> taken = take();
    body.handler.handle(Buffer.buffer(new byte[Files.CHUNK_BYTES]));
    await().until(() -> stored.size() == 1);
    stored.get(0).fail(new GalvanException(Fault.UNAVAILABLE, "no database"));
    assertThatThrownBy(() -> await(taken)).hasMessage("no database");
    await().until(() -> discarded.equals(List.of("F")));
    assertThat(body.flowing).isFalse();
  }

  @Test
  void shouldStopAtTheBoundWithoutStoringBeyondIt() {
    Incoming small = new Incoming(vertx, Bus.of(vertx), 3);
    Future<Content> taken = small.take(body);
    await().until(() -> body.flowing);
    body.handler.handle(Buffer.buffer("abc"));
    body.handler.handle(Buffer.buffer("d"));
    assertThatThrownBy(() -> await(taken)).isInstanceOf(Incoming.TooLong.class);
    assertThat(lengths).isEmpty();
  }
}
