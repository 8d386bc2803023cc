/** Operations of the API. Tariffs. */
@NullMarked
package io.galvan.central.api.cost;

import org.jspecify.annotations.NullMarked;
