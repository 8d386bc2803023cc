/** Models of stations: files that say what a product is like, and those that come along. */
@NullMarked
package io.galvan.simulator.model;

import org.jspecify.annotations.NullMarked;
