/** Charging schedules for vehicles that tell what they need. */
@NullMarked
package io.galvan.central.smart;

import org.jspecify.annotations.NullMarked;
