package io.galvan.charger;

import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.event.Happening.CommandCompleted;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What every end of a command brings with it, whoever ended it: its followers and its event. */
final class CommandEnds {
  private final CommandStore store;
  private final List<Follower> followers;
  private final Consumer<String> campaignMoved;

  /**
   * @param campaignMoved hears the campaign of every command that ends
   */
  CommandEnds(CommandStore store, List<Follower> followers, Consumer<String> campaignMoved) {
    this.store = store;
    this.followers = List.copyOf(followers);
    this.campaignMoved = campaignMoved;
  }

  /** Has the followers write what the end changes, and tells the command as it then is. */
  Future<Command> ended(UnitOfWork unit, Command command) {
    return followed(unit, command)
        .onSuccess(
            told -> {
              unit.emit(command.chargerId(), new CommandCompleted(told));
              if (told.campaignId() != null) {
                campaignMoved.accept(told.campaignId());
              }
            });
  }

  /** The same for many; gives their number. */
  Future<Integer> endedAll(UnitOfWork unit, List<Command> commands) {
    return Future.all(commands.stream().map(command -> ended(unit, command)).toList())
        .map(commands.size());
  }

  private Future<Command> followed(UnitOfWork unit, Command command) {
    List<Future<?>> steps = new ArrayList<>();
    for (Follower follower : followers) {
      if (follower.actions().contains(command.action())) {
        steps.add(follower.follow(unit, command));
      }
    }
    return steps.isEmpty()
        ? Future.succeededFuture(command)
        : Future.all(steps)
            .compose(ok -> store.hold(unit.sql(), command.id()))
            .map(told -> told == null ? command : told);
  }
}
