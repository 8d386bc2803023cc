/**
 * Payloads as records: {@link io.galvan.ocpp.shape.Shape} compiles a record's components and their
 * constraint annotations once, then reads JSON straight from the token stream into the record,
 * writes it back, and checks instances built in Java. A component is required unless it is
 * {@code @Nullable}.
 */
@NullMarked
package io.galvan.ocpp.shape;

import org.jspecify.annotations.NullMarked;
