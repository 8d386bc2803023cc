package io.galvan.charger;

import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.Set;

/**
 * What a station's answer to a command changes beyond the command itself: a reservation that
 * stands, a profile that is set. It is written in the transaction that closes the command, so both
 * are stored or none.
 */
public interface Follower {
  /** The actions whose commands it wants to see, by their OCPP names. */
  Set<String> actions();

  /**
   * The command has just come to this end (or, after Unknown, to a truer one). A failure undoes the
   * command's end too, so what a station may answer must never fail here.
   */
  Future<?> follow(UnitOfWork unit, Command command);
}
