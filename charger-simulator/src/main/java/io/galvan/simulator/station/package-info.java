/** A simulated OCPP 1.6 charging station. */
@NullMarked
package io.galvan.simulator.station;

import org.jspecify.annotations.NullMarked;
