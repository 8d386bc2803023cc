/** Firmware images and updates. */
@NullMarked
package io.galvan.contract.firmware;

import org.jspecify.annotations.NullMarked;
