/** Plays the charger's side of a recorded session. */
@NullMarked
package io.galvan.simulator.replay;

import org.jspecify.annotations.NullMarked;
