/** Operations of the API. Reservations. */
@NullMarked
package io.galvan.central.api.reservation;

import org.jspecify.annotations.NullMarked;
