/** Firmware images and updates. */
@NullMarked
package io.galvan.charger.firmware;

import org.jspecify.annotations.NullMarked;
