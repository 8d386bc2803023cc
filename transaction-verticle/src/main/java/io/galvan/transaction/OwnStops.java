package io.galvan.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Ends of which the station tells no reason: after a stop that was sent from here they are Remote,
 * and else what the standard says for none, Local (1.6 part 2, 6.45; 2.0.1 part 2, ReasonEnumType).
 */
final class OwnStops {
  static final String STOP = "RemoteStopTransaction";
  static final String STOP_OF_EVENTS = "RequestStopTransaction";

  private static final String LOCAL = "Local";
  private static final String REMOTE = "Remote";

  /** A station stops within this time, or for another reason. */
  private static final Duration FOLLOWS_WITHIN = Duration.ofMinutes(10);

  /** So many commands of a station are looked at, the newest first. */
  private static final int READ = 20;

  private static final Set<CommandState> MAY_HAVE_STOPPED =
      EnumSet.of(
          CommandState.Sent, CommandState.Accepted, CommandState.TimedOut, CommandState.Unknown);

  private final Bus bus;
  private final Clock clock;

  OwnStops(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /**
   * The reason of such an end.
   *
   * @param action that stops in the version of the station
   * @param transactionId as that action names the transaction
   */
  Future<String> reason(String chargerId, String action, String transactionId) {
    return bus.request(Commands.LIST, new Commands.CommandQuery(chargerId, null, null, READ, null))
        .map(
            page ->
                page.items().stream().anyMatch(one -> stopped(one, action, transactionId))
                    ? REMOTE
                    : LOCAL)
        .otherwise(LOCAL);
  }

  private boolean stopped(Command command, String action, String transactionId) {
    return command.action().equals(action)
        && command.createdAt().isAfter(clock.instant().minus(FOLLOWS_WITHIN))
        && MAY_HAVE_STOPPED.contains(command.state())
        && transactionId.equals(named(command));
  }

  private static String named(Command command) {
    try {
      return Mapper.JSON.readTree(command.request()).path("transactionId").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
