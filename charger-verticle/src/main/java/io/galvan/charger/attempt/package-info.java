/** Attempts to connect: gathered in memory, folded, stored within bounds and listed. */
@NullMarked
package io.galvan.charger.attempt;

import org.jspecify.annotations.NullMarked;
