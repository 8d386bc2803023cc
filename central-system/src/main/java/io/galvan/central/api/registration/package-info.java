/** Operations of the API. Charging stations. */
@NullMarked
package io.galvan.central.api.registration;

import org.jspecify.annotations.NullMarked;
