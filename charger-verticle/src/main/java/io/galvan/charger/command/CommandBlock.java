package io.galvan.charger.command;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Followers;
import io.galvan.contract.command.Commands;
import io.galvan.platform.bus.Done;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Commands to charging stations: stored, waiting, ended, and what followed remote starts and stops.
 */
public final class CommandBlock {
  private final CommandService commands;

  /**
   * @param followers complete but for those of this block
   * @param campaignMoved hears the campaign of every command that ends
   */
  public CommandBlock(Wiring wiring, Followers followers, Consumer<String> campaignMoved) {
    var store = new CommandStore();
    var waitingStore = new WaitingStore();
    var outcomes =
        new OutcomeService(wiring.settings(), wiring.writer(), store, new OutcomeStore());
    wiring.hear(Subscription.CHARGER, outcomes::onEvents);
    List<Follower> all = new ArrayList<>(List.of(outcomes, new TransactionStatusFollower()));
    all.addAll(followers.ofAnswers());
    var ends = new CommandEnds(wiring.writer(), store, new DebtStore(), all, campaignMoved);
    commands =
        new CommandService(
            wiring.platform(), wiring.pool(), wiring.writer(), store, waitingStore, ends);
    var waiting = new WaitingService(wiring.writer(), store, waitingStore, ends);
    wiring.everyMinute("closing abandoned commands", commands::closeAbandoned);
    wiring.everyMinute("deleting old commands", commands::deleteOld);
    wiring.everySecond("ending commands that waited too long", waiting::expire);
    wiring.everySecond("calling followers again that failed", ends::payDebts);
    wiring.everySecond("giving up on remote starts and stops", outcomes::giveUp);
    wiring.serve(Commands.OPEN, commands::open);
    wiring.serve(Commands.SENT, commands::sent);
    wiring.serve(Commands.CLOSE, commands::close);
    wiring.serve(Commands.GET, commands::get);
    wiring.serve(Commands.LIST, commands::list);
    wiring.serve(Commands.TAKE_WAITING, waiting::take);
    wiring.serve(Commands.RELEASE, waiting::release);
    wiring.serve(Commands.CANCEL, waiting::cancel);
  }

  /** A node is gone, and with it what it had sent. */
  public Future<Done> nodeGone(String nodeId) {
    return commands.nodeGone(nodeId);
  }
}
