/** Connections of charging stations: admission, which one stands, where. */
@NullMarked
package io.galvan.charger.connection;

import org.jspecify.annotations.NullMarked;
