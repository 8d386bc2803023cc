/** Reservations. */
@NullMarked
package io.galvan.contract.reservation;

import org.jspecify.annotations.NullMarked;
