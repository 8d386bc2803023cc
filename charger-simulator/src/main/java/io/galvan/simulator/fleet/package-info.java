/** Many stations at once. */
@NullMarked
package io.galvan.simulator.fleet;

import org.jspecify.annotations.NullMarked;
