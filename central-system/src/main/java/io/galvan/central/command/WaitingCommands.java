package io.galvan.central.command;

import io.galvan.central.session.NodeCalls;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.NodeCall;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the commands that waited for a charging station, once it is connected to this node: those
 * an operator left for later, and those of campaigns.
 */
public final class WaitingCommands extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingCommands.class);
  private static final long LOOK_MS = 1_000;

  /** After what is told here something may be ready at once. */
  private static final Set<EventType> NEWS =
      EnumSet.of(EventType.charger_booted, EventType.campaign_updated);

  private static final int MOST_AT_ONCE = 200;

  private final String nodeId;
  private final NodeCalls calls;
  private final Duration callTimeout;
  private boolean looking;
  private boolean again;

  public WaitingCommands(String nodeId, NodeCalls calls, Duration callTimeout) {
    this.nodeId = nodeId;
    this.calls = calls;
    this.callTimeout = callTimeout;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_MS, id -> look());
    Bus.of(vertx)
        .listen(
            batch -> {
              if (batch.events().stream().map(Event::type).anyMatch(NEWS::contains)) {
                context.runOnContext(ignored -> look());
              }
            });
    return Future.succeededFuture();
  }

  private void look() {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    again = false;
    Bus.of(vertx)
        .request(Commands.TAKE_WAITING, new Commands.TakeWaiting(nodeId, MOST_AT_ONCE))
        .onComplete(
            (taken, failure) -> {
              looking = false;
              if (failure != null) {
                LOG.warn("waiting commands wait on: {}", failure.getMessage());
                return;
              }
              taken.items().forEach(this::send);
              if (again || taken.items().size() == MOST_AT_ONCE) {
                look();
              }
            });
  }

  private void send(Taken taken) {
    Command command = taken.command();
    calls
        .call(
            new NodeCall(
                command.chargerId(),
                taken.epoch(),
                command.id(),
                command.action(),
                command.request(),
                callTimeout.toMillis(),
                true,
                taken.takenAt()))
        .onFailure(
            failure ->
                LOG.warn(
                    "what came of {} to {} could not be stored: {}",
                    command.action(),
                    command.chargerId(),
                    failure.getMessage()));
  }
}
