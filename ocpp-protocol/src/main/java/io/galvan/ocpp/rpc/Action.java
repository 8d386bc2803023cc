package io.galvan.ocpp.rpc;

/**
 * One action of OCPP with the records of its two payloads.
 *
 * @param name the name on the wire
 * @param request the payload of the CALL, or of the SEND
 * @param response the payload of the CALLRESULT; {@link NoResponse} for actions that are only sent
 * @param direction who may call it
 */
public record Action<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> response, Direction direction) {
  /** An action that only charging stations call. */
  public static <Q extends Record, R extends Record> Action<Q, R> fromCharger(
      String name, Class<Q> request, Class<R> response) {
    return new Action<>(name, request, response, Direction.FROM_CHARGER);
  }

  /** An action that only the central system calls. */
  public static <Q extends Record, R extends Record> Action<Q, R> fromCentral(
      String name, Class<Q> request, Class<R> response) {
    return new Action<>(name, request, response, Direction.FROM_CENTRAL);
  }
}
