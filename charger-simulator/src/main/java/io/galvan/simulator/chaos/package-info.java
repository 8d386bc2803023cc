/** A network that is worse than any real one, drawn from a seed. */
@NullMarked
package io.galvan.simulator.chaos;

import org.jspecify.annotations.NullMarked;
