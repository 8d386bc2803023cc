/** Operations of the API. Charging profiles. */
@NullMarked
package io.galvan.central.api.smartcharging;

import org.jspecify.annotations.NullMarked;
