/** Tariffs. */
@NullMarked
package io.galvan.contract.cost;

import org.jspecify.annotations.NullMarked;
