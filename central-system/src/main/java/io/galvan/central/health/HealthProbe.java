package io.galvan.central.health;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One part that must work for the node to be of use; a failed future is its fault in words, and a
 * {@link io.vertx.core.json.JsonObject} tells more of it.
 */
public record HealthProbe(String name, Supplier<Future<?>> check) {}
