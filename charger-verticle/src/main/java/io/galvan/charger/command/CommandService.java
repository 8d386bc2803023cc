package io.galvan.charger.command;

import io.galvan.charger.block.Identity;
import io.galvan.charger.smartcharging.ProfileSlotStore;
import io.galvan.charger.smartcharging.ProfileSlots;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandKey;
import io.galvan.contract.command.Commands.CommandPage;
import io.galvan.contract.command.Commands.CommandQuery;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.command.Commands.OpenedCommand;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the operator's commands; {@link CommandState#mayBecome} says which moves are legal. */
public final class CommandService {
  private static final int TEXT_LENGTH = 500;
  private static final int PAYLOAD_LENGTH = 1_000_000;
  private static final int PIECE = 500;
  private static final Duration MAX_WAIT = Duration.ofDays(30);
  private static final int DELETED_AT_ONCE = 10_000;

  /** Beyond a call's own time limit: whoever opened the command would have closed it by then. */
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final CommandStore store;
  private final WaitingStore waiting;
  private final CommandEnds ends;
  private final ProfileSlotStore slots = new ProfileSlotStore();
  private final GroupCommit<CommandSent, Leave> leaving;

  CommandService(
      Platform platform,
      Pool pool,
      Writer writer,
      CommandStore store,
      WaitingStore waiting,
      CommandEnds ends) {
    this.waiting = waiting;
    this.ends = ends;
    this.settings = platform.settings();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.leaving = new GroupCommit<>("command-sent", writer, platform.meters(), this::sentAll);
  }

  /** Answers {@code command.open}. */
  Future<OpenedCommand> open(OpenCommand request) {
    check("action", request.action(), TEXT_LENGTH);
    check("request", request.request(), PAYLOAD_LENGTH);
    check("requestedBy", request.requestedBy(), TEXT_LENGTH);
    check("idempotencyKey", request.idempotencyKey(), TEXT_LENGTH);
    checkWait(request.waitS());
    String id = UUID.randomUUID().toString();
    ProfileSlots.Slot slot =
        ProfileSlots.of(request.action(), request.version(), request.request()).orElse(null);
    return writer.write(
        unit ->
            store
                .open(unit.sql(), id, request, Goal.of(request), slot, unit.now())
                .compose(
                    opened -> {
                      if (opened == null) {
                        return repeated(unit, request);
                      }
                      return (slot == null
                              ? Future.succeededFuture()
                              : slots.claim(
                                  unit.sql(), request.chargerId(), id, request.owner(), slot))
                          .map(new OpenedCommand(opened, false));
                    }));
  }

  private Future<OpenedCommand> repeated(UnitOfWork unit, OpenCommand request) {
    return store
        .byIdempotencyKey(unit.sql(), request.chargerId(), request.idempotencyKey())
        .compose(
            earlier -> {
              if (earlier == null) {
                return Future.failedFuture(Identity.unknown(request.chargerId()));
              }
              boolean same =
                  earlier.action().equals(request.action())
                      && earlier.request().equals(request.request());
              return same
                  ? Future.succeededFuture(new OpenedCommand(earlier, true))
                  : Future.failedFuture(
                      new GalvanException(
                          Fault.CONFLICT,
                          "the idempotency key belongs to another command",
                          "idempotencyKey"));
            });
  }

  /** A bound, so that nothing waits for ever. */
  public static void checkWait(@Nullable Long waitS) {
    if (waitS != null && (waitS < 1 || waitS > MAX_WAIT.toSeconds())) {
      throw GalvanException.invalid(
          "expiresInS", "expiresInS must be from 1 to " + MAX_WAIT.toSeconds());
    }
  }

  private static void check(String field, @Nullable String value, int maxLength) {
    if (value != null && (value.length() > maxLength || value.indexOf('\0') >= 0)) {
      throw GalvanException.invalid(
          field, field + " must have " + maxLength + " characters at most, and no U+0000");
    }
  }

  /**
   * Answers {@code command.sent}, which is stored before the CALL leaves: of a command that is
   * still Queued it is known that its CALL never left.
   */
  Future<Done> sent(CommandSent request) {
    return leaving
        .submit(request)
        .compose(
            leave ->
                leave.forbidden() == null
                    ? Future.succeededFuture(Done.DONE)
                    : Future.failedFuture(new GalvanException(Fault.CONFLICT, leave.forbidden())));
  }

  /** Whether a CALL may leave; null: it may. */
  private record Leave(@Nullable String forbidden) {}

  private Future<List<Leave>> sentAll(UnitOfWork unit, List<CommandSent> leaving) {
    Map<String, String> forbidden = new HashMap<>();
    return store
        .claims(unit.sql(), leaving)
        .compose(
            claims -> {
              Future<?> judged = Future.succeededFuture();
              for (CommandStore.Claim claim : claims) {
                judged =
                    judged
                        .compose(
                            ok ->
                                slots.objection(
                                    unit.sql(),
                                    claim.chargerId(),
                                    claim.id(),
                                    claim.owner(),
                                    claim.slot()))
                        .onSuccess(
                            objection -> {
                              if (objection != null) {
                                forbidden.put(claim.id(), objection);
                              }
                            });
              }
              return judged;
            })
        .compose(
            ok ->
                store.sent(
                    unit.sql(),
                    leaving.stream().filter(one -> !forbidden.containsKey(one.id())).toList(),
                    unit.now()))
        // Of those that ask twice for one command the first sends it.
        .map(
            sent ->
                leaving.stream()
                    .map(
                        one ->
                            new Leave(
                                sent.remove(one.id())
                                    ? null
                                    : forbidden.getOrDefault(
                                        one.id(), "the command does not wait to be sent any more")))
                    .toList());
  }

  /** Answers {@code command.close}; an illegal move answers the command as it is. */
  Future<Command> close(CloseCommand request) {
    if (request.state() == CommandState.Queued || request.state() == CommandState.Sent) {
      throw GalvanException.invalid("state", request.state() + " closes no command");
    }
    CloseCommand close = storable(request);
    return ends.write(
        ending ->
            store
                .hold(ending.unit().sql(), close.id())
                .compose(
                    command -> {
                      if (command == null) {
                        return Future.failedFuture(unknown());
                      }
                      return close.state() == CommandState.Unknown
                              && command.state() == CommandState.Queued
                          ? neverSent(ending, command, close)
                          : command.state().mayBecome(close.state())
                              ? closed(ending, close)
                              : Future.succeededFuture(command);
                    }));
  }

  /** Nobody knows what its node did, but it is not marked as sent, and will not be any more. */
  private Future<Command> neverSent(
      CommandEnds.Ending ending, Command command, CloseCommand close) {
    String why = close.errorDescription();
    return command.expiresAt() != null
        ? waiting
            .release(ending.unit().sql(), command.id(), why == null ? "not sent" : why, null)
            .map(released -> released == null ? command : released)
        : closed(ending, new CloseCommand(close.id(), CommandState.Failed, null, null, null, why));
  }

  private Future<Command> closed(CommandEnds.Ending ending, CloseCommand close) {
    return store
        .close(ending.unit().sql(), close, ending.unit().now())
        .compose(
            command -> {
              if (command == null) {
                return Future.failedFuture(unknown());
              }
              return ends.ended(ending, command);
            });
  }

  private static CloseCommand storable(CloseCommand close) {
    return new CloseCommand(
        close.id(),
        close.state(),
        Sql.text(close.status(), TEXT_LENGTH),
        Sql.text(close.response(), PAYLOAD_LENGTH),
        Sql.text(close.errorCode(), TEXT_LENGTH),
        Sql.text(close.errorDescription(), TEXT_LENGTH));
  }

  private static GalvanException unknown() {
    return GalvanException.notFound("the command");
  }

  /** Answers {@code command.get}. */
  Future<Command> get(CommandKey key) {
    return store
        .get(pool, key.chargerId(), key.id())
        .compose(
            command ->
                command == null ? Future.failedFuture(unknown()) : Future.succeededFuture(command));
  }

  /** Answers {@code command.list}, newest first. */
  Future<CommandPage> list(CommandQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), "command"))
        .map(
            commands -> {
              if (commands.size() <= query.limit()) {
                return new CommandPage(commands, null);
              }
              List<Command> page = commands.subList(0, query.limit());
              Command last = page.get(page.size() - 1);
              return new CommandPage(
                  page, new Cursor("command", last.createdAt().toString(), last.id()).encode());
            });
  }

  /**
   * Closes what a fallen node left: sent ones are Unknown; of those that were never sent, the ones
   * that may wait do so again.
   */
  Future<Done> nodeGone(String nodeId) {
    return ends.write(
            ending ->
                waiting
                    .releaseOf(ending.unit().sql(), nodeId)
                    .compose(
                        ok ->
                            store.abandonOf(
                                ending.unit().sql(), nodeId, ending.unit().now(), PIECE))
                    .compose(abandoned -> ends.endedAll(ending, abandoned)))
        .compose(n -> n < PIECE ? Future.succeededFuture(Done.DONE) : nodeGone(nodeId));
  }

  /** Closes commands whose opener never came back to them. */
  Future<?> closeAbandoned() {
    Duration patience = ABANDONED_AFTER.plus(settings.callTimeout());
    return ends.write(
        ending -> {
          UnitOfWork unit = ending.unit();
          return store
              .abandonOlder(unit.sql(), unit.now().minus(patience), unit.now(), PIECE)
              .compose(abandoned -> ends.endedAll(ending, abandoned));
        });
  }

  /** Commands live as long as the messages that carried them. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store
                .deleteClosed(
                    unit.sql(), unit.now().minus(settings.messageLogRetention()), DELETED_AT_ONCE)
                .map(Done.DONE));
  }
}
