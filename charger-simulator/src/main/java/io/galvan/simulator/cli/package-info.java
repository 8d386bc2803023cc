/** The command line. */
@NullMarked
package io.galvan.simulator.cli;

import org.jspecify.annotations.NullMarked;
