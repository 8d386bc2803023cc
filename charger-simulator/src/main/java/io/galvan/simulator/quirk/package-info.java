/**
 * What real chargers do other than the standard says, each by a name: {@link
 * io.galvan.simulator.quirk.Quirk} is the list. A quirk works on the frames and the connection of a
 * station, at its transport; the station itself does not know.
 */
@NullMarked
package io.galvan.simulator.quirk;

import org.jspecify.annotations.NullMarked;
