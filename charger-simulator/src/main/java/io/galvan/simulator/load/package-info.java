/** A closed-loop load of many lean connections. */
@NullMarked
package io.galvan.simulator.load;

import org.jspecify.annotations.NullMarked;
