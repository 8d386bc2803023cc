/** Operations of the API. Mirrored frames. */
@NullMarked
package io.galvan.central.api.broker;

import org.jspecify.annotations.NullMarked;
