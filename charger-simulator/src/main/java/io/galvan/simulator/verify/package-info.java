/** Holds what stations did against what the central system's API says. */
@NullMarked
package io.galvan.simulator.verify;

import org.jspecify.annotations.NullMarked;
