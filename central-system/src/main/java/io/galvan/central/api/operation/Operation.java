package io.galvan.central.api.operation;

import io.vertx.core.Future;

/**
 * One operation of the contract.
 *
 * @param id the contract's operationId
 * @param handler does the work and answers; its future is done when the answer has been given, and
 *     a failed one is answered as a {@link Problem}
 * @param streamed the handler reads the body itself, which is paused until then and of any type
 * @param form the body is a form as pages send it, and not JSON; the handler refuses other ones
 */
public record Operation(String id, Access access, Handler handler, boolean streamed, boolean form) {
  @FunctionalInterface
  public interface Handler {
    Future<?> handle(Call call);
  }

  public static Operation of(String id, Access access, Handler handler) {
    return new Operation(id, access, handler, false, false);
  }

  public static Operation streamed(String id, Access access, Handler handler) {
    return new Operation(id, access, handler, true, false);
  }

  public static Operation form(String id, Access access, Handler handler) {
    return new Operation(id, access, handler, false, true);
  }
}
