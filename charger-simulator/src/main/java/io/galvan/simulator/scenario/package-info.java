/** Scenarios in YAML: steps with what is expected of them. */
@NullMarked
package io.galvan.simulator.scenario;

import org.jspecify.annotations.NullMarked;
