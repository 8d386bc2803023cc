/** Operations of the API. Attempts to connect. */
@NullMarked
package io.galvan.central.api.connection;

import org.jspecify.annotations.NullMarked;
