/** A charging station of OCPP 2.0.1 and 2.1 that behaves as one. */
@NullMarked
package io.galvan.simulator.station2;

import org.jspecify.annotations.NullMarked;
