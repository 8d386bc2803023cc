/** What the central system does to charging stations by itself, as their policies want it. */
@NullMarked
package io.galvan.central.automation;

import org.jspecify.annotations.NullMarked;
