package io.galvan.central.route;

import io.galvan.ocpp.rpc.Action;
import io.vertx.core.Future;

/**
 * What becomes of one action of one version: the request as a record goes in, the answer as a
 * record comes out once all it promises is durable.
 *
 * @param delivery what happens when the answer cannot be given
 */
public record Route<Q extends Record, R extends Record>(
    Action<Q, R> action, Delivery delivery, Handler<Q, R> handler) {
  /** How much the charging station relies on the answer. */
  public enum Delivery {
    /** A failure is told with a CALLERROR; the station may ask again. */
    ANSWER,
    /**
     * Energy data: a CALLERROR would make the station drop it for good, so while the fault may pass
     * no answer is given and the station sends it again (1.6 part 1, 3.7.1).
     */
    KEEP
  }

  /** Does the work for one station. */
  @FunctionalInterface
  public interface Handler<Q, R> {
    Future<R> handle(Caller caller, Q request);
  }

  public static <Q extends Record, R extends Record> Route<Q, R> answer(
      Action<Q, R> action, Handler<Q, R> handler) {
    return new Route<>(action, Delivery.ANSWER, handler);
  }

  public static <Q extends Record, R extends Record> Route<Q, R> keep(
      Action<Q, R> action, Handler<Q, R> handler) {
    return new Route<>(action, Delivery.KEEP, handler);
  }

  /** Handles a request that the codec has read as this action's. */
  public Future<? extends Record> handle(Caller caller, Record request) {
    return handler.handle(caller, action.request().cast(request));
  }
}
