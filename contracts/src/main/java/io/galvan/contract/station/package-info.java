/** Passwords of charging stations. */
@NullMarked
package io.galvan.contract.station;

import org.jspecify.annotations.NullMarked;
