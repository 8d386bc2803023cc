package io.galvan.charger.block;

import io.galvan.contract.command.Commands.Command;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.Set;

/**
 * What a station's answer to a command changes beyond the command itself: a reservation that
 * stands, a profile that is set. It is written in the transaction that closes the command, or when
 * it failed there, in a later one.
 */
public interface Follower {
  /** The actions whose commands it wants to see, by their OCPP names. */
  Set<String> actions();

  /** Under which name it is stored what it owes. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The command has just come to this end (or, after Unknown, to a truer one). After a failure all
   * that this did is undone, and it is called again, before it sees later commands of the charger.
   */
  Future<?> follow(UnitOfWork unit, Command command);
}
