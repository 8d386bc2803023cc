package io.galvan.charger.command;

import io.galvan.charger.block.Follower;
import io.galvan.charger.command.DebtStore.Debt;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every end of a command brings with it, whoever ended it: its followers and its event. A
 * follower that fails stops neither the end nor other followers: what it did is undone, and it is
 * called again later, for one charger in the order of its commands.
 */
final class CommandEnds {
  private static final Logger LOG = LoggerFactory.getLogger(CommandEnds.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;
  private static final int PIECE = 200;
  private static final int TEXT_LENGTH = 500;

  private final Writer writer;
  private final CommandStore store;
  private final DebtStore debts;
  private final List<Follower> followers;
  private final Consumer<String> campaignMoved;

  /**
   * @param campaignMoved hears the campaign of every command that ends
   */
  CommandEnds(
      Writer writer,
      CommandStore store,
      DebtStore debts,
      List<Follower> followers,
      Consumer<String> campaignMoved) {
    this.writer = writer;
    this.store = store;
    this.debts = debts;
    this.followers = List.copyOf(followers);
    this.campaignMoved = campaignMoved;
  }

  /**
   * Ends a command in a transaction. When a follower fails, the end is written once more with each
   * follower apart.
   *
   * @param end makes the end and passes it to {@link #ended}
   */
  <R> Future<R> write(Function<Ending, Future<R>> end) {
    return writer
        .write(unit -> end.apply(new Ending(unit, false)))
        .recover(
            failure ->
                isFollowers(failure)
                    ? writer.write(unit -> end.apply(new Ending(unit, true)))
                    : Future.failedFuture(failure));
  }

  /** It may be a follower's; when the database is away it is nobody's. */
  private static boolean isFollowers(Throwable failure) {
    return !(failure instanceof GalvanException fault) || fault.fault() != Fault.UNAVAILABLE;
  }

  /**
   * A transaction that ends commands.
   *
   * @param apart each follower is undone alone when it fails
   */
  record Ending(UnitOfWork unit, boolean apart) {}

  /** Has the followers write what the end changes, and tells the command as it then is. */
  Future<Command> ended(Ending ending, Command command) {
    UnitOfWork unit = ending.unit;
    return followed(ending, command)
        .onSuccess(
            told -> {
              unit.emit(command.chargerId(), new CommandCompleted(told));
              if (told.campaignId() != null) {
                campaignMoved.accept(told.campaignId());
              }
            });
  }

  /** The same for many; gives their number. */
  Future<Integer> endedAll(Ending ending, List<Command> commands) {
    if (ending.apart) {
      // A savepoint holds what comes after it, so one after the other.
      Future<?> all = Future.succeededFuture();
      for (Command command : commands) {
        all = all.compose(ok -> ended(ending, command));
      }
      return all.map(commands.size());
    }
    return Future.all(commands.stream().map(command -> ended(ending, command)).toList())
        .map(commands.size());
  }

  private Future<Command> followed(Ending ending, Command command) {
    List<Follower> concerned =
        followers.stream()
            .filter(follower -> follower.actions().contains(command.action()))
            .toList();
    if (concerned.isEmpty()) {
      return Future.succeededFuture(command);
    }
    UnitOfWork unit = ending.unit;
    return debts
        .owing(unit.sql(), command.chargerId())
        .compose(owing -> follow(ending, command, concerned, owing))
        .compose(ok -> store.hold(unit.sql(), command.id()))
        .map(told -> told == null ? command : told);
  }

  private Future<?> follow(
      Ending ending, Command command, List<Follower> concerned, Set<String> owing) {
    List<Future<?>> together = new ArrayList<>();
    Future<?> apart = Future.succeededFuture();
    for (Follower follower : concerned) {
      if (owing.contains(follower.name())) {
        together.add(owe(ending.unit, command, follower, "an earlier command comes first"));
      } else if (ending.apart) {
        apart = apart.compose(ok -> followApart(ending.unit, command, follower));
      } else {
        together.add(follower.follow(ending.unit, command));
      }
    }
    Future<?> last = apart;
    return Future.all(together).compose(ok -> last);
  }

  private Future<?> followApart(UnitOfWork unit, Command command, Follower follower) {
    int before = unit.emitted();
    return debts
        .savepoint(unit.sql())
        .compose(ok -> tried(unit, command, follower))
        .compose(ok -> debts.release(unit.sql()).mapEmpty())
        .recover(
            failure -> {
              LOG.error(
                  "{} failed at {} of {}; it is called again: {}",
                  follower.name(),
                  command.action(),
                  command.chargerId(),
                  failure.getMessage());
              unit.forgetEmitted(before);
              return debts
                  .undo(unit.sql())
                  .compose(ok -> owe(unit, command, follower, String.valueOf(failure.getMessage())))
                  .mapEmpty();
            });
  }

  private static Future<?> tried(UnitOfWork unit, Command command, Follower follower) {
    try {
      return follower.follow(unit, command);
    } catch (RuntimeException mistake) {
      return Future.failedFuture(mistake);
    }
  }

  private Future<?> owe(UnitOfWork unit, Command command, Follower follower, String reason) {
    return debts.owe(
        unit.sql(),
        command.id(),
        command.chargerId(),
        follower.name(),
        Sql.required(reason, TEXT_LENGTH),
        unit.now().plus(FIRST_PAUSE));
  }

  /** Calls again the followers that failed, each in a transaction of its own. */
  Future<?> payDebts() {
    return writer
        .write(unit -> debts.due(unit.sql(), unit.now(), PIECE))
        .compose(
            due -> {
              Future<?> paid = Future.succeededFuture();
              for (Debt debt : due) {
                paid = paid.compose(ok -> pay(debt)).otherwise(failure -> null);
              }
              return paid;
            });
  }

  private Future<?> pay(Debt debt) {
    Follower follower =
        followers.stream()
            .filter(one -> one.name().equals(debt.follower()))
            .findFirst()
            .orElse(null);
    return writer
        .<@Nullable Void>write(unit -> pay(unit, debt, follower))
        .recover(
            failure ->
                failure instanceof GalvanException fault && fault.fault() == Fault.UNAVAILABLE
                    ? Future.failedFuture(failure)
                    : writer.write(unit -> later(unit, debt, failure)));
  }

  private Future<@Nullable Void> pay(UnitOfWork unit, Debt debt, @Nullable Follower follower) {
    return debts
        .pay(unit.sql(), debt.id())
        .compose(
            owed -> {
              if (!owed || follower == null) {
                return Future.succeededFuture();
              }
              return store
                  .hold(unit.sql(), debt.commandId())
                  .compose(
                      command ->
                          command == null
                              ? Future.succeededFuture()
                              : follower.follow(unit, command).mapEmpty());
            });
  }

  private Future<@Nullable Void> later(UnitOfWork unit, Debt debt, Throwable failure) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, debt.tries() + 1));
    return debts
        .failedAgain(
            unit.sql(),
            debt.id(),
            Sql.text(failure.getMessage(), TEXT_LENGTH),
            unit.now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause))
        .mapEmpty();
  }
}
