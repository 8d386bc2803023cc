/** Attempts to connect, counted and kept. */
@NullMarked
package io.galvan.charger.connection.attempt;

import org.jspecify.annotations.NullMarked;
