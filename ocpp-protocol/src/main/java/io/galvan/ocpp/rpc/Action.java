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
    String name, Class<Q> request, Class<R> response, Direction direction) {}
