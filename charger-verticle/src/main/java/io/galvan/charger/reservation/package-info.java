/** Reservations. */
@NullMarked
package io.galvan.charger.reservation;

import org.jspecify.annotations.NullMarked;
