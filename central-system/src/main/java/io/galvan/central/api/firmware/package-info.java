/** Operations of the API. Firmware images and updates. */
@NullMarked
package io.galvan.central.api.firmware;

import org.jspecify.annotations.NullMarked;
