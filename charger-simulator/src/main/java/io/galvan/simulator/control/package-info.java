/** A door on the loopback interface through which running stations are seen and driven. */
@NullMarked
package io.galvan.simulator.control;

import org.jspecify.annotations.NullMarked;
