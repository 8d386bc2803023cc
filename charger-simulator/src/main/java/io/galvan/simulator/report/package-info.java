/** What a run measured. */
@NullMarked
package io.galvan.simulator.report;

import org.jspecify.annotations.NullMarked;
