package io.galvan.charger.command;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandKey;
import io.galvan.contract.command.Commands.Release;
import io.galvan.contract.command.Commands.TakeWaiting;
import io.galvan.contract.command.Commands.TakenCommands;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Commands that wait for their charger: the node that holds its connection takes them up, gives
 * them back when it cannot send them, and the clock or an operator ends them.
 */
final class WaitingService {
  /**
   * A charger that connects boots first, mostly; one that does not is believed to be ready after
   * this time.
   */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private static final int MOST_TAKEN = 500;
  private static final int PIECE = 500;
  private static final int TEXT_LENGTH = 500;

  private final Writer writer;
  private final CommandStore commands;
  private final WaitingStore store;
  private final CommandEnds ends;

  WaitingService(Writer writer, CommandStore commands, WaitingStore store, CommandEnds ends) {
    this.ends = ends;
    this.writer = writer;
    this.commands = commands;
    this.store = store;
  }

  /** Answers {@code command.waiting.take}. */
  Future<TakenCommands> take(TakeWaiting request) {
    int limit = Math.min(MOST_TAKEN, Math.max(1, request.limit()));
    return writer
        .write(unit -> store.take(unit.sql(), request.nodeId(), SETTLED, unit.now(), limit))
        .map(TakenCommands::new);
  }

  /** Answers {@code command.waiting.release}; a command that has moved on is answered as it is. */
  Future<Command> release(Release request) {
    return writer.write(
        unit ->
            store
                .release(
                    unit.sql(),
                    request.id(),
                    Sql.required(request.why(), TEXT_LENGTH),
                    request.takenAt())
                .compose(
                    released ->
                        released == null
                            ? commands.hold(unit.sql(), request.id())
                            : Future.succeededFuture(released))
                .compose(WaitingService::known));
  }

  private static Future<Command> known(@org.jspecify.annotations.Nullable Command command) {
    return command == null
        ? Future.failedFuture(GalvanException.notFound("the command"))
        : Future.succeededFuture(command);
  }

  /** Answers {@code command.cancel}: only what waits can be taken back. */
  Future<Command> cancel(CommandKey key) {
    return ends.write(
        ending ->
            store
                .cancel(ending.unit().sql(), key.chargerId(), key.id(), ending.unit().now())
                .compose(
                    cancelled -> {
                      if (cancelled != null) {
                        return ends.ended(ending, cancelled);
                      }
                      return commands
                          .get(ending.unit().sql(), key.chargerId(), key.id())
                          .compose(WaitingService::known)
                          .compose(
                              command ->
                                  Future.failedFuture(
                                      new GalvanException(
                                          Fault.CONFLICT,
                                          "the command does not wait any more: it is "
                                              + command.state())));
                    }));
  }

  /** Ends the commands whose time is over. */
  Future<?> expire() {
    return ends.write(
        ending ->
            store
                .expire(ending.unit().sql(), ending.unit().now(), PIECE)
                .compose(expired -> ends.endedAll(ending, expired)));
  }
}
