package io.galvan.platform.lease;

import java.time.Instant;

/**
 * What one node owns for some time.
 *
 * @param node the owner
 * @param fence grows with every change of the owner
 * @param since when the owner took it, by the database's clock
 * @param until nobody else takes it before, by the database's clock
 */
public record Lease(String name, String node, long fence, Instant since, Instant until) {}
