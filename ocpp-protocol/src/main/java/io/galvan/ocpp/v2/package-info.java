/**
 * The messages of OCPP 2.0.1 and 2.1 as one set of records: what 2.1 added is marked
 * {@code @Since}, what it changed {@code @Earlier}.
 */
@NullMarked
package io.galvan.ocpp.v2;

import org.jspecify.annotations.NullMarked;
