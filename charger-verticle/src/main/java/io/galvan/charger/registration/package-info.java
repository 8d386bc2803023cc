/** Charging stations: data, boots, statuses, notices. */
@NullMarked
package io.galvan.charger.registration;

import org.jspecify.annotations.NullMarked;
