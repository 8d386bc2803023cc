/** Passwords of charging stations. */
@NullMarked
package io.galvan.auth.station;

import org.jspecify.annotations.NullMarked;
