package io.galvan.app;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that run, stopped in the reverse order of their start. */
public final class Running implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);
  private static final long STOP_TIMEOUT_S = 20;

  private record Part(String name, Supplier<Future<?>> stop) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  void add(String name, Supplier<Future<?>> stop) {
    parts.push(new Part(name, stop));
  }

  /** Stops every part; one that does not stop in time does not keep the others running. */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.stop()
            .get()
            .toCompletionStage()
            .toCompletableFuture()
            .get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("{} did not stop cleanly", part.name(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
