/** Operations of the API. Local authorization lists. */
@NullMarked
package io.galvan.central.api.locallist;

import org.jspecify.annotations.NullMarked;
