package io.galvan.central.session;

import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.Release;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of this node's commands, on its way to the charger service. What cannot be stored now
 * is kept, whatever becomes of the connection that brought it, and stored when it can be.
 *
 * <p>What is kept is bounded in bytes. A command whose end does not fit, or is still kept when the
 * node stops, stays Sent and is closed as Unknown: at the next start of the node, when the other
 * nodes see that it left, or after an hour. One a node. Safe for use from any thread.
 */
public final class CommandAnswers implements Shareable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandAnswers.class);

  /** Of texts of 16 bits a character, and what holds them. */
  static final long MOST_BYTES = 16L * 1024 * 1024;

  private static final String MAP = "galvan.command.answers";
  private static final String KEY = "node";
  private static final int OVERHEAD_BYTES = 1_024;
  private static final long FIRST_DELAY_MS = 250;
  private static final long LONGEST_DELAY_MS = 10_000;
  private static final int AT_ONCE = 16;
  private static final long LAST_TRY_S = 5;

  private final Vertx vertx;
  private final Bus bus;
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private long bytes;
  private long delayMs = FIRST_DELAY_MS;
  private boolean waiting;
  private boolean closed;

  private record Kept(
      String commandId, long bytes, Supplier<Future<Command>> store, Promise<Command> stored) {}

  private CommandAnswers(Vertx vertx) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
  }

  /** That of the node that runs on this Vert.x. */
  public static CommandAnswers of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, CommandAnswers>getLocalMap(MAP)
        .computeIfAbsent(KEY, key -> new CommandAnswers(vertx));
  }

  /**
   * Stores the end of a command; completes with the command as it then is, fails if it is stored
   * nowhere or cannot be kept.
   */
  public Future<Command> close(CloseCommand close) {
    return store(
        close.id(),
        2L * length(close.response()) + 2L * length(close.errorDescription()),
        () -> bus.request(Commands.CLOSE, close));
  }

  /** Stores that a command could not be sent and waits again; completes as {@link #close}. */
  Future<Command> release(Release release) {
    return store(release.id(), 0, () -> bus.request(Commands.RELEASE, release));
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private Future<Command> store(
      String commandId, long contentBytes, Supplier<Future<Command>> store) {
    return store
        .get()
        .recover(
            failure ->
                isPassing(failure)
                    ? keep(commandId, OVERHEAD_BYTES + contentBytes, store, failure)
                    : Future.failedFuture(failure));
  }

  /** A fault that is not the answer's own. */
  private static boolean isPassing(Throwable failure) {
    return !(failure instanceof GalvanException fault) || fault.fault().retryable();
  }

  private Future<Command> keep(
      String commandId, long size, Supplier<Future<Command>> store, Throwable failure) {
    Kept one = new Kept(commandId, size, store, Promise.promise());
    synchronized (this) {
      if (closed || bytes + size > MOST_BYTES) {
        LOG.error(
            "what became of command {} could not be stored; it will be Unknown: {}",
            commandId,
            failure.getMessage());
        return Future.failedFuture(failure);
      }
      if (kept.isEmpty()) {
        LOG.warn("the ends of commands cannot be stored now: {}", failure.getMessage());
      }
      kept.add(one);
      bytes += size;
    }
    wake();
    return one.stored.future();
  }

  private void wake() {
    long delay;
    synchronized (this) {
      if (waiting || closed || kept.isEmpty()) {
        return;
      }
      waiting = true;
      delay = delayMs;
      delayMs = Math.min(LONGEST_DELAY_MS, 2 * delayMs);
    }
    vertx.setTimer(
        delay,
        id ->
            round()
                .onComplete(
                    ignored -> {
                      synchronized (this) {
                        waiting = false;
                      }
                      wake();
                    }));
  }

  /** Tries the oldest ones; goes on with the next as long as something could be stored. */
  private Future<?> round() {
    List<Kept> oldest = new ArrayList<>(AT_ONCE);
    synchronized (this) {
      while (oldest.size() < AT_ONCE && !kept.isEmpty()) {
        oldest.add(kept.poll());
      }
    }
    if (oldest.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Future<Boolean>> tries = oldest.stream().map(this::attempt).toList();
    return Future.all(tries)
        .compose(
            all -> {
              boolean some = tries.stream().anyMatch(Future::result);
              if (!some) {
                return Future.succeededFuture();
              }
              synchronized (this) {
                delayMs = FIRST_DELAY_MS;
              }
              return round();
            });
  }

  /** Whether it is done with; if not, it goes to the end of the queue. */
  private Future<Boolean> attempt(Kept one) {
    return one.store
        .get()
        .transform(
            (command, failure) -> {
              boolean again = failure != null && isPassing(failure);
              synchronized (this) {
                if (again) {
                  kept.add(one);
                } else {
                  bytes -= one.bytes;
                }
              }
              if (failure == null) {
                one.stored.complete(command);
              } else if (!again) {
                LOG.error(
                    "what became of command {} cannot be stored: {}",
                    one.commandId,
                    failure.getMessage());
                one.stored.fail(failure);
              }
              return Future.succeededFuture(!again);
            });
  }

  /** Tries once more to store what is kept; what is left then is told by its number. */
  public Future<?> close() {
    synchronized (this) {
      closed = true;
    }
    vertx.sharedData().getLocalMap(MAP).remove(KEY);
    return round()
        .timeout(LAST_TRY_S, TimeUnit.SECONDS)
        .otherwiseEmpty()
        .onSuccess(
            ignored -> {
              int left;
              synchronized (this) {
                left = kept.size();
              }
              if (left > 0) {
                LOG.error("the ends of {} commands could not be stored; they are Unknown", left);
              }
            });
  }
}
