/** A load of many lean connections, as a closed or an open loop. */
@NullMarked
package io.galvan.simulator.load;

import org.jspecify.annotations.NullMarked;
