package io.galvan.platform.bus;

/**
 * A typed address on the event bus: who sends a {@code Q} to it gets an {@code R}.
 *
 * @param name the address as the event bus knows it
 */
public record BusAddress<Q extends Record, R extends Record>(
    String name, Class<Q> request, Class<R> reply) {}
