package io.galvan.central.command;

import io.galvan.contract.connection.Nodes;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices within 2 s that another node, of which an answer is awaited, cannot be reached: it is
 * pinged as long as anything is awaited. Says nothing of what that node does or did. Safe for use
 * from any thread.
 */
public final class NodeReach {
  private static final long PAUSE_MS = 500;
  private static final long PING_TIMEOUT_MS = 1_200;

  /** The node cannot be reached; it may work on. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String nodeId) {
      super("the node " + nodeId + " cannot be reached", null, false, false);
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final String ownNodeId;

  /** Whoever waits for a node. */
  private final Map<String, Set<Promise<?>>> waiting = new HashMap<>();

  public NodeReach(Vertx vertx, String ownNodeId) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.ownNodeId = ownNodeId;
  }

  /** The node's answer; fails with {@link Lost} when the node is lost before it comes. */
  public <R> Future<R> orLost(String nodeId, Future<R> answer) {
    if (nodeId.equals(ownNodeId) || answer.isComplete()) {
      return answer;
    }
    Promise<R> first = Promise.promise();
    boolean ping;
    synchronized (this) {
      Set<Promise<?>> others = waiting.get(nodeId);
      ping = others == null;
      if (others == null) {
        others = new HashSet<>();
        waiting.put(nodeId, others);
      }
      others.add(first);
    }
    answer.onComplete(
        (value, failure) -> {
          forget(nodeId, first);
          if (failure == null) {
            first.tryComplete(value);
          } else {
            first.tryFail(failure);
          }
        });
    if (ping) {
      ping(nodeId);
    }
    return first.future();
  }

  private synchronized void forget(String nodeId, Promise<?> done) {
    Set<Promise<?>> others = waiting.get(nodeId);
    if (others != null) {
      others.remove(done);
    }
  }

  private void ping(String nodeId) {
    bus.requestAt(Nodes.PING, nodeId, new Nodes.Ping(), PING_TIMEOUT_MS)
        .onSuccess(pong -> vertx.setTimer(PAUSE_MS, id -> again(nodeId)))
        .onFailure(failure -> lost(nodeId));
  }

  private void again(String nodeId) {
    synchronized (this) {
      Set<Promise<?>> others = waiting.get(nodeId);
      if (others == null || others.isEmpty()) {
        waiting.remove(nodeId);
        return;
      }
    }
    ping(nodeId);
  }

  /** The node cannot be reached, for all that is known here. */
  public void lost(String nodeId) {
    List<Promise<?>> told;
    synchronized (this) {
      Set<Promise<?>> others = waiting.remove(nodeId);
      told = others == null ? List.of() : List.copyOf(others);
    }
    told.forEach(one -> one.tryFail(new Lost(nodeId)));
  }
}
