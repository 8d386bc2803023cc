package io.galvan.central.session;

import io.galvan.contract.connection.Nodes;
import io.galvan.contract.connection.Nodes.Session;
import io.galvan.contract.connection.Nodes.Sessions;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares this node's sessions with what is stored of them: sessions that count as closed stand
 * again, those that were replaced on another node end, and connections without a session are given
 * away. In pieces, and one call at a time.
 */
public final class RollCall {
  private final Bus bus;
  private final String nodeId;
  private final SessionRegistry registry;
  private Future<Done> current = Future.succeededFuture(Done.DONE);

  public RollCall(Bus bus, String nodeId, SessionRegistry registry) {
    this.bus = bus;
    this.nodeId = nodeId;
    this.registry = registry;
  }

  /** Serves this node's address. */
  public void serve() {
    bus.serveAt(Nodes.ROLL_CALL, nodeId, call -> call());
  }

  /** Completes when everything was compared once from now on. */
  synchronized Future<Done> call() {
    current =
        current
            .otherwise(Done.DONE)
            .compose(before -> standing(pieces()))
            .compose(ok -> missing(""))
            .map(Done.DONE);
    return current;
  }

  private List<List<Session>> pieces() {
    List<List<Session>> pieces = new ArrayList<>();
    List<Session> piece = List.of();
    for (ChargerSession session : registry.all()) {
      if (piece.isEmpty() || piece.size() == Nodes.PIECE) {
        piece = new ArrayList<>();
        pieces.add(piece);
      }
      piece.add(new Session(session.chargerId(), session.epoch()));
    }
    return pieces;
  }

  private Future<?> standing(List<List<Session>> pieces) {
    Future<?> told = Future.succeededFuture();
    for (List<Session> piece : pieces) {
      told =
          told.compose(ok -> bus.request(Nodes.STANDING, new Sessions(nodeId, piece)))
              .onSuccess(replaced -> replaced.items().forEach(this::end));
    }
    return told;
  }

  private void end(Session replaced) {
    ChargerSession session = registry.find(replaced.chargerId());
    if (session != null && session.epoch() == replaced.epoch()) {
      session.close(CloseReason.Replaced);
    }
  }

  private Future<Done> missing(String after) {
    return bus.request(Nodes.STORED, new Nodes.StoredQuery(nodeId, after))
        .compose(
            stored -> {
              List<Session> items = stored.items();
              List<Session> missing = items.stream().filter(one -> !has(one)).toList();
              Future<Done> told =
                  missing.isEmpty()
                      ? Future.succeededFuture(Done.DONE)
                      : bus.request(Nodes.MISSING, new Sessions(nodeId, missing));
              return items.size() < Nodes.PIECE
                  ? told
                  : told.compose(ok -> missing(items.get(items.size() - 1).chargerId()));
            });
  }

  private boolean has(Session stored) {
    ChargerSession session = registry.find(stored.chargerId());
    return session != null && session.epoch() == stored.epoch();
  }
}
