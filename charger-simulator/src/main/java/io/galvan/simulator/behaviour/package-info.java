/** What drivers and vehicles do. */
@NullMarked
package io.galvan.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
