/** Charging profiles. */
@NullMarked
package io.galvan.charger.smartcharging;

import org.jspecify.annotations.NullMarked;
