/** Monitors of variables, and their events. */
@NullMarked
package io.galvan.charger.monitoring;

import org.jspecify.annotations.NullMarked;
